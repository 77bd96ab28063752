//! Samples of the status: all well, the log late, and the database gone.

use super::{NOW, Person, at};
use async_trait::async_trait;
use domain::ports::status::{LogStatus, Status, StatusPort};

pub(crate) struct Sample(pub(crate) Person);

#[async_trait]
impl StatusPort for Sample {
    async fn status(&self) -> Status {
        let log = |entries_wait| Some(LogStatus { signed_at: Some(at("2026-11-22T01:12:00.000Z")), entries_wait });
        let well = Status { at: at(NOW), running_since: at("2026-11-14T18:00:04.000Z"), decisions: true, checks: true, log: log(false) };
        match self.0 {
            Person::Support => Status { log: log(true), ..well },
            Person::Administrator => Status { decisions: false, checks: false, log: None, ..well },
            _ => well,
        }
    }
}
