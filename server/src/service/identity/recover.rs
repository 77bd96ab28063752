//! Coming back after all passkeys are lost, with the printed code or with one that the desk handed over, and undoing that
//! with one of the lost passkeys.

use super::recovery_code;
use super::stop::{Stop, audited, permit};
use super::webauthn;
use crate::keys::Keys;
use crate::service::alarms::suspend_death;
use crate::service::contact::outbox;
use crate::service::{Core, protection};
use crate::store::accounts::{self, Account};
use crate::store::audit::{self, Line};
use crate::store::ceremonies::{self, Ceremony, Kind};
use crate::store::passkeys::{self, Kept};
use crate::store::recovery::{self, CodeDigest, Recovery};
use crate::store::{Tx, approvals, commit, notices, sessions};
use domain::account::{CLOSED_AFTER_RECOVERY, Means, Notice, NoticeKind, Standing};
use domain::actor::{Actor, Operation};
use domain::alarm::Sign;
use domain::clock::Timestamp;
use domain::code::RecoveryCode;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, CeremonyId, NoticeId, PasskeyId, RecoveryId, SubjectId};
use domain::ports::{Registering, SignedIn};
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{Passkey, PasskeyRegistration};
use webauthn_rs_proto::RegisterPublicKeyCredential;

/// What the ceremony of a recovery needs to be completed.
#[derive(Serialize, Deserialize)]
struct Returning {
    /// Which code was shown: it must still be the good one at the end.
    code_digest: Vec<u8>,
    /// Which kind it is.
    #[serde(default)]
    by: Means,
    /// When the desk made it.
    #[serde(default)]
    made_at: Option<Timestamp>,
    registration: PasskeyRegistration,
}

/// A code that is shown.
struct Shown {
    account: AccountId,
    digest: Vec<u8>,
    by: Means,
    /// When the desk made it. Of a printed one it does not matter: those from before protection are gone, see
    /// [`protection::begin`].
    made_at: Option<Timestamp>,
}

pub(super) async fn begin(core: &Core, actor: &Actor, code: &str) -> Result<Registering, Failure> {
    permit(core, actor, Operation::Recover).await?;
    let registering = accept(core, actor, code).await;
    audited(core, actor, Operation::Recover, registering).await
}

async fn accept(core: &Core, actor: &Actor, typed: &str) -> Result<Registering, Stop> {
    let reject = |cause| Stop::refused(Problem::RecoveryRejected, cause);
    let code = RecoveryCode::read(typed).ok_or(reject("no code can be read"))?;
    let now = core.now();
    let tx = core.store.begin().await?;
    let shown = good(&tx, &Keys::recovery_digest(&code), now).await?;
    let account = accounts::account(&tx, shown.account).await?.ok_or(reject("the account is gone"))?;
    if let Some(subject) = before_protection(&tx, &shown, &account).await? {
        let refused = Line::of(actor, Operation::Recover, now).to(account.id).refused(Problem::RecoveryRejected, "from before protection");
        let alarm = protection::code_was_tried(core, &tx, actor, Operation::Recover, subject).await?;
        audit::append(&tx, &core.config.node, [refused, alarm]).await?;
        commit(tx).await?;
        return Err(Stop::Failed(Problem::RecoveryRejected.into()));
    }
    // The lost passkeys are not excluded: somebody whose phone still has one would be told that it cannot be done.
    let (challenge, registration) = webauthn::start_registration(&core.config, account.handle, now, Vec::new())?;
    let returning = Returning { code_digest: shown.digest, by: shown.by, made_at: shown.made_at, registration };
    let ceremony = Ceremony { account: Some(account.id), ..webauthn::ceremony(core, Kind::Recovery, &returning)? };
    ceremonies::insert(&tx, &ceremony).await?;
    let line = Line::of(actor, Operation::Recover, now).to(account.id).because("code accepted");
    audit::append(&tx, &core.config.node, [line]).await?;
    commit(tx).await?;
    Ok(Registering { ceremony: ceremony.id, challenge })
}

/// The code with that digest, if it can be used now: a printed one until it was used, one from the desk for ten minutes.
async fn good(tx: &Tx, digest: &CodeDigest, now: Timestamp) -> Result<Shown, Stop> {
    let reject = |cause| Stop::refused(Problem::RecoveryRejected, cause);
    if let Some(printed) = recovery::printed_with(tx, digest).await? {
        let unused = printed.used_at.is_none();
        let shown = Shown { made_at: None, account: printed.account, digest: printed.digest, by: Means::PrintedCode };
        return if unused { Ok(shown) } else { Err(reject("used before").about(printed.account)) };
    }
    let binding = approvals::binding_with(tx, digest).await?.ok_or(reject("an unknown code"))?;
    if binding.used_at.is_some() {
        return Err(reject("used before").about(binding.account));
    }
    if now >= binding.expires_at {
        return Err(reject("a code of the desk, too old").about(binding.account));
    }
    Ok(Shown { made_at: Some(binding.created_at), account: binding.account, digest: binding.digest.to_vec(), by: Means::Desk })
}

/// The person, if they were put under protection after the desk made the code: then it may be in the wrong hands.
async fn before_protection(tx: &Tx, shown: &Shown, account: &Account) -> Result<Option<SubjectId>, Stop> {
    let Some(subject) = account.subject() else { return Ok(None) };
    let since = protection::since(tx, subject).await?;
    Ok(since.is_some_and(|since| shown.made_at.is_some_and(|made| made <= since)).then_some(subject))
}

pub(super) async fn finish(
    core: &Core,
    actor: &Actor,
    ceremony: CeremonyId,
    made: &RegisterPublicKeyCredential,
) -> Result<SignedIn, Failure> {
    permit(core, actor, Operation::Recover).await?;
    let recovered = match verify(core, ceremony, made).await {
        Ok((shown, passkey)) => recover(core, actor, &shown, passkey).await.map_err(|stop| stop.about(shown.account)),
        Err(stop) => Err(stop),
    };
    audited(core, actor, Operation::Recover, recovered).await
}

async fn verify(core: &Core, id: CeremonyId, made: &RegisterPublicKeyCredential) -> Result<(Shown, Passkey), Stop> {
    let ceremony = webauthn::take(core, id, Kind::Recovery).await?;
    let broken = Failure::Inconsistent { table: "ceremonies", column: "account_id", row: ceremony.id.to_string() };
    let account = ceremony.account.ok_or(broken)?;
    let returning: Returning = webauthn::state_of(&ceremony)?;
    let passkey = webauthn::finish_registration(&core.config, made, &returning.registration).map_err(|stop| stop.about(account))?;
    Ok((Shown { account, digest: returning.code_digest, by: returning.by, made_at: returning.made_at }, passkey))
}

/// The code is used up, every session ends, the old passkeys are set aside, the history is closed for a day.
async fn recover(core: &Core, actor: &Actor, shown: &Shown, credential: Passkey) -> Result<SignedIn, Stop> {
    let now = core.now();
    let closed_until = now + CLOSED_AFTER_RECOVERY;
    let tx = core.store.begin().await?;
    let account = accounts::account_locked(&tx, shown.account).await?;
    let account = account.ok_or(Stop::refused(Problem::RecoveryRejected, "the account is gone"))?;
    if before_protection(&tx, shown, &account).await?.is_some() {
        return Err(Stop::refused(Problem::RecoveryRejected, "from before protection"));
    }
    let used = match shown.by {
        Means::PrintedCode => recovery::use_printed(&tx, account.id, &shown.digest, now).await?,
        Means::Desk => approvals::use_binding(&tx, account.id, &shown.digest, now).await?,
    };
    if !used {
        return Err(Stop::refused(Problem::RecoveryRejected, "the code was used or replaced meanwhile"));
    }
    if passkeys::is_known(&tx, credential.cred_id()).await? {
        return Err(Stop::refused(Problem::PasskeyRejected, "a passkey that is known already"));
    }
    let id = RecoveryId::new(now, &*core.random);
    let recovery = Recovery { id, account: account.id, by: shown.by, completed_at: now, closed_until, cancelled_at: None };
    recovery::insert(&tx, &recovery).await?;
    passkeys::set_aside(&tx, account.id, recovery.id).await?;
    let passkey = Kept {
        id: PasskeyId::new(now, &*core.random),
        account: account.id,
        credential,
        created_at: now,
        last_used_at: Some(now),
        set_aside_by: None,
        recovery: Some(recovery.id),
    };
    passkeys::insert(&tx, &passkey).await?;
    accounts::set_closed_until(&tx, account.id, Some(closed_until)).await?;
    let (how, notice) = match shown.by {
        Means::PrintedCode => ("recovered with the printed code", NoticeKind::Recovered),
        Means::Desk => ("recovered with a code of the desk", NoticeKind::RecoveredAtDesk),
    };
    let line = Line::of(actor, Operation::Recover, now).to(account.id).because(how);
    turned_over(core, &tx, account.id, notice, now).await?;
    // The next way back. At the desk, too: whoever found a printed code may have made another one with it.
    recovery_code::put(core, &tx, account.id, now).await?;
    let suspended = match account.subject() {
        Some(subject) => suspend_death(core, &tx, actor, Sign::Recovered, (subject, account.id)).await?,
        None => None,
    };
    audit::append(&tx, &core.config.node, [line].into_iter().chain(suspended)).await?;
    commit(tx).await?;
    Ok(SignedIn { account: account.id, passkey: passkey.id, standing: Standing::ClosedUntil(closed_until) })
}

pub(super) async fn cancel(core: &Core, actor: &Actor) -> Result<(), Failure> {
    permit(core, actor, Operation::CancelRecovery).await?;
    let patient = actor.patient()?;
    let Standing::OnlyCancel(recovery) = patient.standing else { return Err(Problem::NotAllowed.into()) };
    let cancelled = undo(core, actor, patient.account, recovery).await.map_err(|stop| stop.about(recovery));
    audited(core, actor, Operation::CancelRecovery, cancelled).await
}

/// Undoes that recovery and every one after it: what was recovered, and recovered again with a code made meanwhile, is
/// one and the same intrusion. Everybody signs in anew.
async fn undo(core: &Core, actor: &Actor, id: AccountId, recovery: RecoveryId) -> Result<(), Stop> {
    let now = core.now();
    let tx = core.store.begin().await?;
    let account = accounts::account_locked(&tx, id).await?.ok_or(Stop::refused(Problem::SignInNeeded, "the account is gone"))?;
    let open = recovery::open_of(&tx, account.id, now).await?;
    let from = open.iter().position(|open| open.id == recovery);
    let from = from.ok_or(Stop::refused(Problem::NotAllowed, "the recovery can no longer be cancelled"))?;
    let (before, undone) = open.split_at(from);
    let ids: Vec<RecoveryId> = undone.iter().map(|recovery| recovery.id).collect();
    recovery::set_cancelled(&tx, &ids, now).await?;
    passkeys::undo(&tx, account.id, &ids).await?;
    let since = undone.first().map_or(now, |recovery| recovery.completed_at);
    recovery::remove_printed_since(&tx, account.id, since).await?;
    accounts::set_closed_until(&tx, account.id, before.last().map(|recovery| recovery.closed_until)).await?;
    turned_over(core, &tx, account.id, NoticeKind::RecoveryCancelled, now).await?;
    audit::append(&tx, &core.config.node, [Line::of(actor, Operation::CancelRecovery, now).to(recovery)]).await?;
    Ok(commit(tx).await?)
}

/// The account changed hands, or may have: no session and nothing begun under the old state lives on; the owner is told.
async fn turned_over(core: &Core, tx: &Tx, account: AccountId, kind: NoticeKind, now: Timestamp) -> Result<(), Stop> {
    sessions::remove_of(tx, account, None).await?;
    ceremonies::remove_all_of(tx, account).await?;
    notices::insert(tx, account, &Notice { id: NoticeId::new(now, &*core.random), kind, at: now }).await?;
    Ok(outbox::tell_of(core, tx, account, kind).await?)
}
