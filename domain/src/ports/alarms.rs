//! What somebody at the desk has to look at.

use crate::actor::Actor;
use crate::alarm::{Alarm, AlarmView};
use crate::disclosure::Page;
use crate::failure::Failure;
use crate::id::AlarmId;
use async_trait::async_trait;

/// Alarms of the desk.
#[async_trait]
pub trait AlarmsPort: Send + Sync {
    /// Alarms, newest first. `only_open`: those that nobody has closed.
    async fn alarms(&self, actor: &Actor, only_open: bool, before: Option<AlarmId>) -> Result<Page<Alarm, AlarmId>, Failure>;
    /// One of them. That a sign of life was read, and by whom, is written down.
    async fn alarm(&self, actor: &Actor, id: AlarmId) -> Result<Option<AlarmView>, Failure>;
    /// Somebody looked into it; this is what it was. Never whoever caused it.
    async fn close(&self, actor: &Actor, id: AlarmId, reason: &str) -> Result<(), Failure>;
    /// How many alarms and incidents wait for somebody; counted as far as [`crate::alarm::COUNTED`].
    async fn waiting(&self, actor: &Actor) -> Result<usize, Failure>;
}
