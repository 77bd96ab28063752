//! Samples of organisations that joined.

use super::at;
use super::studies::{aoba, care_database, sakuradai};
use async_trait::async_trait;
use domain::actor::Actor;
use domain::disclosure::Page;
use domain::failure::Failure;
use domain::id::HolderId;
use domain::ports::{HoldersPort, Joined, Joining};

pub(crate) struct Sample;

#[async_trait]
impl HoldersPort for Sample {
    async fn joined(&self, _: &Actor, before: Option<HolderId>) -> Result<Page<Joined, HolderId>, Failure> {
        let all = [
            (sakuradai(), "2026-01-05T00:30:00.000Z"),
            (aoba(), "2025-11-05T00:30:00.000Z"),
            (care_database(), "2025-04-01T00:30:00.000Z"),
        ];
        let items = all.map(|(holder, when)| Joined { holder, at: at(when) }).to_vec();
        let next = before.is_none().then(|| care_database().id);
        Ok(Page { items, next })
    }
    async fn join(&self, _: &Actor, _: Joining) -> Result<HolderId, Failure> {
        Ok(sakuradai().id)
    }
}
