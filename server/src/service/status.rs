//! Whether the service works at this moment.

use crate::service::Core;
use crate::service::written_behind::WrittenBehind;
use crate::store::log;
use crate::store::log_tree::{self, CheckpointKind};
use async_trait::async_trait;
use domain::clock::Timestamp;
use domain::failure::Failure;
use domain::log::Position;
use domain::ports::status::{LogStatus, Status, StatusPort};
use std::time::Duration;

/// How long the database may take to answer before the page says that it does not.
const PATIENCE: Duration = Duration::from_secs(3);

/// How it stands.
#[derive(Clone)]
pub struct StatusService {
    core: Core,
    behind: WrittenBehind,
    since: Timestamp,
}

impl StatusService {
    /// The status of this process, which began now.
    #[must_use]
    pub fn new(core: Core, behind: WrittenBehind) -> Self {
        let since = core.now();
        Self { core, behind, since }
    }

    /// Whether the database answers, with the schema that this program was built for; and how the log in it stands.
    async fn looked(&self) -> Result<(bool, LogStatus), Failure> {
        let store = &self.core.store;
        let current = store.is_current().await?;
        let published = log_tree::checkpoint(store.db(), CheckpointKind::Published).await?;
        let covered = Position(published.as_ref().map_or(0, |published| published.size));
        let first = log::entries_from(store.db(), covered, 1).await?.pop();
        // When an erased entry was entered is not known any more; one that waits to be signed was not erased.
        let waiting_since = first.map(|entry| entry.recorded.unwrap_or_default());
        let log = LogStatus { signed_at: published.map(|published| published.time), waiting_since };
        Ok((current, log))
    }
}

#[async_trait]
impl StatusPort for StatusService {
    async fn status(&self) -> Status {
        let looked = match tokio::time::timeout(PATIENCE, self.looked()).await {
            Ok(looked) => looked,
            Err(_) => Err(Failure::Unavailable("the database is too slow to tell the status".to_owned())),
        };
        if let Err(failure) = &looked {
            tracing::warn!(?failure, "the status cannot be found out");
        }
        // While the log may not be signed nothing is decided, and no check is certain.
        let works = matches!(looked, Ok((true, _))) && self.core.soundness.sound().is_ok();
        Status {
            at: self.core.now(),
            running_since: self.since,
            decisions: works,
            checks: works && self.behind.has_room(),
            log: looked.ok().map(|(_, log)| log),
        }
    }
}
