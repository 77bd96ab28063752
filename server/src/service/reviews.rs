//! Looking again at what persons do not see of uses of their records: what is due, and what was found.

use super::disclosures::holder_of;
use crate::service::Core;
use crate::store::audit::{self, Line};
use crate::store::disclosures::disclosures;
use crate::store::holders::holders;
use crate::store::reviews::{self, Found, Waiting};
use crate::store::{commit, inconsistent, studies};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::clock::Date;
use domain::disclosure::Display;
use domain::disclosure::report::Shown;
use domain::disclosure::review::{DueReport, Review, ReviewRow, Standing, remind_until};
use domain::failure::{Failure, Problem};
use domain::id::{DisclosureId, HolderId, NoticeId};
use domain::ports::ReviewsPort;
use std::collections::BTreeMap;

/// How many rows are looked at to find the reports that are due, and how many of those are shown.
const ROWS: u64 = 500;
const REPORTS: usize = 50;
/// How many rows of one report are shown, and reviewed at once.
const ROWS_OF_REPORT: usize = 100;

/// Reviews of what is not shown.
#[derive(Clone)]
pub struct ReviewsService {
    core: Core,
}

impl ReviewsService {
    /// The reviews of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    /// The reports that these rows are of, the most urgent first.
    async fn reports(&self, waiting: &[Waiting]) -> Result<Vec<DueReport>, Failure> {
        let db = self.core.store.db();
        let mut first: BTreeMap<DisclosureId, (HolderId, Date, usize)> = BTreeMap::new();
        for Waiting { disclosure, holder, withheld, .. } in waiting {
            let (_, review_by, rows) = first.entry(*disclosure).or_insert((*holder, withheld.review_by, 0));
            (*review_by, *rows) = ((*review_by).min(withheld.review_by), *rows + 1);
        }
        let mut urgent: Vec<_> = first.into_iter().collect();
        urgent.sort_by_key(|(_, (_, review_by, _))| *review_by);
        urgent.truncate(REPORTS);
        let ids: Vec<_> = urgent.iter().map(|(id, _)| *id).collect();
        let reports = disclosures(db, &ids).await?;
        let registered = studies::every_version(db, &reports.values().map(|report| report.study.0).collect::<Vec<_>>()).await?;
        let organisations = holders(db, &urgent.iter().map(|(_, (holder, ..))| *holder).collect::<Vec<_>>()).await?;
        let report = |(id, (holder, review_by, rows)): (DisclosureId, (HolderId, Date, usize))| {
            let broken = |column| inconsistent("disclosures", column, id);
            let of = reports.get(&id).ok_or_else(|| inconsistent("reviews_due", "disclosure_id", id))?;
            Ok(DueReport {
                disclosure: id,
                holder: organisations.get(&holder).cloned().ok_or_else(|| broken("holder_id"))?,
                study: registered.get(&of.study).cloned().ok_or_else(|| broken("study_version"))?,
                disclosed_at: of.disclosed_at,
                review_by,
                standing: Standing::at(review_by, self.core.now()),
                rows,
            })
        };
        urgent.into_iter().map(report).collect()
    }

    async fn found(&self, actor: &Actor, id: DisclosureId, review: &Review) -> Result<(), Failure> {
        let (core, holder, now) = (&self.core, holder_of(actor)?, self.core.now());
        let by = actor.account().ok_or(Problem::NotAllowed)?;
        if review.rows.len() > ROWS_OF_REPORT {
            return Err(Problem::TooManyRows.into());
        }
        let tx = core.store.begin().await?;
        let waiting = reviews::waiting_rows(&tx, holder, id, &review.rows).await?;
        if review.rows.iter().any(|row| !waiting.iter().any(|of| of.row == *row)) {
            // Corrected, withdrawn or shown meanwhile; or another holder's.
            return Err(Problem::NotFound.into());
        }
        let mut persons: BTreeMap<u32, usize> = BTreeMap::new();
        for of in &waiting {
            *persons.entry(of.row).or_default() += 1;
        }
        for of in &waiting {
            // As when it is reported: whoever is reached only together with others learns no details, they may be the others'.
            let display = match review.shown {
                Shown::Full if persons.get(&of.row).is_some_and(|count| *count > 1) => Display::Generic,
                shown => shown.display(),
            };
            let id = NoticeId::new(now, &*core.random).0;
            reviews::settle(&tx, of, &Found { id, display, withheld: review.shown.withheld(), by, at: now }).await?;
        }
        let what = format!("display reviewed: {} rows {}", persons.len(), mode(review.shown.display()));
        audit::append(&tx, &core.config.node, [Line::of(actor, Operation::Report, now).to(id).because(&what)]).await?;
        Ok(commit(tx).await?)
    }
}

const fn mode(display: Display) -> &'static str {
    match display {
        Display::Full => "full",
        Display::Generic => "generic",
        Display::Hidden => "hidden",
    }
}

#[async_trait]
impl ReviewsPort for ReviewsService {
    async fn due(&self, actor: &Actor) -> Result<Vec<DueReport>, Failure> {
        actor.may(Operation::Report)?;
        let until = remind_until(self.core.now());
        self.reports(&reviews::due(self.core.store.db(), Some(holder_of(actor)?), until, ROWS).await?).await
    }

    async fn of_report(&self, actor: &Actor, id: DisclosureId) -> Result<Vec<ReviewRow>, Failure> {
        actor.may(Operation::Report)?;
        let (db, now) = (self.core.store.db(), self.core.now());
        let waiting = reviews::of_report(db, holder_of(actor)?, id, ROWS_OF_REPORT as u64).await?;
        let displays = reviews::displays(db, id, &waiting.iter().map(|of| of.subject).collect::<Vec<_>>()).await?;
        let mut rows: Vec<ReviewRow> = Vec::new();
        for of in waiting {
            // A row that reached several persons stands here once: that it did is nobody's to know.
            if rows.iter().any(|row| row.row == of.row) {
                continue;
            }
            let display = displays.get(&of.subject).copied().ok_or_else(|| inconsistent("reviews_due", "subject_id", id))?;
            let standing = Standing::at(of.withheld.review_by, now);
            rows.push(ReviewRow { row: of.row, display, withheld: of.withheld, standing });
        }
        Ok(rows)
    }

    async fn review(&self, actor: &Actor, id: DisclosureId, review: Review) -> Result<(), Failure> {
        actor.may(Operation::Report)?;
        self.found(actor, id, &review).await
    }

    async fn overdue(&self, actor: &Actor) -> Result<Vec<DueReport>, Failure> {
        actor.may(Operation::SeeIncidents)?;
        let (today, _) = self.core.now().in_tokyo();
        let Some(yesterday) = today.previous_day() else { return Ok(Vec::new()) };
        self.reports(&reviews::due(self.core.store.db(), None, yesterday, ROWS).await?).await
    }
}
