//! What nobody comes back to.

use crate::service::Core;
use crate::store::audit::{self, Line};
use crate::store::{commit, inquiries};
use domain::actor::{Actor, Operation};
use domain::failure::Failure;
use domain::inquiry::TAKEN_AT_MOST;

/// How many rows one round touches.
const BATCH: u64 = 500;

/// Puts back what was taken and not answered in time.
///
/// # Errors
/// The store cannot be reached; the next round goes on.
pub async fn tidy(core: &Core) -> Result<(), Failure> {
    let now = core.now();
    let tx = core.store.begin().await?;
    let left = inquiries::taken_before(&tx, now - TAKEN_AT_MOST, BATCH).await?;
    if left.is_empty() {
        return Ok(());
    }
    let mut lines = Vec::new();
    for id in left {
        inquiries::release(&tx, id).await?;
        lines.push(Line::of(&Actor::System, Operation::AnswerInquiry, now).to(id).because("left"));
    }
    audit::append(&tx, &core.config.node, lines).await?;
    commit(tx).await?;
    Ok(())
}
