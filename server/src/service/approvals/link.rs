//! Two subjects that turned out to be one person, or not to be one after all.

use super::Approved;
use super::person::tell;
use crate::service::links as linking;
use crate::store::Tx;
use crate::store::links::{self, Cause};
use domain::account::NoticeKind;
use domain::failure::{Failure, Problem};
use domain::id::SubjectId;

/// The choices of each count for both from now on. The other's history stays closed until an identifier of it is proved.
pub(super) async fn join(approved: &Approved<'_>) -> Result<(), Failure> {
    let (core, tx, one, other) = (approved.core, approved.tx, approved.request.subject, other_of(approved)?);
    not_yet_one(tx, one, other).await?;
    linking::link(core, tx, one, other, Cause::Desk, approved.now).await?;
    for subject in [one, other] {
        tell(core, tx, subject, NoticeKind::Linked, approved.now).await?;
    }
    Ok(())
}

/// Everything is as before.
pub(super) async fn part(approved: &Approved<'_>) -> Result<(), Failure> {
    let (core, tx, one, other) = (approved.core, approved.tx, approved.request.subject, other_of(approved)?);
    linking::unlink(core, tx, one, other, Cause::Desk, approved.now).await?.ok_or(Problem::AlreadyDone)?;
    for subject in [one, other] {
        tell(core, tx, subject, NoticeKind::Unlinked, approved.now).await?;
    }
    Ok(())
}

/// Two who are one already are not joined again.
pub(super) async fn not_yet_one(tx: &Tx, one: SubjectId, other: SubjectId) -> Result<(), Failure> {
    if links::subjects_with(tx, &[one]).await?.contains(&other) { Err(Problem::AlreadyDone.into()) } else { Ok(()) }
}

/// Only a link between these very two can be undone.
pub(super) async fn joined(tx: &Tx, one: SubjectId, other: SubjectId) -> Result<(), Failure> {
    let holding = links::in_force(links::events_around(tx, &[one]).await?);
    let between = |link: &domain::link::Link| (link.one, link.other) == (one, other) || (link.one, link.other) == (other, one);
    if holding.iter().any(between) { Ok(()) } else { Err(Problem::NotFound.into()) }
}

fn other_of(approved: &Approved<'_>) -> Result<SubjectId, Failure> {
    let row = approved.request.course.id;
    approved.request.other.ok_or_else(|| Failure::Inconsistent { table: "requests", column: "other_id", row: row.to_string() })
}
