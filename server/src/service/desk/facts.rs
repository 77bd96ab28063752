//! Writing down that a person is protected, or that they died.

use super::in_view::{InView, done, in_view, line, new_row};
use crate::service::Core;
use crate::store::audit::{self, Line};
use crate::store::facts::{self, NewFact};
use crate::store::{Tx, commit, links, look_ups};
use domain::actor::{Actor, Operation};
use domain::clock::parse_date;
use domain::desk::{Act, FactKind, reason, two_sources};
use domain::failure::{Failure, Problem};
use domain::id::{LookUpId, SubjectId};

/// At once, by anybody at the desk: it takes two to lift it, not to set it.
pub(super) async fn protect(core: &Core, actor: &Actor, id: LookUpId, why: &str) -> Result<(), Failure> {
    let InView { look_up, subject } = in_view(core, actor, Operation::ActOnBehalf, id).await?;
    let why = reason(why)?;
    let tx = core.store.begin().await?;
    let person = links::subjects_with(&tx, &[subject]).await?;
    if facts::facts_of(&tx, &person).await?.protected.is_some() {
        return Err(Problem::AlreadyDone.into());
    }
    let (row, at) = new_row(core);
    let fact = NewFact {
        id: row,
        subject,
        kind: FactKind::Protected,
        day: None,
        sources: &[],
        note: Some(core.keys.seal(&*core.random, "subject_facts.note", row, &why)),
        entered_by: Some(look_up.account),
        approved_by: None,
        at,
    };
    facts::insert(&tx, &fact).await?;
    // Whoever else has the person open needs a second member of staff from now on.
    look_ups::close_others(&tx, &person, id, at).await?;
    done(core, &tx, id, Act::Protected, None, Some(&why)).await?;
    let line = line(actor, Operation::ActOnBehalf, at, id, Some(subject)).because("protected");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

/// Whoever signs in lives: a death that was written down of them is suspended, and somebody has to look at it.
pub(crate) async fn suspend_death(core: &Core, tx: &Tx, actor: &Actor, subject: SubjectId) -> Result<Option<Line>, Failure> {
    let person = links::subjects_with(tx, &[subject]).await?;
    if facts::facts_of(tx, &person).await?.deceased_on.is_none() {
        return Ok(None);
    }
    let (id, at) = new_row(core);
    let kind = FactKind::DeceasedSuspended;
    let fact = NewFact { id, subject, kind, day: None, sources: &[], note: None, entered_by: None, approved_by: None, at };
    facts::insert(tx, &fact).await?;
    let mut line = Line::of(actor, Operation::SignIn, at).because("alarm: signed in after a death was written down");
    line.on_behalf_of = Some(subject);
    Ok(Some(line))
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
