//! The minutes in which whoever made an invitation can read its code: sealed, so that a copy of the database does not.

use super::{is_open, role_of};
use crate::service::Core;
use crate::service::holder::qr;
use crate::store::audit::{self, Line};
use crate::store::ceremonies::{self, Ceremony, Kind};
use crate::store::{Tx, activations, commit, holders};
use domain::actor::{Actor, Operation};
use domain::clock::Span;
use domain::code::ActivationCode;
use domain::failure::{Failure, Problem};
use domain::id::{ActivationId, CeremonyId};
use domain::ports::Handed;
use serde::{Deserialize, Serialize};

/// How long a new code can be read.
const SHOWN_FOR: Span = Span::minutes(10);
/// What is sealed.
const CONTEXT: &str = "invitation";

/// The code, sealed.
#[derive(Serialize, Deserialize)]
struct Sealed(Vec<u8>);

/// From now on the code can be read; the one that the actor made before cannot.
pub(super) async fn show(core: &Core, tx: &Tx, actor: &Actor, invitation: ActivationId, code: &ActivationCode) -> Result<(), Failure> {
    let account = actor.account().ok_or(Problem::SignInNeeded)?;
    let now = core.now();
    let id = CeremonyId::new(now, &*core.random);
    let sealed = Sealed(core.keys.seal(&*core.random, CONTEXT, id.0, code.symbols()));
    let state = serde_json::to_string(&sealed).map_err(|error| Failure::Internal(error.to_string()))?;
    let shown =
        Ceremony { id, kind: Kind::Invitation, account: Some(account), activation: Some(invitation), state, expires_at: now + SHOWN_FOR };
    ceremonies::remove_of(tx, account, Kind::Invitation).await?;
    Ok(ceremonies::insert(tx, &shown).await?)
}

pub(super) async fn handed(core: &Core, actor: &Actor) -> Result<Option<Handed>, Failure> {
    let account = actor.account().ok_or(Problem::SignInNeeded)?;
    let (db, now) = (core.store.db(), core.now());
    let shown = ceremonies::newest_of(db, account, Kind::Invitation).await?.filter(|shown| now < shown.expires_at);
    let Some(shown) = shown else { return Ok(None) };
    let Some(id) = shown.activation else { return Ok(None) };
    let Some(activation) = activations::activation(db, id).await?.filter(|activation| is_open(activation, now)) else { return Ok(None) };
    let broken = || Failure::Inconsistent { table: "ceremonies", column: "state", row: shown.id.to_string() };
    let sealed: Sealed = serde_json::from_str(&shown.state).map_err(|_| broken())?;
    let code = core.keys.unseal(CONTEXT, shown.id.0, &sealed.0)?;
    let code = ActivationCode::read(&code).ok_or_else(broken)?;
    let role = role_of(activation.opens).ok_or_else(broken)?;
    let holder = match role.holder() {
        Some(holder) => holders::holder(db, holder).await?.map(|holder| holder.name),
        None => None,
    };
    let (label, base_url) = (activation.label.unwrap_or_default(), core.config.base_url.clone());
    // What stands behind the # never leaves the browser that opens it.
    let qr = qr::draw(&format!("{base_url}/activate?invited#code={}", code.grouped()))?;
    Ok(Some(Handed { code, label, role, holder, until: activation.expires_at, base_url, qr }))
}

pub(super) async fn handed_over(core: &Core, actor: &Actor, operation: Operation) -> Result<(), Failure> {
    let account = actor.account().ok_or(Problem::SignInNeeded)?;
    let tx = core.store.begin().await?;
    ceremonies::remove_of(&tx, account, Kind::Invitation).await?;
    let line = Line::of(actor, operation, core.now()).because("invitation handed over");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}
