//! Saying no and yes.

mod deciding;
pub mod entry;
mod taking_back;

pub(crate) use deciding::{decided_before, may_be_decided, scope_to_decide};

use crate::sequencer::Sequencer;
use crate::service::{Core, protection};
use crate::store::{accounts, choices, disclosures, leaves, links, log, studies};
use async_trait::async_trait;
use domain::account::{Level, Standing};
use domain::actor::{Actor, Operation};
use domain::choice::{Choices, Decision, Scope, Stance};
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::id::{StudyId, SubjectId};
use domain::log::Position;
use domain::ports::{ChoicesPort, ChoicesView, Choosing, Decided, StudyChoice};
use domain::purpose::Catalogue;
use domain::study::{Status, Study};
use std::collections::BTreeSet;
use taking_back::Said;

/// How many decisions one page of the list holds.
const PAGE: usize = 20;
/// How many studies the choices page offers.
const STUDIES: u64 = 50;

/// The choices.
#[derive(Clone)]
pub struct ChoicesService {
    core: Core,
    sequencer: Sequencer,
}

impl ChoicesService {
    /// The choices of this installation.
    #[must_use]
    pub fn new(core: Core, sequencer: Sequencer) -> Self {
        Self { core, sequencer }
    }

    /// What holds. `also`: a study that is among those offered, whether or not it ever used the records.
    async fn view(&self, actor: &Actor, also: Option<StudyId>) -> Result<ChoicesView, Failure> {
        actor.may(Operation::SeeChoices)?;
        let (db, subject) = (self.core.store.db(), actor.subject()?);
        let kin = links::kin_of(db, &[subject]).await?;
        let current = choices::current_of(db, &kin.with(subject)).await?;
        let choices = Choices::fold(&current, kin);
        let catalogue = studies::catalogue(db).await?;
        let veiled = actor.signed_in().is_ok() && protection::veils(&self.core, actor).await?;
        let mut studies = if veiled { Vec::new() } else { self.studies_of(actor, subject).await? };
        studies.extend(self.also_decided_on(subject, &current, &studies).await?);
        if let Some(id) = also.filter(|id| studies.iter().all(|listed| listed.id != *id)) {
            studies.extend(self.as_they_stand(studies::study(db, id).await?.into_iter().collect()));
        }
        let (locked, held) = if taking_back::matters_to(actor) {
            let said = Said::new(choices::whole_of(db, subject).await?, subject, self.core.now());
            let barred = |stance| barred(actor, stance, &said, &studies, &catalogue);
            (barred(Stance::Allow), barred(Stance::Refuse))
        } else {
            (Vec::new(), Vec::new())
        };
        let studies = studies.into_iter().map(|study| offered(study, &choices, &catalogue)).collect();
        let closed_until = actor.signed_in().ok().and_then(|patient| match patient.standing {
            Standing::ClosedUntil(until) => Some(until),
            Standing::Open | Standing::OnlyCancel(_) => None,
        });
        Ok(ChoicesView { subject, choices, catalogue, studies, locked, held, veiled, closed_until })
    }

    /// The studies whose use of the person's records they may see in full.
    async fn studies_of(&self, actor: &Actor, subject: SubjectId) -> Result<Vec<Study>, Failure> {
        // While the history is closed the list of studies would open it again.
        if actor.may(Operation::SeeUses).is_err() {
            return Ok(Vec::new());
        }
        let db = self.core.store.db();
        let account = accounts::account(db, actor.signed_in()?.account).await?.ok_or(Problem::SignInNeeded)?;
        let only_from = (account.level == Level::One).then_some(account.issuers.as_slice());
        let used = disclosures::studies_used_by(db, &links::proved_with(db, subject).await?, only_from, STUDIES).await?;
        Ok(self.as_they_stand(studies::current(db, &used).await?))
    }

    /// Studies that the person chose about in the public register, whether or not they ever used the records: who refused one
    /// there finds the way back here.
    async fn also_decided_on(&self, subject: SubjectId, current: &[Decision], listed: &[Study]) -> Result<Vec<Study>, Failure> {
        let db = self.core.store.db();
        let own = links::proved_with(db, subject).await?;
        let said = current.iter().filter(|decision| own.contains(&decision.subject));
        let named: BTreeSet<_> = said.filter_map(|said| if let Scope::Study(id) = said.scope { Some(id) } else { None }).collect();
        let more: Vec<_> = named.into_iter().filter(|id| !listed.iter().any(|study| study.id == *id)).collect();
        Ok(self.as_they_stand(studies::current(db, &more).await?))
    }

    /// Those that people may know of, ended where their period has passed.
    fn as_they_stand(&self, studies: Vec<Study>) -> Vec<Study> {
        let now = self.core.now();
        studies.into_iter().filter(|study| study.status != Status::Draft).map(|study| study.as_of(now)).collect()
    }
}

#[async_trait]
impl ChoicesPort for ChoicesService {
    async fn decide(&self, actor: &Actor, choosing: Choosing) -> Result<Decided, Failure> {
        self.decide_received(actor, &choosing, None).await
    }

    async fn choices(&self, actor: &Actor) -> Result<ChoicesView, Failure> {
        self.view(actor, None).await
    }

    async fn choices_with(&self, actor: &Actor, study: StudyId) -> Result<ChoicesView, Failure> {
        self.view(actor, Some(study)).await
    }

    async fn decisions(&self, actor: &Actor, before: Option<Position>) -> Result<Page<Decision, Position>, Failure> {
        actor.may(Operation::SeeChoices)?;
        let db = self.core.store.db();
        let own = links::proved_with(db, actor.subject()?).await?;
        // One more than is shown tells whether there is a next page.
        let mut items = choices::decisions_of(db, &own, before, PAGE as u64 + 1).await?;
        let more = items.len() > PAGE;
        items.truncate(PAGE);
        let next = if more { items.last().map(|last| last.position) } else { None };
        Ok(Page { items, next })
    }

    async fn decision(&self, actor: &Actor, at: Position) -> Result<Option<Decided>, Failure> {
        actor.may(Operation::SeeChoices)?;
        let db = self.core.store.db();
        let own = links::proved_with(db, actor.subject()?).await?;
        let Some(decision) = choices::decision_of(db, &own, at).await? else {
            // Whose it was is not known any more: whoever has the number is told.
            if leaves::erased_by(db, at).await?.is_some() {
                return Err(Problem::Erased.into());
            }
            return Ok(None);
        };
        let missing = || Failure::Inconsistent { table: "log_entries", column: "position", row: at.to_string() };
        let leaf_hash = log::leaf_hash(db, at).await?.ok_or_else(missing)?;
        Ok(Some(Decided { decision, leaf_hash, catalogue: choices::catalogue_shown(db, at).await? }))
    }

    async fn studies_named(&self, actor: &Actor, scopes: &[Scope]) -> Result<Vec<Study>, Failure> {
        actor.may(Operation::SeeChoices)?;
        let named: BTreeSet<_> = scopes.iter().filter_map(|scope| if let Scope::Study(id) = scope { Some(*id) } else { None }).collect();
        let named: Vec<_> = named.into_iter().collect();
        let found = studies::current(self.core.store.db(), &named).await?;
        Ok(found.into_iter().filter(|study| study.status != Status::Draft).collect())
    }
}

fn offered(study: Study, choices: &Choices, catalogue: &Catalogue) -> StudyChoice {
    let intended = study.intended(catalogue);
    let (permitted, exempt) = (choices.verdict(&intended, catalogue).permits(), intended.exempt());
    StudyChoice { study, permitted, exempt }
}

/// Of all scopes that the page offers, those about which this account may not say that.
fn barred(actor: &Actor, stance: Stance, said: &Said, studies: &[Study], catalogue: &Catalogue) -> Vec<Scope> {
    let general = [Scope::All, Scope::Commercial].into_iter();
    let purposes = catalogue.refusable().map(|purpose| Scope::Purpose(purpose.code.clone()));
    let general = general.chain(purposes).map(|scope| (scope, None));
    let studies = studies.iter().map(|study| (Scope::Study(study.id), Some(study)));
    let may_not = |(scope, study): &(Scope, Option<&Study>)| said.leaves_room(actor, (scope, stance), *study, catalogue).is_err();
    general.chain(studies).filter(may_not).map(|(scope, _)| scope).collect()
}
