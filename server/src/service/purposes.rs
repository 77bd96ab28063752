//! Changing the catalogue of purposes with four eyes, and ending exemptions whose time is over. Each change is a version of its own, an
//! entry in the log, and holds for the very next check.

use crate::service::identity::stop::{Stop, audited};
use crate::service::{Core, leaves};
use crate::store::audit::{self, Line};
use crate::store::purposes::{self, KeptDraft};
use crate::store::{Tx, commit, studies};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, PurposeDraftId};
use domain::ports::PurposesPort;
use domain::ports::purposes::{Event, Waiting, Work};
use domain::purpose::Purpose;
use domain::purpose::draft::{Change, Draft, Field, Flaw};

/// How many changes wait at most, and how many versions are shown.
const WAITING: u64 = 50;
const VERSIONS: u64 = 50;

/// The catalogue, for those who keep it.
#[derive(Clone)]
pub struct PurposesService {
    core: Core,
}

impl PurposesService {
    /// The catalogue of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    async fn keep(&self, actor: &Actor, writer: AccountId, draft: Draft) -> Result<PurposeDraftId, Stop> {
        let (core, now) = (&self.core, self.core.now());
        let tx = core.store.begin().await?;
        let catalogue = studies::catalogue(&tx).await?;
        if let Err(flaws) = draft.examine(&catalogue, now) {
            let problem = flaws.first().map_or(Problem::TextNeeded, |(_, flaw)| flaw.problem());
            return Err(Stop::refused(problem, "not a change of the catalogue"));
        }
        if purposes::drafts(&tx, WAITING).await?.len() as u64 == WAITING {
            return Err(Stop::refused(Problem::TooManyWaiting, "too many changes wait"));
        }
        let id = PurposeDraftId::new(now, &*core.random);
        purposes::insert_draft(&tx, &KeptDraft { id, draft, drafted_by: writer, saved_at: now }).await?;
        let line = Line::of(actor, Operation::DraftStudy, now).to(id).because("purpose proposed");
        audit::append(&tx, &core.config.node, [line]).await?;
        commit(tx).await?;
        Ok(id)
    }

    async fn throw_away(&self, actor: &Actor, writer: AccountId, id: PurposeDraftId) -> Result<(), Stop> {
        let tx = self.core.store.begin().await?;
        let Some(kept) = purposes::draft(&tx, id).await? else { return Err(Stop::refused(Problem::NotFound, "no such proposal")) };
        if kept.drafted_by != writer {
            return Err(Stop::refused(Problem::NotAllowed, "a proposal of somebody else"));
        }
        purposes::remove_draft(&tx, id).await?;
        let line = Line::of(actor, Operation::DraftStudy, self.core.now()).to(id).because("purpose discarded");
        audit::append(&tx, &self.core.config.node, [line]).await?;
        Ok(commit(tx).await?)
    }

    async fn enter(&self, actor: &Actor, publisher: AccountId, id: PurposeDraftId) -> Result<(), Stop> {
        let (core, now) = (&self.core, self.core.now());
        let tx = core.store.begin().await?;
        // First: of two who publish at once, the second one meets the catalogue that the first one left.
        let mut head = core.lock_log(&tx).await?;
        let Some(kept) = purposes::draft(&tx, id).await? else { return Err(Stop::refused(Problem::AlreadyDone, "no such proposal")) };
        if kept.drafted_by == publisher {
            return Err(Stop::refused(Problem::OwnRequest, "own proposal"));
        }
        let catalogue = studies::catalogue(&tx).await?;
        let change = kept.draft.examine(&catalogue, now).map_err(|flaws| {
            let problem = flaws.first().map_or(Problem::TextNeeded, |(_, flaw)| flaw.problem());
            Stop::refused(problem, "it does not fit the catalogue any more")
        })?;
        let event = if matches!(change, Change::New(_)) { Event::New } else { Event::Exempted };
        let version = catalogue.version + 1;
        put(&tx, change.purpose(), (version, event), Some((kept.drafted_by, publisher)), core).await?;
        purposes::remove_draft(&tx, id).await?;
        leaves::enter_catalogue(&tx, &mut head, now).await?;
        let line = Line::of(actor, Operation::PublishStudy, now).to(&change.purpose().code);
        audit::append(&tx, &core.config.node, [line.because(&format!("catalogue version {version}: {}", event.code()))]).await?;
        Ok(commit(tx).await?)
    }
}

async fn put(
    tx: &Tx,
    purpose: &Purpose,
    (version, event): (u32, Event),
    by: Option<(AccountId, AccountId)>,
    core: &Core,
) -> Result<(), Stop> {
    purposes::put(tx, purpose, version).await?;
    Ok(purposes::insert_version(tx, version, (purpose.code.as_str(), event), by, core.now()).await?)
}

/// Ends exemptions whose last day is over: from then on people may refuse those purposes. For somebody who had refused every other one
/// it counts as refused, as a new one does, until they answer.
///
/// # Errors
/// The database cannot be reached; the next call goes on.
pub async fn lapse(core: &Core) -> Result<(), Failure> {
    let (today, _) = core.now().in_tokyo();
    if studies::catalogue(core.store.db()).await?.lapsed(today).is_empty() {
        return Ok(());
    }
    let tx = core.store.begin().await?;
    let mut head = core.lock_log(&tx).await?;
    // Another node may have been faster.
    let catalogue = studies::catalogue(&tx).await?;
    let mut next = catalogue.version;
    let mut lines = Vec::new();
    for purpose in catalogue.lapsed(today) {
        next += 1;
        let again = Purpose { legal_basis: None, exempt_until: None, since: next, ..purpose.clone() };
        purposes::put(&tx, &again, next).await?;
        purposes::insert_version(&tx, next, (again.code.as_str(), Event::Lapsed), None, core.now()).await?;
        leaves::enter_catalogue(&tx, &mut head, core.now()).await?;
        let line = Line::of(&Actor::System, Operation::PublishStudy, core.now()).to(&again.code);
        lines.push(line.because(&format!("catalogue version {next}: lapsed")));
    }
    audit::append(&tx, &core.config.node, lines).await?;
    Ok(commit(tx).await?)
}

#[async_trait]
impl PurposesPort for PurposesService {
    async fn work(&self, actor: &Actor) -> Result<Work, Failure> {
        actor.may(Operation::PublishStudy)?;
        let (db, now, reader) = (self.core.store.db(), self.core.now(), actor.account());
        let catalogue = studies::catalogue(db).await?;
        let waiting = |kept: KeptDraft| Waiting {
            id: kept.id,
            own: reader == Some(kept.drafted_by),
            saved_at: kept.saved_at,
            examined: kept.draft.examine(&catalogue, now),
            draft: kept.draft,
        };
        let waiting = purposes::drafts(db, WAITING).await?.into_iter().map(waiting).collect();
        Ok(Work { waiting, versions: purposes::versions(db, VERSIONS).await?, catalogue })
    }

    async fn flaws(&self, actor: &Actor, draft: &Draft) -> Result<Vec<(Field, Flaw)>, Failure> {
        actor.may(Operation::DraftStudy)?;
        let catalogue = studies::catalogue(self.core.store.db()).await?;
        Ok(draft.clone().tidy().examine(&catalogue, self.core.now()).err().unwrap_or_default())
    }

    async fn propose(&self, actor: &Actor, draft: Draft) -> Result<PurposeDraftId, Failure> {
        actor.may(Operation::DraftStudy)?;
        let writer = actor.account().ok_or(Problem::SignInNeeded)?;
        let kept = self.keep(actor, writer, draft.tidy()).await;
        audited(&self.core, actor, Operation::DraftStudy, kept).await
    }

    async fn discard(&self, actor: &Actor, id: PurposeDraftId) -> Result<(), Failure> {
        actor.may(Operation::DraftStudy)?;
        let writer = actor.account().ok_or(Problem::SignInNeeded)?;
        let gone = self.throw_away(actor, writer, id).await.map_err(|stop| stop.about(id));
        audited(&self.core, actor, Operation::DraftStudy, gone).await
    }

    async fn publish(&self, actor: &Actor, id: PurposeDraftId) -> Result<(), Failure> {
        actor.may(Operation::PublishStudy)?;
        let publisher = actor.account().ok_or(Problem::SignInNeeded)?;
        let entered = self.enter(actor, publisher, id).await.map_err(|stop| stop.about(id));
        audited(&self.core, actor, Operation::PublishStudy, entered).await
    }
}
