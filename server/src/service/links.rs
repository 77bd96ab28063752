//! Joining and parting subjects that are one person: events of the log, never undone, only answered.

use crate::service::Core;
use crate::store::links::{self, Cause, Event};
use crate::store::log::{self, LeafOf};
use crate::store::{Tx, conflicts};
use domain::clock::Timestamp;
use domain::failure::Failure;
use domain::id::SubjectId;
use domain::link::Link;
use domain::log::Position;
use domain::log::leaf::{Blinding, LinkLeaf};

/// Joins two subjects: from now on the choices of each count for both. What was disclosed of either is compared anew with
/// what the other had refused. The caller's audit line belongs into the same transaction.
pub async fn link(core: &Core, tx: &Tx, one: SubjectId, other: SubjectId, cause: Cause, now: Timestamp) -> Result<Position, Failure> {
    let position = enter(core, tx, true, one, other, cause, now).await?;
    conflicts::find_more(tx, &links::subjects_with(tx, &[one]).await?, None, now).await?;
    Ok(position)
}

/// Parts two subjects again. `None`: no link between the two holds. Conflicts that were found stay: none ever disappears.
pub async fn unlink(
    core: &Core,
    tx: &Tx,
    one: SubjectId,
    other: SubjectId,
    cause: Cause,
    now: Timestamp,
) -> Result<Option<Position>, Failure> {
    let holding = links::in_force(links::events_around(tx, &[one]).await?);
    if !holding.iter().any(|link| (link.one, link.other) == (one, other) || (link.one, link.other) == (other, one)) {
        return Ok(None);
    }
    enter(core, tx, false, one, other, cause, now).await.map(Some)
}

async fn enter(
    core: &Core,
    tx: &Tx,
    joins: bool,
    one: SubjectId,
    other: SubjectId,
    cause: Cause,
    now: Timestamp,
) -> Result<Position, Failure> {
    let mut head = core.lock_log(tx).await?;
    let at = head.time(now);
    let leaf = LinkLeaf { time: at, joins, one, other, blinding: blinding(core) };
    let (position, _) = log::append(tx, &mut head, leaf.to_bytes(), LeafOf::Link { joins, at }).await?;
    links::save(tx, &head, Event { link: Link { position, one, other }, joins, at, cause }).await?;
    Ok(position)
}

/// A leaf's blinding.
pub(crate) fn blinding(core: &Core) -> Blinding {
    let mut bytes = [0; 32];
    core.random.fill(&mut bytes);
    Blinding(bytes)
}
