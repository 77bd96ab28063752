//! What holders report.

use crate::actor::Actor;
use crate::category::Category;
use crate::disclosure::Page;
use crate::disclosure::report::{Before, Correction, Report, ReportLine, Reported, RowFault};
use crate::failure::{Failure, Problem};
use crate::id::{DisclosureId, DraftId};
use crate::study::Study;
use async_trait::async_trait;
use std::collections::BTreeMap;

/// The key under which a report is sent, and what came with it: the same again is answered as it was the first time.
#[derive(Clone, Copy)]
pub struct Sending<'a> {
    /// The idempotency key.
    pub key: &'a str,
    /// The body as it came. Kept only as a keyed hash.
    pub body: &'a [u8],
}

/// A report that somebody prepares on the page: what the form says, and the file.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDraft {
    /// The fields of the form, by name, as they were written; `category` may stand several times, separated by spaces.
    pub fields: BTreeMap<String, String>,
    /// The file as it came; empty when none was chosen.
    pub file: Vec<u8>,
}

/// What would be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Of which draft.
    pub draft: DraftId,
    /// To which study.
    pub study: Study,
    /// The fields of the form.
    pub fields: BTreeMap<String, String>,
    /// How many rows the file has.
    pub rows: u32,
    /// How many of them will be reported.
    pub good: u32,
    /// How many of those no check covers.
    pub unchecked: u32,
    /// Which rows are left out and why, counted from 0; the first hundred.
    pub left_out: Vec<(u32, RowFault)>,
    /// How many are left out, by reason.
    pub left_out_counts: Vec<(RowFault, u32)>,
}

/// A draft when it is looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftView {
    /// It can be reported.
    Ready(Box<Preview>),
    /// Something has to be changed first.
    Faulty {
        /// What.
        problem: Problem,
        /// The fields of the form, so that nothing has to be written again.
        fields: BTreeMap<String, String>,
    },
}

/// Reporting.
#[async_trait]
pub trait DisclosuresPort: Send + Sync {
    /// Takes in a report: all rows that can be read in one transaction, or nothing.
    async fn report(&self, actor: &Actor, sending: Sending<'_>, report: Report) -> Result<Reported, Failure>;
    /// Says how an own report should have been, or that it never happened. The old one stays visible.
    async fn correct(&self, actor: &Actor, id: DisclosureId, sending: Sending<'_>, correction: Correction) -> Result<Reported, Failure>;
    /// The holder's own reports, newest first.
    async fn reports(&self, actor: &Actor, before: Option<Before<DisclosureId>>)
    -> Result<Page<ReportLine, Before<DisclosureId>>, Failure>;
    /// One of them, with what was answered when it came in.
    async fn one_report(&self, actor: &Actor, id: DisclosureId) -> Result<Option<(ReportLine, Option<Reported>)>, Failure>;
    /// The published studies, for the form; the latest hundred.
    async fn studies(&self, actor: &Actor) -> Result<Vec<Study>, Failure>;
    /// The kinds of records, for the form.
    async fn categories(&self, actor: &Actor) -> Result<Vec<Category>, Failure>;
    /// Keeps a draft, sealed and for an hour, whether or not it can be reported.
    async fn draft(&self, actor: &Actor, draft: NewDraft) -> Result<DraftId, Failure>;
    /// One's own draft.
    async fn drafted(&self, actor: &Actor, id: DraftId) -> Result<Option<DraftView>, Failure>;
    /// Reports a draft, once.
    async fn report_draft(&self, actor: &Actor, id: DraftId) -> Result<Reported, Failure>;
}
