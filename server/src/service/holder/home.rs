//! The head of the holder's page, and what hangs in its waiting room.

use super::{organisation, qr};
use crate::service::Core;
use crate::store::clients::of_holder;
use crate::store::{holder_counts, holders};
use domain::actor::{Actor, Operation};
use domain::failure::Failure;
use domain::ports::{HolderHome, Poster};

/// How many programs are looked at to count those that are open: more than a holder may have.
const PROGRAMS: u64 = 100;

pub(super) async fn home(core: &Core, actor: &Actor) -> Result<HolderHome, Failure> {
    actor.may(Operation::SeeHolder)?;
    let db = core.store.db();
    let holder = organisation(db, actor).await?;
    let missing = || Failure::Inconsistent { table: "holders", column: "id", row: holder.id.to_string() };
    let (joined_at, _) = holders::joined_and_attested(db, holder.id).await?.ok_or_else(missing)?;
    let programs = of_holder::programs_of(db, holder.id, PROGRAMS).await?;
    let clients = programs.iter().filter(|program| program.revoked_at.is_none()).count();
    let did_something = holder_counts::any_of(db, holder.id).await?;
    Ok(HolderHome { holder, joined_at, clients, did_something })
}

pub(super) async fn poster(core: &Core, actor: &Actor) -> Result<Poster, Failure> {
    actor.may(Operation::IssueActivation)?;
    let holder = organisation(core.store.db(), actor).await?;
    let base_url = core.config.base_url.clone();
    Ok(Poster { holder, qr: qr::draw(&format!("{}/", base_url.trim_end_matches('/')))?, base_url })
}
