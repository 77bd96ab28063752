//! Requests as the desk sees them.

use super::detail::{self, Detail, REASON};
use crate::service::Core;
use crate::store::approvals::{self, Request};
use crate::store::{Db, accounts, holders, posted_codes, recovery};
use domain::actor::Actor;
use domain::approval::Kind;
use domain::failure::Failure;
use domain::id::AccountId;
use domain::ports::{ApprovalView, Particulars, StaffMember};

/// The views of these, in their order, for that member of staff.
pub(super) async fn views(core: &Core, actor: &Actor, found: Vec<Request>) -> Result<Vec<ApprovalView>, Failure> {
    let mut views = Vec::new();
    for request in found {
        views.push(view(core, actor, request).await?);
    }
    Ok(views)
}

async fn view(core: &Core, actor: &Actor, request: Request) -> Result<ApprovalView, Failure> {
    let (db, now, course) = (core.store.db(), core.now(), request.course);
    let binding = if course.kind == Kind::Recovery { approvals::binding_of(db, course.id).await? } else { None };
    let posted = if course.kind == Kind::Recovery { posted_codes::of(db, course.id).await? } else { None };
    let by_post = match &posted {
        Some(posted) => holders::holder(db, posted.holder).await?.map(|holder| Particulars::ByPost(holder.name, posted.printed_at)),
        None => None,
    };
    let used_at = binding.and_then(|code| code.used_at);
    let cancelled_at = match binding.zip(used_at) {
        Some((code, at)) => recovery::made_at_desk(db, code.account, at).await?.and_then(|recovery| recovery.cancelled_at),
        None => None,
    };
    let own = actor.account() == Some(course.requested_by);
    let decided_by = match course.decided_by {
        Some(account) => Some(colleague(db, account).await?),
        None => None,
    };
    Ok(ApprovalView {
        course,
        outcome: course.outcome(now),
        reason: core.keys.unseal(REASON, course.id.0, &request.reason)?,
        evidence: request.evidence.split(' ').filter(|code| !code.is_empty()).map(ToOwned::to_owned).collect(),
        particulars: match detail::open(core, &request)? {
            Detail::Permit { scope, channel } => Particulars::Permit(scope, channel),
            Detail::Proxy { role, ages, .. } => Particulars::Proxy(role, ages),
            Detail::Recovery => by_post.unwrap_or(Particulars::None),
            Detail::Link | Detail::Unlink | Detail::LiftProtection => Particulars::None,
        },
        requested_by: colleague(db, course.requested_by).await?,
        decided_by,
        own,
        may_bind: posted.is_none() && used_at.is_none() && actor.account().is_some_and(|by| course.may_bind(by, now).is_ok()),
        used_at,
        cancelled_at,
    })
}

async fn colleague(db: &Db, account: AccountId) -> Result<StaffMember, Failure> {
    let label = accounts::account(db, account).await?.and_then(|found| found.label);
    Ok(StaffMember { account, label })
}
