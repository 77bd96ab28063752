//! Writing down that a person is protected, or that they died.

use super::in_view::{InView, done, in_view, line, new_row};
use crate::service::Core;
use crate::service::protection::{self, NewProtection};
use crate::store::audit;
use crate::store::facts::{self, NewFact};
use crate::store::{commit, links};
use domain::actor::{Actor, Operation};
use domain::clock::parse_date;
use domain::desk::{Act, FactKind, reason, two_sources};
use domain::failure::{Failure, Problem};
use domain::id::LookUpId;

/// At once, by anybody at the desk: it takes two to lift it, not to set it.
pub(super) async fn protect(core: &Core, actor: &Actor, id: LookUpId, why: &str) -> Result<(), Failure> {
    let InView { look_up, subject } = in_view(core, actor, Operation::ActOnBehalf, id).await?;
    let why = reason(why)?;
    let tx = core.store.begin().await?;
    let (row, at) = new_row(core);
    let note = Some(core.keys.seal(&*core.random, "subject_facts.note", row, &why));
    protection::begin(&tx, NewProtection { subject, by: look_up.account, look_up: Some(id), note, row, at }).await?;
    done(core, &tx, id, Act::Protected, None, Some(&why)).await?;
    let line = line(actor, Operation::ActOnBehalf, at, id, Some(subject)).because("protected");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

pub(super) async fn deceased(core: &Core, actor: &Actor, id: LookUpId, day: &str, sources: [&str; 2]) -> Result<(), Failure> {
    let InView { look_up, subject } = in_view(core, actor, Operation::ActOnBehalf, id).await?;
    let day = parse_date(day.trim()).map_err(|_| Problem::InvalidDate)?;
    if day > core.now().in_tokyo().0 {
        return Err(Problem::InFuture.into());
    }
    let sources = two_sources(sources[0], sources[1])?.map(domain::desk::Source::code);
    let tx = core.store.begin().await?;
    let person = links::subjects_with(&tx, &[subject]).await?;
    if facts::facts_of(&tx, &person).await?.deceased_on.is_some() {
        return Err(Problem::AlreadyDone.into());
    }
    let (row, at) = new_row(core);
    let fact = NewFact {
        id: row,
        subject,
        kind: FactKind::Deceased,
        day: Some(day),
        sources: &sources,
        note: None,
        entered_by: Some(look_up.account),
        approved_by: None,
        at,
    };
    facts::insert(&tx, &fact).await?;
    done(core, &tx, id, Act::Deceased, None, None).await?;
    let line = line(actor, Operation::ActOnBehalf, at, id, Some(subject)).because(&format!("deceased: {}", sources.join(" ")));
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}
