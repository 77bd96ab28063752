//! The way back through the desk: a code for an approved recovery, handed over in person.

use super::person::{account_of, facts_of};
use super::{Approved, staff};
use crate::keys::Keys;
use crate::service::Core;
use crate::store::approvals::{self, Binding, Request};
use crate::store::audit::{self, Line};
use crate::store::{commit, posted_codes};
use domain::actor::{Actor, Operation};
use domain::approval::BINDING_CODE_LIFETIME;
use domain::desk::Facts;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, RequestId};
use domain::ports::BindingCode;

/// Whether the account can still be recovered when it is approved. A protected person comes back like everybody else: two
/// members of staff, two proofs with a photo, a code from hand to hand. What was asked for before they were protected is
/// asked for anew.
pub(super) async fn still_possible(approved: &Approved<'_>) -> Result<(), Failure> {
    let (tx, subject) = (approved.tx, approved.request.subject);
    asked_since_protected(facts_of(tx, subject).await?, approved.request)?;
    account_of(tx, subject).await?.ok_or(Problem::NotFound)?;
    Ok(())
}

fn asked_since_protected(facts: Facts, request: &Request) -> Result<(), Problem> {
    let before = facts.protected.is_some_and(|since| request.course.requested_at <= since);
    if before { Err(Problem::ProtectedPerson) } else { Ok(()) }
}

/// Makes a code; one that was made before and not used is void.
pub(super) async fn make(core: &Core, actor: &Actor, id: RequestId) -> Result<(), Failure> {
    let (by, now) = (staff(actor)?, core.now());
    let tx = core.store.begin().await?;
    let request = approvals::request_locked(&tx, id).await?.ok_or(Problem::NotFound)?;
    request.course.may_bind(by, now)?;
    // What goes by post is handed to nobody else.
    if posted_codes::of(&tx, id).await?.is_some() {
        return Err(Problem::NotFound.into());
    }
    asked_since_protected(facts_of(&tx, request.subject).await?, &request)?;
    let account = account_of(&tx, request.subject).await?.ok_or(Problem::NotFound)?;
    let mut code = Binding {
        request: id,
        account,
        made_by: by,
        digest: [0; 32],
        created_at: now,
        expires_at: now + BINDING_CODE_LIFETIME,
        used_at: None,
    };
    code.digest = Keys::recovery_digest(&core.keys.recovery_code(account, &nonce(&code)));
    if !approvals::put_binding(&tx, &code).await? {
        return Err(Problem::AlreadyDone.into());
    }
    let line = Line::of(actor, Operation::RequestApproval, now).to(id).because("binding code made");
    audit::append(&tx, &core.config.node, [Line { on_behalf_of: Some(request.subject), ..line }]).await?;
    Ok(commit(tx).await?)
}

/// The code, for the one who made it and for nobody else, while it is good.
pub(super) async fn made(core: &Core, by: AccountId, id: RequestId) -> Result<Option<BindingCode>, Failure> {
    let kept = approvals::binding_of(core.store.db(), id).await?;
    if posted_codes::of(core.store.db(), id).await?.is_some() {
        return Ok(None);
    }
    let good = kept.filter(|code| code.made_by == by && code.used_at.is_none() && core.now() < code.expires_at);
    Ok(good.and_then(|code| {
        let expires_at = code.expires_at;
        let code = core.keys.recovery_code_stored_as(code.account, &nonce(&code), &code.digest)?;
        Some(BindingCode { code, expires_at })
    }))
}

/// What the symbols are spelled from, which are kept nowhere: a key that is not in the database spells them.
pub(in crate::service) fn nonce(code: &Binding) -> Vec<u8> {
    let mut nonce = code.request.0.as_bytes().to_vec();
    nonce.extend(code.made_by.0.as_bytes());
    nonce.extend(code.created_at.millis().to_be_bytes());
    nonce
}
