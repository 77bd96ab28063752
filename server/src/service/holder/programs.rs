//! Programs of a holder: registered, given new keys, shut out, by its managers.

use super::holder_of;
use super::jwks::{self, PublicKey};
use crate::service::Core;
use crate::service::clients::{self as registering, NewClient};
use crate::store::audit::{self, Line};
use crate::store::clients::of_holder::{self, Key, Program};
use crate::store::{Tx, clients, commit, holders};
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::id::ClientId;
use domain::ports::{ClientView, ClientsView, KeyView, NewProgram};

/// How many programs a holder may have at once, and how many good keys one of them.
const MAX_PROGRAMS: usize = 50;
const MAX_KEYS: usize = 16;
/// How many programs are shown; of those that were shut out, the newest.
const SHOWN: u64 = 100;
/// How long a name may be.
const MAX_NAME: usize = 80;

pub(super) async fn clients(core: &Core, actor: &Actor) -> Result<ClientsView, Failure> {
    actor.may(Operation::ManageClients)?;
    let programs = of_holder::programs_of(core.store.db(), holder_of(actor)?, SHOWN).await?;
    Ok(ClientsView {
        clients: programs.into_iter().map(seen).collect::<Result<_, _>>()?,
        token_endpoint: core.config.token_endpoint(),
        base_url: core.config.base_url.clone(),
    })
}

fn seen(program: Program) -> Result<ClientView, Failure> {
    let broken = |kid: &str| Failure::Inconsistent { table: "client_keys", column: "jwk", row: format!("{}/{kid}", program.id) };
    let key = |key: &Key| {
        let alg = jwks::algorithm(&key.jwk).ok_or_else(|| broken(&key.kid))?;
        Ok(KeyView { kid: key.kid.clone(), alg, created_at: key.created_at, revoked_at: key.revoked_at })
    };
    let keys = program.keys.iter().map(key).collect::<Result<_, Failure>>()?;
    Ok(ClientView {
        keys,
        id: program.id,
        name: program.name,
        scopes: program.scopes,
        created_at: program.created_at,
        revoked_at: program.revoked_at,
    })
}

pub(super) async fn register(core: &Core, actor: &Actor, new: NewProgram) -> Result<String, Failure> {
    actor.may(Operation::ManageClients)?;
    let (holder, now) = (holder_of(actor)?, core.now());
    let name = name(&new.name)?;
    if new.scopes.is_empty() {
        return Err(Problem::Malformed.into());
    }
    let keys = jwks::read(&new.jwks)?;

    let tx = core.store.begin().await?;
    // Under the lock two copies of one form come one after the other: the second finds what the first did.
    holders::holder_locked(&tx, holder).await?.ok_or(Problem::NotAllowed)?;
    let programs = of_holder::programs_of(&tx, holder, SHOWN).await?;
    let mut open = programs.iter().filter(|program| program.revoked_at.is_none());
    if let Some(same) = open.clone().find(|program| program.name == name && program.scopes == new.scopes && has_exactly(program, &keys)) {
        return Ok(same.id.clone());
    }
    if open.by_ref().count() >= MAX_PROGRAMS {
        return Err(Problem::TooManyRows.into());
    }
    let id = ClientId::new(now, &*core.random).to_string();
    let pairs: Vec<_> = keys.into_iter().map(|key| (key.kid, key.jwk)).collect();
    let client = NewClient { id: &id, holder, name: &name, scopes: new.scopes, keys: &pairs };
    registering::register(core, &tx, &client).await?;
    let line = Line::of(actor, Operation::ManageClients, now).to(&id).because("client registered");
    audit::append(&tx, &core.config.node, [line]).await?;
    commit(tx).await?;
    Ok(id)
}

fn name(typed: &str) -> Result<String, Problem> {
    let name = typed.trim();
    match name.chars().count() {
        0 => Err(Problem::TextNeeded),
        1..=MAX_NAME if !name.chars().any(char::is_control) => Ok(name.to_owned()),
        1..=MAX_NAME => Err(Problem::Malformed),
        _ => Err(Problem::TextTooLong),
    }
}

fn has_exactly(program: &Program, keys: &[PublicKey]) -> bool {
    let has = |key: &PublicKey| program.keys.iter().any(|kept| kept.kid == key.kid && kept.jwk == key.jwk && kept.revoked_at.is_none());
    program.keys.len() == keys.len() && keys.iter().all(has)
}

pub(super) async fn add_keys(core: &Core, actor: &Actor, client: &str, jwks: &str) -> Result<(), Failure> {
    actor.may(Operation::ManageClients)?;
    let keys = jwks::read(jwks)?;
    let tx = core.store.begin().await?;
    let program = open_program(&tx, actor, client).await?;
    let now = core.now();
    let mut lines = Vec::new();
    for key in &keys {
        match program.keys.iter().find(|kept| kept.kid == key.kid) {
            // The form was sent twice.
            Some(kept) if kept.jwk == key.jwk && kept.revoked_at.is_none() => {}
            // A name stands for one key for ever: what was signed with it can be told apart.
            Some(_) => return Err(Problem::InvalidKey.into()),
            None => {
                clients::insert_key(&tx, &program.id, &key.kid, &key.jwk, now).await?;
                lines.push(Line::of(actor, Operation::ManageClients, now).to(&program.id).because(&format!("key {} added", key.kid)));
            }
        }
    }
    let good = program.keys.iter().filter(|key| key.revoked_at.is_none()).count();
    if good + lines.len() > MAX_KEYS {
        return Err(Problem::TooManyRows.into());
    }
    audit::append(&tx, &core.config.node, lines).await?;
    Ok(commit(tx).await?)
}

/// Withdraws a key, and with it every token of its program: a token does not tell which key it was got with, lives five
/// minutes at most, and whoever still has a good key gets another one at once.
pub(super) async fn revoke_key(core: &Core, actor: &Actor, client: &str, kid: &str) -> Result<(), Failure> {
    actor.may(Operation::ManageClients)?;
    let tx = core.store.begin().await?;
    let program = open_program(&tx, actor, client).await?;
    let key = program.keys.iter().find(|key| key.kid == kid).ok_or(Problem::NotFound)?;
    if key.revoked_at.is_some() {
        return Ok(());
    }
    let now = core.now();
    of_holder::revoke_key(&tx, &program.id, kid, now).await?;
    of_holder::forget_tokens(&tx, &program.id).await?;
    let line = Line::of(actor, Operation::ManageClients, now).to(&program.id).because(&format!("key {kid} revoked"));
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

pub(super) async fn revoke(core: &Core, actor: &Actor, client: &str) -> Result<(), Failure> {
    actor.may(Operation::ManageClients)?;
    let tx = core.store.begin().await?;
    let program = of_holder::program_of_locked(&tx, holder_of(actor)?, client).await?.ok_or(Problem::NotFound)?;
    if program.revoked_at.is_some() {
        return Ok(());
    }
    let now = core.now();
    of_holder::revoke(&tx, &program.id, now).await?;
    of_holder::forget_tokens(&tx, &program.id).await?;
    let line = Line::of(actor, Operation::ManageClients, now).to(&program.id).because("client revoked");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

/// A program of the actor's own holder that is not shut out; another's, or none, is the same answer.
async fn open_program(tx: &Tx, actor: &Actor, client: &str) -> Result<Program, Failure> {
    let program = of_holder::program_of_locked(tx, holder_of(actor)?, client).await?;
    Ok(program.filter(|program| program.revoked_at.is_none()).ok_or(Problem::NotFound)?)
}
