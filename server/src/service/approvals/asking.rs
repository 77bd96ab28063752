//! Asking a second member of staff.

use super::detail::{self, Detail, REASON};
use super::person::{account_of, alive, facts_of, has_account, looked_up, neither_protected_nor_dead, not_just_recovered};
use super::staff;
use crate::service::Core;
use crate::service::choices::scope_to_decide;
use crate::store::approvals::{self, Request};
use crate::store::audit::{self, Line};
use crate::store::look_ups::{self, Done};
use crate::store::{Tx, commit, facts, holders, links, studies};
use domain::actor::{Actor, Operation};
use domain::approval::{Course, REQUEST_LIFETIME, Wanted, ages_from, evidence};
use domain::clock::Timestamp;
use domain::desk::{Act, reason};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, LookUpId, RequestId, SubjectId};
use domain::ports::{AskedFor, Asking, AskingView, OtherLookUp};

/// How many other look-ups a form offers.
const OTHERS: u64 = 20;
/// How many holders it offers to send a code.
const HOLDERS: u64 = 500;

/// Takes a request, if it says what its kind needs.
pub(super) async fn request(core: &Core, actor: &Actor, asked: &Asking) -> Result<RequestId, Failure> {
    let (by, now) = (staff(actor)?, core.now());
    if let AskedFor::Permit(scope, _) = &asked.what {
        scope_to_decide(core.store.db(), scope, &studies::catalogue(core.store.db()).await?).await?;
    }
    let tx = core.store.begin().await?;
    let subject = looked_up(&tx, by, asked.look_up, now).await?;
    let wanted = wanted(&tx, by, subject, &asked.what, now).await?;
    let reason = reason(&asked.reason)?;
    let shown = evidence(&wanted, &asked.proof, &asked.other_proof)?;
    let kind = wanted.kind();
    let id = keep(core, &tx, NewRequest { by, subject, wanted, reason: &reason, evidence: shown.join(" ") }).await?;
    if let AskedFor::Recovery(Some(by)) = &asked.what {
        super::posting::prepare(core, &tx, id, subject, by, now + REQUEST_LIFETIME).await?;
    }
    let done = Done { id: id.0, look_up: asked.look_up, act: Act::Asked, object: Some(id.to_string()), note: None, at: now };
    look_ups::add_act(&tx, &done).await?;
    let line = Line::of(actor, Operation::RequestApproval, now).to(id).because(kind.code());
    audit::append(&tx, &core.config.node, [Line { on_behalf_of: Some(subject), ..line }]).await?;
    commit(tx).await?;
    Ok(id)
}

/// A request that can be made.
pub(crate) struct NewRequest<'a> {
    /// Who asks.
    pub by: AccountId,
    /// About whom.
    pub subject: SubjectId,
    /// For what.
    pub wanted: Wanted,
    /// Why.
    pub reason: &'a str,
    /// Codes of what was shown, with a space between.
    pub evidence: String,
}

/// Keeps a request, what exactly is wanted and why under seals. It waits from now on.
pub(crate) async fn keep(core: &Core, tx: &Tx, new: NewRequest<'_>) -> Result<RequestId, Failure> {
    let now = core.now();
    let id = RequestId::new(now, &*core.random);
    let kind = new.wanted.kind();
    let (detail, other) = match new.wanted {
        Wanted::Recovery => (Detail::Recovery, None),
        Wanted::Link(other) => (Detail::Link, Some(other)),
        Wanted::Unlink(other) => (Detail::Unlink, Some(other)),
        Wanted::Permit(scope, channel) => (Detail::Permit { scope, channel }, None),
        Wanted::Proxy { proxy, role, ages } => (Detail::Proxy { proxy, role, ages }, None),
        Wanted::LiftProtection => (Detail::LiftProtection, None),
    };
    let course = Course {
        id,
        kind,
        requested_by: new.by,
        requested_at: now,
        expires_at: now + REQUEST_LIFETIME,
        decided_by: None,
        decided_at: None,
        written: None,
    };
    let request = Request {
        course,
        subject: new.subject,
        other,
        detail: detail::seal(core, id.0, &detail)?,
        reason: core.keys.seal(&*core.random, REASON, id.0, new.reason),
        evidence: new.evidence,
    };
    approvals::insert(tx, &request).await?;
    Ok(id)
}

/// What exactly is asked for, if it can be done at all. Asked again when it is approved.
async fn wanted(tx: &Tx, by: AccountId, subject: SubjectId, what: &AskedFor, now: Timestamp) -> Result<Wanted, Failure> {
    let facts = facts_of(tx, subject).await?;
    Ok(match what {
        // Also of somebody who was written down as dead: whoever stands there with two proofs lives, and coming back suspends it.
        AskedFor::Recovery(_) => {
            account_of(tx, subject).await?.ok_or(Problem::NotFound)?;
            Wanted::Recovery
        }
        AskedFor::Link(other) => {
            let other = looked_up(tx, by, *other, now).await?;
            super::link::not_yet_one(tx, subject, other).await?;
            Wanted::Link(other)
        }
        AskedFor::Unlink(other) => {
            let other = looked_up(tx, by, *other, now).await?;
            super::link::joined(tx, subject, other).await?;
            Wanted::Unlink(other)
        }
        AskedFor::Permit(scope, channel) => {
            alive(facts)?;
            not_just_recovered(tx, subject, now).await?;
            Wanted::Permit(scope.clone(), *channel)
        }
        AskedFor::Proxy { proxy, role, born } => {
            neither_protected_nor_dead(facts)?;
            let who = looked_up(tx, by, *proxy, now).await?;
            let proxy = account_of(tx, who).await?.ok_or(Problem::NotFound)?;
            super::proxy::may_be(tx, subject, proxy).await?;
            Wanted::Proxy { proxy, role: *role, ages: ages_from(*role, born, now.in_tokyo().0)? }
        }
        AskedFor::LiftProtection => {
            facts.protected.ok_or(Problem::NotFound)?;
            Wanted::LiftProtection
        }
    })
}

/// What can be asked for about the person of that look-up.
pub(super) async fn view(core: &Core, by: AccountId, id: LookUpId) -> Result<Option<AskingView>, Failure> {
    let (db, now) = (core.store.db(), core.now());
    let living = look_ups::living(db, id, by, now).await?.ok_or(Problem::LookUpEnded)?;
    let Some(subject) = living.subject else { return Ok(None) };
    let kin = links::subjects_with(db, &[subject]).await?;
    let mut others = Vec::new();
    for other in look_ups::living_of(db, by, now, OTHERS).await? {
        let Some(theirs) = other.subject.filter(|theirs| *theirs != subject) else { continue };
        others.push(OtherLookUp { id: other.id, at: other.at, has_account: has_account(db, theirs).await?, linked: kin.contains(&theirs) });
    }
    Ok(Some(AskingView {
        look_up: id,
        has_account: has_account(db, subject).await?,
        facts: facts::facts_of(db, &kin).await?,
        others,
        holders: holders::joined(db, None, HOLDERS).await?.into_iter().map(|(holder, _)| holder).collect(),
    }))
}
