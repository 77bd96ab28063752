//! The register of studies: reading it, and keeping it with four eyes.

mod keeping;

use crate::service::Core;
use crate::store::audit::{self, Line};
use crate::store::register::{self, KeptDraft};
use crate::store::{Tx, accounts, commit, studies};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::category::Category;
use domain::clock::Timestamp;
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, StudyId};
use domain::ports::register::{Drafted, Entry, RegisterPort, Saving, Table, Work};
use domain::purpose::Catalogue;
use domain::study::Status;
use domain::study::draft::left;
use domain::study::search::{RegisterCursor, Search};
use domain::words::Words;
use std::collections::BTreeSet;

/// How many studies one page of the register holds.
const PAGE: usize = 20;
/// How many studies are read at once while looking for those of a page.
const AT_ONCE: u64 = 200;
/// How many drafts a table shows.
const DRAFTS: u64 = 100;

/// The register.
#[derive(Clone)]
pub struct RegisterService {
    core: Core,
}

impl RegisterService {
    /// The register of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    /// These studies as the public sees them, in the order asked for; a draft is none.
    async fn entries(&self, ids: &[StudyId]) -> Result<Vec<Entry>, Failure> {
        let (db, now) = (self.core.store.db(), self.core.now());
        let found = studies::current(db, ids).await?;
        let mut versions = register::versions_of(db, ids).await?;
        let public = found.into_iter().filter(|study| study.status != Status::Draft);
        let entry = |study: domain::study::Study| Entry {
            versions: versions.remove(&study.id).unwrap_or_default(),
            results_overdue: study.results_overdue(now),
            prolongable: study.status == Status::Published,
            study: study.as_of(now),
        };
        Ok(public.map(entry).collect())
    }

    async fn only_entry(&self, id: StudyId) -> Result<Option<Entry>, Failure> {
        Ok(self.entries(&[id]).await?.pop())
    }

    /// Runs what needs the second look of an auditor when it is refused.
    async fn noting<T>(&self, actor: &Actor, operation: Operation, id: Option<StudyId>, outcome: Result<T, Failure>) -> Result<T, Failure> {
        if let Err(Failure::Refused(problem @ (Problem::OwnRequest | Problem::NotAllowed | Problem::ProhibitedPurpose))) = &outcome {
            let line = Line::of(actor, operation, self.core.now()).refused(*problem, problem.code());
            let tx = self.core.store.begin().await?;
            let line = if let Some(id) = id { line.to(id) } else { line };
            audit::append(&tx, &self.core.config.node, [line]).await?;
            commit(tx).await?;
        }
        outcome
    }

    /// Writes down what was done and makes it durable.
    async fn done(&self, tx: Tx, actor: &Actor, operation: Operation, id: StudyId, what: &str) -> Result<(), Failure> {
        audit::append(&tx, &self.core.config.node, [Line::of(actor, operation, self.core.now()).to(id).because(what)]).await?;
        Ok(commit(tx).await?)
    }
}

/// What drafts are examined with.
struct Rules {
    catalogue: Catalogue,
    categories: Vec<Category>,
}

impl Rules {
    async fn read(core: &Core) -> Result<Self, Failure> {
        let db = core.store.db();
        Ok(Self { catalogue: studies::catalogue(db).await?, categories: studies::categories(db).await? })
    }

    /// A draft as `reader` sees it. `version`: that of the registered study, if there is one.
    fn drafted(&self, kept: KeptDraft, version: Option<i32>, (reader, hands): (AccountId, &Hands)) -> Drafted {
        let own = kept.drafted_by == reader;
        Drafted {
            wrote: own || hands.writers.contains(&(kept.study, reader)),
            left: !own && left(kept.saved_at, hands.gone.contains(&kept.drafted_by), hands.now),
            study: kept.study,
            version: version.unwrap_or(0) + 1,
            revision: kept.revision,
            own,
            saved_at: kept.saved_at,
            examined: kept.draft.examine(&self.catalogue, &self.categories),
            draft: kept.draft,
        }
    }
}

/// Who wrote at drafts, and whose access has ended since.
struct Hands {
    writers: BTreeSet<(StudyId, AccountId)>,
    gone: BTreeSet<AccountId>,
    now: Timestamp,
}

impl Hands {
    async fn at(core: &Core, drafts: &[&KeptDraft]) -> Result<Self, Failure> {
        let db = core.store.db();
        let writers = register::writers_of(db, &drafts.iter().map(|kept| kept.study).collect::<Vec<_>>()).await?;
        let mut gone = BTreeSet::new();
        for writer in drafts.iter().map(|kept| kept.drafted_by).collect::<BTreeSet<_>>() {
            if accounts::account(db, writer).await?.is_none_or(|account| account.ended_at.is_some()) {
                gone.insert(writer);
            }
        }
        Ok(Self { writers, gone, now: core.now() })
    }
}

/// Who acts: everybody who keeps the register has an account.
fn keeper(actor: &Actor) -> Result<AccountId, Problem> {
    actor.account().ok_or(Problem::SignInNeeded)
}

#[async_trait]
impl RegisterPort for RegisterService {
    async fn search(&self, actor: &Actor, search: &Search, before: Option<RegisterCursor>) -> Result<Page<Entry, RegisterCursor>, Failure> {
        actor.may(Operation::ReadPublic)?;
        let (db, now) = (self.core.store.db(), self.core.now());
        let (mut items, mut at): (Vec<(RegisterCursor, Entry)>, _) = (Vec::new(), before);
        // Studies are few, thousands at most, and what is looked for stands inside their documents: the register is read in
        // its order until the page is full. One more than is shown tells whether there is a next page.
        while items.len() <= PAGE {
            let places = register::published_before(db, at, AT_ONCE).await?;
            let Some(last) = places.last().copied() else { break };
            let ids: Vec<_> = places.iter().map(|place| place.study).collect();
            let entries = self.entries(&ids).await?;
            let place_of = |id: StudyId| places.iter().find(|place| place.study == id).copied().unwrap_or(last);
            items
                .extend(entries.into_iter().filter(|entry| search.finds(&entry.study, now)).map(|entry| (place_of(entry.study.id), entry)));
            if (places.len() as u64) < AT_ONCE {
                break;
            }
            at = Some(last);
        }
        let more = items.len() > PAGE;
        items.truncate(PAGE);
        let next = if more { items.last().map(|(place, _)| *place) } else { None };
        Ok(Page { items: items.into_iter().map(|(_, entry)| entry).collect(), next })
    }

    async fn entry(&self, actor: &Actor, id: StudyId) -> Result<Option<Entry>, Failure> {
        actor.may(Operation::ReadPublic)?;
        self.only_entry(id).await
    }

    async fn categories(&self, actor: &Actor) -> Result<Vec<Category>, Failure> {
        actor.may(Operation::ReadPublic)?;
        Ok(studies::categories(self.core.store.db()).await?)
    }

    async fn table(&self, actor: &Actor) -> Result<Table, Failure> {
        actor.may(Operation::PublishStudy)?;
        let (db, reader, rules) = (self.core.store.db(), keeper(actor)?, Rules::read(&self.core).await?);
        let (own, others) = (register::drafts_by(db, reader, DRAFTS).await?, register::drafts_not_by(db, reader, DRAFTS).await?);
        let ids: Vec<_> = own.iter().chain(&others).map(|kept| kept.study).collect();
        let registered = studies::current(db, &ids).await?;
        let version = |id| registered.iter().find(|study| study.id == id).map(|study| study.version);
        let hands = Hands::at(&self.core, &own.iter().chain(&others).collect::<Vec<_>>()).await?;
        let drafted = |kept: KeptDraft| rules.drafted(kept.clone(), version(kept.study), (reader, &hands));
        let (waiting, left): (Vec<_>, Vec<_>) = others.into_iter().map(drafted).partition(|drafted| !drafted.left);
        let waiting = waiting.into_iter().chain(left.iter().cloned()).filter(|drafted| drafted.examined.is_ok() && !drafted.wrote);
        Ok(Table { own: own.into_iter().map(drafted).collect(), waiting: waiting.collect(), left })
    }

    async fn work(&self, actor: &Actor, id: Option<StudyId>) -> Result<Option<Work>, Failure> {
        actor.may(if id.is_some() { Operation::PublishStudy } else { Operation::DraftStudy })?;
        let (db, reader, rules) = (self.core.store.db(), keeper(actor)?, Rules::read(&self.core).await?);
        let (entry, draft) = match id {
            Some(id) => (self.only_entry(id).await?, register::draft_of(db, id).await?),
            None => (None, None),
        };
        if id.is_some() && entry.is_none() && draft.is_none() {
            return Ok(None);
        }
        let version = entry.as_ref().map(|entry| entry.study.version);
        let hands = Hands::at(&self.core, &draft.iter().collect::<Vec<_>>()).await?;
        let draft = draft.map(|kept| rules.drafted(kept, version, (reader, &hands)));
        Ok(Some(Work { entry, draft, catalogue: rules.catalogue, categories: rules.categories }))
    }

    async fn save(&self, actor: &Actor, saving: Saving) -> Result<StudyId, Failure> {
        let id = saving.study;
        self.noting(actor, Operation::DraftStudy, id, self.keep(actor, saving).await).await
    }

    async fn discard(&self, actor: &Actor, id: StudyId) -> Result<(), Failure> {
        self.noting(actor, Operation::DraftStudy, Some(id), self.throw_away(actor, id).await).await
    }

    async fn take_over(&self, actor: &Actor, id: StudyId) -> Result<(), Failure> {
        self.noting(actor, Operation::DraftStudy, Some(id), self.take_draft_over(actor, id).await).await
    }

    async fn publish(&self, actor: &Actor, id: StudyId, revision: i32) -> Result<(), Failure> {
        self.noting(actor, Operation::PublishStudy, Some(id), self.publish_draft(actor, id, revision).await).await
    }

    async fn end(&self, actor: &Actor, id: StudyId) -> Result<(), Failure> {
        self.noting(actor, Operation::PublishStudy, Some(id), self.end_study(actor, id).await).await
    }

    async fn deleted(&self, actor: &Actor, id: StudyId) -> Result<(), Failure> {
        self.noting(actor, Operation::PublishStudy, Some(id), self.set_deleted(actor, id).await).await
    }

    async fn results(&self, actor: &Actor, id: StudyId, results: Words) -> Result<(), Failure> {
        self.noting(actor, Operation::PublishStudy, Some(id), self.set_results(actor, id, &results).await).await
    }
}
