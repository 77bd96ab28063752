//! What the desk sees of the person in view: what holds and how it came about, not what the records were used for.

use super::in_view::{InView, done, in_view, line, proved, reason_of, waits_for};
use crate::service::Core;
use crate::service::uses::seen_by_desk;
use crate::store::look_ups::{self, LookUp};
use crate::store::{accounts, audit, choices, commit, facts, links, look_up_scratch, studies};
use domain::actor::{Actor, Operation};
use domain::choice::{Choices, Decision, Scope};
use domain::desk::{Act, WaitsFor, reason};
use domain::disclosure::UseView;
use domain::failure::{Failure, Problem};
use domain::id::{LookUpId, SubjectId};
use domain::ports::desk::{LookUpHead, Looked, PersonView};
use domain::study::{Status, Study};
use std::collections::BTreeSet;

/// How many decisions are shown.
const DECISIONS: u64 = 50;

pub(super) async fn person(core: &Core, actor: &Actor, id: LookUpId) -> Result<Looked, Failure> {
    actor.may(Operation::LookUp)?;
    let account = actor.account().ok_or(Problem::NotAllowed)?;
    let look_up = look_ups::look_up_of(core.store.db(), id, account).await?.ok_or(Problem::NotFound)?;
    if look_up.ends_at <= core.now() {
        return Err(Problem::LookUpEnded.into());
    }
    match look_up.subject {
        None if look_up.waits() => Ok(Looked::Waiting(head(core, &look_up)?, WaitsFor::OtherBirthDate)),
        None => Ok(Looked::Nobody(head(core, &look_up)?)),
        Some(subject) if look_up.waits() => {
            let db = core.store.db();
            let known = facts::facts_of(db, &links::subjects_with(db, &[subject]).await?).await?;
            Ok(Looked::Waiting(head(core, &look_up)?, waits_for(known)))
        }
        Some(subject) => Ok(Looked::Person(Box::new(view(core, InView { look_up, subject }).await?))),
    }
}

fn head(core: &Core, look_up: &LookUp) -> Result<LookUpHead, Failure> {
    Ok(LookUpHead {
        id: look_up.id,
        reason: reason_of(core, look_up)?,
        found_by: look_up.found_by,
        inquiry: look_up.inquiry,
        at: look_up.at,
        ends_at: look_up.ends_at,
    })
}

async fn view(core: &Core, InView { look_up, subject }: InView) -> Result<PersonView, Failure> {
    let db = core.store.db();
    let kin = links::kin_of(db, &[subject]).await?;
    let person = kin.with(subject);
    let current = choices::current_of(db, &person).await?;
    // Of others who are this person the history is theirs until an identifier of it is proved.
    let own = proved(links::proved_with(db, subject).await?, subject);
    let decisions = choices::decisions_of(db, &own, None, DECISIONS).await?;
    let acts = look_ups::acts_of(db, &[look_up.id]).await?;
    let entered = acts.iter().rev().find(|done| done.act == Act::Decided).and_then(|done| done.object.as_deref()?.parse().ok());
    let history_open = acts.iter().any(|done| done.act == Act::UseSeen);
    Ok(PersonView {
        head: head(core, &look_up)?,
        account: accounts::first_of(db, &own).await?.map(|account| account.level),
        linked: person.len() - 1,
        facts: facts::facts_of(db, &person).await?,
        choices: Choices::fold(&current, kin),
        catalogue: studies::catalogue(db).await?,
        studies: named(core, &decisions).await?,
        decisions,
        uses: uses(core, &look_up, subject, history_open).await?,
        history_open,
        acts: acts.iter().map(|done| (done.act, done.at)).collect(),
        entered,
        letter: look_up_scratch::letter(db, look_up.id).await?.is_some(),
    })
}

async fn named(core: &Core, decisions: &[Decision]) -> Result<Vec<Study>, Failure> {
    let ids: BTreeSet<_> = decisions.iter().filter_map(|said| if let Scope::Study(id) = said.scope { Some(id) } else { None }).collect();
    let found = studies::current(core.store.db(), &ids.into_iter().collect::<Vec<_>>()).await?;
    Ok(found.into_iter().filter(|study| study.status != Status::Draft).collect())
}

async fn uses(core: &Core, look_up: &LookUp, subject: SubjectId, history_open: bool) -> Result<Vec<UseView>, Failure> {
    match (history_open, look_up.about) {
        (true, _) => seen_by_desk(core, subject, None).await,
        (false, Some(about)) => seen_by_desk(core, subject, Some(about)).await,
        (false, None) => Ok(Vec::new()),
    }
}

/// Breaking the glass: the history is shown until the look-up ends, and the person reads that it was, and why.
pub(super) async fn open_history(core: &Core, actor: &Actor, id: LookUpId, why: &str) -> Result<(), Failure> {
    let InView { look_up, subject } = in_view(core, actor, Operation::LookUp, id).await?;
    let why = reason(why)?;
    let tx = core.store.begin().await?;
    done(core, &tx, look_up.id, Act::UseSeen, None, Some(&why)).await?;
    let line = line(actor, Operation::LookUp, core.now(), id, Some(subject)).because("history opened");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}
