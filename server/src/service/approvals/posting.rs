//! A code that goes by post: a holder that has the person's address prints and sends it (security.md, "Sign-in"). Nobody at the desk sees
//! it, and nobody at the holder sees more than a number of its own.

use super::Approved;
use super::binding::nonce;
use super::person::{account_of, facts_of, neither_protected_nor_dead};
use crate::keys::Keys;
use crate::service::Core;
use crate::store::approvals::{self, Binding};
use crate::store::posted_codes::{self, Posted};
use crate::store::{Tx, holders, links, subjects};
use domain::approval::POSTED_CODE_LIFETIME;
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::id::{RequestId, SubjectId};
use domain::identifier::{INSURED, Identifier, Systems};
use domain::ports::ByPost;

/// Where the number is sealed.
pub(in crate::service) const NUMBER: &str = "posted_codes.number";

/// Keeps who is to send the code of a request, if that holder knows the person by that number.
pub(super) async fn prepare(
    core: &Core,
    tx: &Tx,
    request: RequestId,
    subject: SubjectId,
    by: &ByPost,
    ends_at: Timestamp,
) -> Result<(), Failure> {
    // Protection may be about the very address.
    neither_protected_nor_dead(facts_of(tx, subject).await?)?;
    let holder = holders::holder(tx, by.holder).await?.ok_or(Problem::NotFound)?;
    let local = Systems::local_of(&holder, &core.config.base_url);
    let systems = Systems { insured_numbers: core.config.insured_numbers, local: Some(local.clone()) };
    let number = by.number.trim();
    let read = [local.as_str(), INSURED].into_iter().filter_map(|system| Identifier::parse(system, number, &systems).ok());
    let digests: Vec<_> = read.map(|identifier| core.keys.identifier_digest(&identifier)).collect();
    let person = links::subjects_with(tx, &[subject]).await?;
    if digests.is_empty() || !subjects::said_by(tx, holder.id, &digests, &person).await? {
        return Err(Problem::PersonNotFound.into());
    }
    let sealed = core.keys.seal(&*core.random, NUMBER, request.0, number);
    Ok(posted_codes::insert(tx, &Posted { request, holder: holder.id, number: Some(sealed), printed_at: None, ends_at }).await?)
}

/// Makes the code, where it goes by post: from now on the holder's people can print it.
pub(super) async fn approved(approved: &Approved<'_>) -> Result<(), Failure> {
    let Approved { core, tx, request, now, by, .. } = approved;
    let id = request.course.id;
    if posted_codes::of(*tx, id).await?.is_none() {
        return Ok(());
    }
    neither_protected_nor_dead(facts_of(tx, request.subject).await?)?;
    let account = account_of(tx, request.subject).await?.ok_or(Problem::NotFound)?;
    let expires_at = *now + POSTED_CODE_LIFETIME;
    let mut code = Binding { request: id, account, made_by: *by, digest: [0; 32], created_at: *now, expires_at, used_at: None };
    code.digest = Keys::recovery_digest(&core.keys.recovery_code(account, &nonce(&code)));
    if !approvals::put_binding(*tx, &code).await? {
        return Err(Problem::AlreadyDone.into());
    }
    Ok(posted_codes::set_approved(*tx, id, *now, expires_at).await?)
}
