//! The printed way back: made by a signed-in person, shown for ten minutes, kept as a hash.

use super::session::end_others;
use super::stop::permit;
use crate::keys::Keys;
use crate::service::Core;
use crate::store::audit::{self, Line};
use crate::store::ceremonies::{self, Ceremony, Kind};
use crate::store::{accounts, commit, recovery};
use domain::actor::{Actor, Operation};
use domain::clock::Span;
use domain::code::RecoveryCode;
use domain::failure::{Failure, Problem};
use domain::id::CeremonyId;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// How long a new code can be read and printed.
const SHOWN_FOR: Span = Span::minutes(10);

/// What spells the code, together with a key that is not in the database.
#[derive(Serialize, Deserialize)]
struct Nonce([u8; 32]);

pub(super) async fn issue(core: &Core, actor: &Actor) -> Result<(), Failure> {
    permit(core, actor, Operation::ChangeSignIn).await?;
    let patient = actor.patient()?;
    let now = core.now();
    let mut nonce = Nonce([0; 32]);
    core.random.fill(&mut nonce.0);
    let code = core.keys.recovery_code(patient.account, &nonce.0);
    let state = serde_json::to_string(&nonce).map_err(|error| Failure::Internal(error.to_string()))?;
    let shown = Ceremony {
        id: CeremonyId::new(now, &*core.random),
        kind: Kind::RecoveryCode,
        account: Some(patient.account),
        activation: None,
        state,
        expires_at: now + SHOWN_FOR,
    };

    let tx = core.store.begin().await?;
    accounts::account_locked(&tx, patient.account).await?.ok_or(Problem::SignInNeeded)?;
    recovery::put_printed(&tx, patient.account, &Keys::recovery_digest(&code), now).await?;
    ceremonies::remove_of(&tx, patient.account, Kind::RecoveryCode).await?;
    ceremonies::insert(&tx, &shown).await?;
    end_others(&tx, patient).await?;
    let line = Line::of(actor, Operation::ChangeSignIn, now).because("recovery code made");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

pub(super) async fn to_print(core: &Core, actor: &Actor) -> Result<Option<RecoveryCode>, Failure> {
    permit(core, actor, Operation::SeeAccount).await?;
    let account = actor.patient()?.account;
    let db = core.store.db();
    let shown = ceremonies::newest_of(db, account, Kind::RecoveryCode).await?.filter(|shown| core.now() < shown.expires_at);
    let Some(shown) = shown else { return Ok(None) };
    let nonce: Nonce = super::webauthn::state_of(&shown)?;
    let code = core.keys.recovery_code(account, &nonce.0);
    let kept = recovery::printed_of(db, account).await?.filter(|printed| printed.used_at.is_none());
    let good = kept.is_some_and(|printed| bool::from(printed.digest.ct_eq(&Keys::recovery_digest(&code))));
    Ok(good.then_some(code))
}

pub(super) async fn kept(core: &Core, actor: &Actor) -> Result<(), Failure> {
    permit(core, actor, Operation::TendAccount).await?;
    let account = actor.patient()?.account;
    let tx = core.store.begin().await?;
    ceremonies::remove_of(&tx, account, Kind::RecoveryCode).await?;
    let line = Line::of(actor, Operation::TendAccount, core.now()).because("recovery code kept");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}
