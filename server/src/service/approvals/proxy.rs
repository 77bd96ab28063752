//! Somebody who is to act for a person.

use super::Approved;
use super::person::{facts_of, neither_protected_nor_dead, tell, tell_account};
use crate::service::leaves;
use crate::store::accounts::{self, Kind};
use crate::store::log::LockedHead;
use crate::store::proxies::{self, GrantedBy};
use crate::store::{Tx, links};
use domain::account::NoticeKind;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, ProxyId, SubjectId};
use domain::proxy::{Ages, Circumstances, Grant, ProxyRole};

/// Makes the grant, and tells both.
pub(super) async fn grant(
    approved: &Approved<'_>,
    mut head: LockedHead,
    proxy: AccountId,
    role: ProxyRole,
    ages: Option<Ages>,
) -> Result<(), Failure> {
    let (core, tx, request, now) = (approved.core, approved.tx, approved.request, approved.now);
    neither_protected_nor_dead(facts_of(tx, request.subject).await?)?;
    // Held, so that two requests for the same two do not both become a grant.
    accounts::hold_subjects(tx, &[request.subject]).await?;
    may_be(tx, request.subject, proxy).await?;
    let grant = Grant { id: ProxyId::new(now, &*core.random), subject: request.subject, proxy, role, ages, ended: false };
    // The child may have come of age since it was asked for.
    grant.sight(now.in_tokyo().0, Circumstances::default()).ok_or(Problem::NotAllowed)?;
    let by = GrantedBy { asked: request.course.requested_by, approved: approved.by };
    proxies::insert(tx, &grant, &request.evidence, by, now).await?;
    leaves::enter_proxy(core, tx, &mut head, true, &grant).await?;
    tell(core, tx, request.subject, NoticeKind::ProxyGranted, now).await?;
    tell_account(core, tx, proxy, NoticeKind::ActsFor, now).await
}

/// Nobody is their own proxy, and nobody is the same person's twice.
pub(super) async fn may_be(tx: &Tx, subject: SubjectId, proxy: AccountId) -> Result<(), Failure> {
    let account = accounts::account(tx, proxy).await?.ok_or(Problem::NotFound)?;
    let Kind::Patient(own) = account.kind else { return Err(Problem::NotFound.into()) };
    if links::subjects_with(tx, &[subject]).await?.contains(&own) {
        return Err(Problem::NotAllowed.into());
    }
    if proxies::living_between(tx, proxy, subject).await?.is_empty() { Ok(()) } else { Err(Problem::AlreadyDone.into()) }
}
