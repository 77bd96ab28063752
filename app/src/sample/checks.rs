//! Samples of what an operator checks.

use super::{Person, at, studies};
use async_trait::async_trait;
use domain::actor::Actor;
use domain::check::{Answers, ListCheck, Question, TestPerson};
use domain::failure::{Failure, Problem};
use domain::ports::ChecksPort;
use domain::study::{Status, Study};

pub(crate) struct Sample(pub(crate) Person);

#[async_trait]
impl ChecksPort for Sample {
    async fn check(&self, _: &Actor, _: Question) -> Result<Answers, Failure> {
        Err(Problem::NotAllowed.into())
    }
    async fn studies(&self, _: &Actor) -> Result<Vec<Study>, Failure> {
        Ok(studies::all().into_iter().filter(|study| study.status == Status::Published).collect())
    }
    async fn test_persons(&self, _: &Actor) -> Result<Vec<TestPerson>, Failure> {
        let person = |(n, secret)| TestPerson {
            n,
            system: "urn:oid:1.2.392.100495.20.3.51.11310000001".to_owned(),
            value: format!("HIKAE-TEST-{n}-{secret}"),
        };
        Ok([(1, "7K2MQ0XV"), (2, "BN41S9TC"), (3, "Z0R8HWJ5")].map(person).into())
    }
    async fn list_checks(&self, _: &Actor) -> Result<Vec<ListCheck>, Failure> {
        if self.0 == Person::NewManager {
            return Ok(Vec::new());
        }
        let list = |time: &str, rows, permit, deny, error, denied| ListCheck {
            checked_at: at(time),
            rows,
            permit,
            deny,
            error,
            test_persons_denied: denied,
        };
        let before =
            [list("2026-11-18T02:30:00.000Z", 1_003, 917, 84, 2, 3), list("2026-10-20T00:12:00.000Z", 41_210, 38_007, 3_203, 0, 3)];
        // The manager's newest list is not in order.
        let newest = (self.0 == Person::Manager).then(|| list("2026-11-21T08:05:00.000Z", 640, 602, 38, 0, 2));
        Ok(newest.into_iter().chain(before).collect())
    }
}
