//! Coming back with the printed code after all passkeys are lost, and undoing that with one of them.

use super::stop::{Stop, audited, permit};
use super::webauthn;
use crate::keys::Keys;
use crate::service::Core;
use crate::store::audit::{self, Line};
use crate::store::ceremonies::{self, Ceremony, Kind};
use crate::store::passkeys::{self, Kept};
use crate::store::recovery::{self, Recovery};
use crate::store::{Tx, accounts, commit, notices, sessions};
use domain::account::{CLOSED_AFTER_RECOVERY, Notice, NoticeKind, Standing};
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::code::RecoveryCode;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, CeremonyId, NoticeId, PasskeyId, RecoveryId};
use domain::ports::{Registering, SignedIn};
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{Passkey, PasskeyRegistration};
use webauthn_rs_proto::RegisterPublicKeyCredential;

/// What the ceremony of a recovery needs to be completed.
#[derive(Serialize, Deserialize)]
struct Returning {
    /// Which code was shown: it must still be the good one at the end.
    code_digest: Vec<u8>,
    registration: PasskeyRegistration,
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
    let printed = recovery::printed_with(&tx, &Keys::recovery_digest(&code)).await?.ok_or(reject("an unknown code"))?;
    if printed.used_at.is_some() {
        return Err(reject("used before").about(printed.account));
    }
    let account = accounts::account(&tx, printed.account).await?.ok_or(reject("the account is gone"))?;
    // The lost passkeys are not excluded: somebody whose phone still has one would be told that it cannot be done.
    let (challenge, registration) = webauthn::start_registration(&core.config, account.handle, now, Vec::new())?;
    let returning = Returning { code_digest: printed.digest, registration };
    let ceremony = Ceremony { account: Some(account.id), ..webauthn::ceremony(core, Kind::Recovery, &returning)? };
    ceremonies::insert(&tx, &ceremony).await?;
    let line = Line::of(actor, Operation::Recover, now).to(account.id).because("code accepted");
    audit::append(&tx, &core.config.node, [line]).await?;
    commit(tx).await?;
    Ok(Registering { ceremony: ceremony.id, challenge })
}

pub(super) async fn finish(
    core: &Core,
    actor: &Actor,
    ceremony: CeremonyId,
    made: &RegisterPublicKeyCredential,
) -> Result<SignedIn, Failure> {
    permit(core, actor, Operation::Recover).await?;
    let recovered = match verify(core, ceremony, made).await {
        Ok((account, digest, passkey)) => recover(core, actor, account, &digest, passkey).await.map_err(|stop| stop.about(account)),
        Err(stop) => Err(stop),
    };
    audited(core, actor, Operation::Recover, recovered).await
}

async fn verify(core: &Core, id: CeremonyId, made: &RegisterPublicKeyCredential) -> Result<(AccountId, Vec<u8>, Passkey), Stop> {
    let ceremony = webauthn::take(core, id, Kind::Recovery).await?;
    let broken = Failure::Inconsistent { table: "ceremonies", column: "account_id", row: ceremony.id.to_string() };
    let account = ceremony.account.ok_or(broken)?;
    let returning: Returning = webauthn::state_of(&ceremony)?;
    let passkey = webauthn::finish_registration(&core.config, made, &returning.registration).map_err(|stop| stop.about(account))?;
    Ok((account, returning.code_digest, passkey))
}

/// The code is used up, every session ends, the old passkeys are set aside, the history is closed for a day.
async fn recover(core: &Core, actor: &Actor, id: AccountId, code_digest: &[u8], credential: Passkey) -> Result<SignedIn, Stop> {
    let now = core.now();
    let closed_until = now + CLOSED_AFTER_RECOVERY;
    let tx = core.store.begin().await?;
    let account = accounts::account_locked(&tx, id).await?.ok_or(Stop::refused(Problem::RecoveryRejected, "the account is gone"))?;
    if !recovery::use_printed(&tx, account.id, code_digest, now).await? {
        return Err(Stop::refused(Problem::RecoveryRejected, "the code was used or replaced meanwhile"));
    }
    if passkeys::is_known(&tx, credential.cred_id()).await? {
        return Err(Stop::refused(Problem::PasskeyRejected, "a passkey that is known already"));
    }
    let recovery =
        Recovery { id: RecoveryId::new(now, &*core.random), account: account.id, completed_at: now, closed_until, cancelled_at: None };
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
    let line = Line::of(actor, Operation::Recover, now).to(account.id).because("recovered with the printed code");
    turned_over(core, &tx, account.id, NoticeKind::Recovered, now).await?;
    audit::append(&tx, &core.config.node, [line]).await?;
    commit(tx).await?;
    Ok(SignedIn { account: account.id, standing: Standing::ClosedUntil(closed_until) })
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
    Ok(())
}
