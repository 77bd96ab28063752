//! The printed way back: made by a signed-in person, shown for ten minutes, kept as a hash.

use super::session::end_others;
use super::stop::permit;
use crate::keys::Keys;
use crate::service::Core;
use crate::store::audit::{self, Line};
use crate::store::ceremonies::{self, Ceremony, Kind};
use crate::store::{Tx, accounts, commit, recovery};
use domain::actor::{Actor, Operation};
use domain::clock::{Span, Timestamp};
use domain::code::RecoveryCode;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, CeremonyId};
use serde::{Deserialize, Serialize};

/// How long a new code can be read and printed.
const SHOWN_FOR: Span = Span::minutes(10);

/// What spells the code, together with a key that is not in the database.
#[derive(Serialize, Deserialize)]
struct Nonce([u8; 32]);

pub(super) async fn issue(core: &Core, actor: &Actor) -> Result<(), Failure> {
    permit(core, actor, Operation::KeepRecoveryCode).await?;
    permit(core, actor, Operation::ChangeSignIn).await?;
    let patient = actor.patient()?;
    let now = core.now();
    let tx = core.store.begin().await?;
    accounts::account_locked(&tx, patient.account).await?.ok_or(Problem::SignInNeeded)?;
    put(core, &tx, patient.account, now).await?;
    end_others(&tx, patient.sign_in()).await?;
    let line = Line::of(actor, Operation::KeepRecoveryCode, now).because("recovery code made");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

/// Puts a new code in place of the one before, to be read for ten minutes. The account is held.
pub(super) async fn put(core: &Core, tx: &Tx, account: AccountId, now: Timestamp) -> Result<(), Failure> {
    let mut nonce = Nonce([0; 32]);
    core.random.fill(&mut nonce.0);
    let code = core.keys.recovery_code(account, &nonce.0);
    let state = serde_json::to_string(&nonce).map_err(|error| Failure::Internal(error.to_string()))?;
    let shown = Ceremony {
        id: CeremonyId::new(now, &*core.random),
        kind: Kind::RecoveryCode,
        account: Some(account),
        activation: None,
        state,
        expires_at: now + SHOWN_FOR,
    };
    recovery::put_printed(tx, account, &Keys::recovery_digest(&code), now).await?;
    ceremonies::remove_of(tx, account, Kind::RecoveryCode).await?;
    Ok(ceremonies::insert(tx, &shown).await?)
}

pub(super) async fn to_print(core: &Core, actor: &Actor) -> Result<Option<RecoveryCode>, Failure> {
    permit(core, actor, Operation::KeepRecoveryCode).await?;
    let account = actor.patient()?.account;
    let db = core.store.db();
    let shown = ceremonies::newest_of(db, account, Kind::RecoveryCode).await?.filter(|shown| core.now() < shown.expires_at);
    let Some(shown) = shown else { return Ok(None) };
    let nonce: Nonce = super::webauthn::state_of(&shown)?;
    let kept = recovery::printed_of(db, account).await?.filter(|printed| printed.used_at.is_none());
    Ok(kept.and_then(|printed| core.keys.recovery_code_stored_as(account, &nonce.0, &printed.digest)))
}

pub(super) async fn kept(core: &Core, actor: &Actor) -> Result<(), Failure> {
    permit(core, actor, Operation::KeepRecoveryCode).await?;
    let account = actor.patient()?.account;
    let tx = core.store.begin().await?;
    ceremonies::remove_of(&tx, account, Kind::RecoveryCode).await?;
    let line = Line::of(actor, Operation::KeepRecoveryCode, core.now()).because("recovery code kept");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}
