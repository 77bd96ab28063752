//! An allow on a person's behalf.

use super::person::{alive, facts_of, not_just_recovered, tell};
use super::{Approved, Entered};
use crate::service::choices::{entry, scope_to_decide};
use crate::store::audit::Line;
use crate::store::log::LockedHead;
use crate::store::studies;
use domain::account::NoticeKind;
use domain::actor::{Actor, Operation};
use domain::approval::may_permit;
use domain::choice::{Channel, DecidedBy, NewDecision, Scope, Stance};
use domain::failure::Failure;

/// Enters it, now: an allow takes effect on entry. Answers its audit line, and what has to be signed for before anybody is told.
pub(super) async fn permit(
    approved: &Approved<'_>,
    mut head: LockedHead,
    scope: Scope,
    channel: Channel,
) -> Result<(Line, Entered), Failure> {
    let (core, tx, subject) = (approved.core, approved.tx, approved.request.subject);
    let staff = approved.request.course.requested_by;
    alive(facts_of(tx, subject).await?)?;
    not_just_recovered(tx, subject, approved.now).await?;
    may_permit(channel)?;
    scope_to_decide(core.store.db(), &scope, &studies::catalogue(core.store.db()).await?).await?;
    let on_behalf = Actor::OnBehalf { staff, subject, reason: format!("request {}", approved.request.course.id) };
    on_behalf.may(Operation::Allow)?;
    let new = NewDecision { subject, scope, stance: Stance::Allow, channel, received: None, notice: core.config.notice.clone() };
    let decided = entry::enter(core, tx, &mut head, &new, DecidedBy::Staff, Some(staff)).await?;
    tell(core, tx, subject, NoticeKind::PermittedAtDesk, approved.now).await?;
    let position = decided.decision.position;
    let line = Line::of(&on_behalf, Operation::Allow, decided.decision.recorded).to(position);
    Ok((line, Entered::Decision(position, decided.leaf_hash)))
}
