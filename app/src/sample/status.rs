//! Samples of the status: all well, the log late, nothing in it yet, and the database gone.

use super::{NOW, Person, at};
use async_trait::async_trait;
use domain::ports::status::{LogStatus, Status, StatusPort};

pub(crate) struct Sample(pub(crate) Person);

#[async_trait]
impl StatusPort for Sample {
    async fn status(&self) -> Status {
        let log = |waiting_since| Some(LogStatus { signed_at: Some(at("2026-11-22T01:12:00.000Z")), waiting_since });
        let well = Status { at: at(NOW), running_since: at("2026-11-14T18:00:04.000Z"), decisions: true, checks: true, log: log(None) };
        match self.0 {
            Person::Support => Status { log: log(Some(at("2026-11-22T01:12:30.000Z"))), ..well },
            Person::Newcomer => Status { log: Some(LogStatus { signed_at: None, waiting_since: None }), ..well },
            Person::Administrator => Status { decisions: false, checks: false, log: None, ..well },
            _ => well,
        }
    }
}
