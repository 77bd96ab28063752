//! Who at the desk looked, as the person reads it.

use super::in_view::reason_of;
use crate::service::Core;
use crate::store::links;
use crate::store::look_ups::{self, Done, LookUp};
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::desk::Act;
use domain::disclosure::Page;
use domain::failure::Failure;
use domain::id::LookUpId;
use domain::ports::desk::{ActSeen, LookSeen};

/// How many stand on one page.
const PAGE: usize = 10;

pub(super) async fn looked(core: &Core, actor: &Actor, before: Option<LookUpId>) -> Result<Page<LookSeen, LookUpId>, Failure> {
    actor.may(Operation::SeeLookUps)?;
    let db = core.store.db();
    let own = links::proved_with(db, actor.patient()?.subject).await?;
    // One more than is shown tells whether there is a next page.
    let mut found = look_ups::of_subjects(db, &own, before, PAGE as u64 + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = if more { found.last().map(|last| last.id) } else { None };
    let acts = look_ups::acts_of(db, &found.iter().map(|look_up| look_up.id).collect::<Vec<_>>()).await?;
    let items = found.iter().map(|look_up| seen(core, look_up, &acts)).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

fn seen(core: &Core, look_up: &LookUp, acts: &[Done]) -> Result<LookSeen, Failure> {
    let acts = acts.iter().filter(|done| done.look_up == look_up.id).map(|done| act(core, done)).collect::<Result<_, _>>()?;
    Ok(LookSeen {
        id: look_up.id,
        at: look_up.at,
        found_by: look_up.found_by,
        reason: reason_of(core, look_up)?,
        shown: !look_up.waits(),
        acts,
    })
}

fn act(core: &Core, done: &Done) -> Result<ActSeen, Failure> {
    let reason = done.note.as_deref().map(|note| core.keys.unseal("look_up_acts.note", done.id, note)).transpose()?;
    let decision = if done.act == Act::Decided { done.object.as_deref().and_then(|at| at.parse().ok()) } else { None };
    Ok(ActSeen { act: done.act, at: done.at, reason, decision })
}

pub(super) async fn last_look(core: &Core, actor: &Actor) -> Result<Option<Timestamp>, Failure> {
    actor.may(Operation::SeeLookUps)?;
    let db = core.store.db();
    let own = links::proved_with(db, actor.patient()?.subject).await?;
    Ok(look_ups::of_subjects(db, &own, None, 1).await?.first().map(|look_up| look_up.at))
}
