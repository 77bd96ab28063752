//! What holders report, and what they see of it.

mod drafts;
mod list;
mod people;
mod placing;
mod sound;
mod taking_in;

use super::Core;
use crate::store::{commit, register, reports, studies};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::category::Category;
use domain::disclosure::Page;
use domain::disclosure::report::{Before, Correction, Report, ReportLine, Reported};
use domain::failure::{Failure, Problem};
use domain::id::{DisclosureId, DraftId, HolderId};
use domain::ports::DisclosuresPort;
use domain::ports::disclosures::{DraftView, NewDraft, Sending};
use domain::study::Study;
use taking_in::Intake;

/// How many studies the form offers.
const STUDIES: u64 = 100;

/// Takes in reports.
#[derive(Clone)]
pub struct DisclosuresService {
    core: Core,
}

impl DisclosuresService {
    /// The disclosures of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    /// Forgets drafts that nobody reported.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn tidy(&self) -> Result<(), Failure> {
        let tx = self.core.store.begin().await?;
        reports::forget_drafts(&tx, self.core.now() - drafts::KEPT).await?;
        Ok(commit(tx).await?)
    }

    fn intake<'a>(&'a self, actor: &'a Actor, sending: Sending<'a>) -> Result<Intake<'a>, Failure> {
        Ok(Intake { core: &self.core, actor, holder: holder_of(actor)?, sending })
    }
}

/// The only holder whose reports this actor can reach.
pub(super) fn holder_of(actor: &Actor) -> Result<HolderId, Problem> {
    match actor {
        Actor::Operator { holder, .. } | Actor::Client { holder, .. } => Ok(*holder),
        _ => Err(Problem::NotAllowed),
    }
}

#[async_trait]
impl DisclosuresPort for DisclosuresService {
    async fn report(&self, actor: &Actor, sending: Sending<'_>, report: Report) -> Result<Reported, Failure> {
        actor.may(Operation::Report)?;
        self.intake(actor, sending)?.take(None, Correction::Instead(report)).await
    }

    async fn correct(&self, actor: &Actor, id: DisclosureId, sending: Sending<'_>, correction: Correction) -> Result<Reported, Failure> {
        actor.may(Operation::Report)?;
        self.intake(actor, sending)?.take(Some(id), correction).await
    }

    async fn reports(
        &self,
        actor: &Actor,
        before: Option<Before<DisclosureId>>,
    ) -> Result<Page<ReportLine, Before<DisclosureId>>, Failure> {
        actor.may(Operation::Report)?;
        list::page(&self.core, holder_of(actor)?, before).await
    }

    async fn one_report(&self, actor: &Actor, id: DisclosureId) -> Result<Option<(ReportLine, Option<Reported>)>, Failure> {
        actor.may(Operation::Report)?;
        list::one(&self.core, holder_of(actor)?, id).await
    }

    async fn studies(&self, actor: &Actor) -> Result<Vec<Study>, Failure> {
        actor.may(Operation::Report)?;
        let db = self.core.store.db();
        let newest: Vec<_> = register::published_before(db, None, STUDIES).await?.into_iter().map(|place| place.study).collect();
        let now = self.core.now();
        Ok(studies::current(db, &newest).await?.into_iter().map(|study| study.as_of(now)).collect())
    }

    async fn categories(&self, actor: &Actor) -> Result<Vec<Category>, Failure> {
        actor.may(Operation::Report)?;
        Ok(studies::categories(self.core.store.db()).await?)
    }

    async fn draft(&self, actor: &Actor, draft: NewDraft) -> Result<DraftId, Failure> {
        actor.may(Operation::Report)?;
        drafts::keep(&self.core, actor, draft).await
    }

    async fn drafted(&self, actor: &Actor, id: DraftId) -> Result<Option<DraftView>, Failure> {
        actor.may(Operation::Report)?;
        drafts::look_at(&self.core, actor, id).await
    }

    async fn report_draft(&self, actor: &Actor, id: DraftId) -> Result<Reported, Failure> {
        actor.may(Operation::Report)?;
        let draft = drafts::open(&self.core, actor, id).await?;
        let key = format!("draft:{id}");
        // What is in the draft never changes: its id is the whole body.
        let sending = Sending { key: &key, body: key.as_bytes() };
        self.intake(actor, sending)?.take(draft.corrects, Correction::Instead(draft.report)).await
    }
}
