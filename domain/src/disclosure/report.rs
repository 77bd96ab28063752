//! What a holder reports of a release, row by row, and what it is told (holder-api.md, "Disclosures").

pub use super::shown::{ClinicianRole, DisplayReason, REVIEW_WITHIN, Shown, Withheld};

use super::Conflict;
use crate::category::{Category, Form};
use crate::check::RawIdentifier;
use crate::clock::{Date, Timestamp};
use crate::failure::Problem;
use crate::id::{DisclosureId, InvalidId, StudyId};
use crate::identifier::RowError;
use crate::study::{Status, Study};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How many rows a report of one request may carry.
pub const MAX_ROWS: usize = 10_000;
/// How many rows one report may carry that comes line by line. All of them are taken in together, and patients' decisions wait for
/// that.
pub const MAX_STREAMED_ROWS: usize = 100_000;
/// How long the name of a recipient may be, in characters.
pub const MAX_RECIPIENT: usize = 200;
/// How long an idempotency key may be, in bytes.
pub const MAX_KEY: usize = 255;

/// Why a row of a report is skipped. Closed; the codes are the wire's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowFault {
    /// The value does not follow the grammar of its system, or the row cannot be read at all.
    InvalidIdentifier,
    /// The system is none that this holder may use.
    UnknownSystem,
    /// Every number of the row stands in earlier rows of the same report.
    Duplicate,
    /// A display that shows less than everything lacks its reason, the clinician's role or a review date within 12 months.
    InvalidDisplay,
    /// The number of records is no whole number.
    InvalidCount,
    /// In a file that a check answered: it did not permit the row, so that nothing should have been handed over.
    NotPermitted,
}

impl RowFault {
    /// Every fault.
    pub const ALL: [Self; 6] =
        [Self::InvalidIdentifier, Self::UnknownSystem, Self::Duplicate, Self::InvalidDisplay, Self::InvalidCount, Self::NotPermitted];

    /// Those of a report that a program sends: it has no file of a check.
    pub const ON_THE_WIRE: [Self; 5] =
        [Self::InvalidIdentifier, Self::UnknownSystem, Self::Duplicate, Self::InvalidDisplay, Self::InvalidCount];

    /// As it stands on the wire; the key of its words is `report-fault-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidIdentifier => "invalid-identifier",
            Self::UnknownSystem => "unknown-system",
            Self::Duplicate => "duplicate",
            Self::InvalidDisplay => "invalid-display",
            Self::InvalidCount => "invalid-count",
            Self::NotPermitted => "not-permitted",
        }
    }
}

impl From<RowError> for RowFault {
    fn from(error: RowError) -> Self {
        match error {
            RowError::UnknownSystem => Self::UnknownSystem,
            // A report names who it was; whether a holder linked its number to another is asked of checks only.
            RowError::InvalidIdentifier | RowError::NotLinked => Self::InvalidIdentifier,
        }
    }
}

/// One person's part of a report, as the holder wrote it.
#[derive(Clone)]
pub struct ReportRow {
    /// Every number that the holder's records of the person carry; at least one.
    pub identifiers: Vec<RawIdentifier>,
    /// The token that a check gave for one of them.
    pub token: Option<String>,
    /// How many records.
    pub record_count: Option<u32>,
    /// How much the person may see.
    pub shown: Shown,
}

/// A whole report.
#[derive(Clone)]
pub struct Report {
    /// To which study.
    pub study: StudyId,
    /// When.
    pub disclosed_at: Timestamp,
    /// Who received the records.
    pub recipient: String,
    /// In which form.
    pub form: Form,
    /// Codes of the kinds of records.
    pub categories: Vec<String>,
    /// The first and last day of the records.
    pub records: Option<(Date, Date)>,
    /// The check that was asked before.
    pub check_id: Option<String>,
    /// About whom, at most [`MAX_STREAMED_ROWS`]. `Err`: the row could not be read; it is skipped.
    pub rows: Vec<Result<ReportRow, RowFault>>,
}

impl Report {
    /// What is wrong with the whole of it, as far as that can be told without looking anything up.
    #[must_use]
    pub fn fault(&self, now: Timestamp, categories: &[Category]) -> Option<Problem> {
        let recipient = self.recipient.trim();
        let known = |code: &String| categories.iter().any(|category| category.code == *code);
        let (day, _) = self.disclosed_at.in_tokyo();
        let faults = [
            (self.rows.len() > MAX_STREAMED_ROWS, Problem::TooManyRows),
            (self.disclosed_at > now, Problem::InFuture),
            (recipient.is_empty(), Problem::TextNeeded),
            (recipient.chars().count() > MAX_RECIPIENT, Problem::TextTooLong),
            (recipient.chars().any(char::is_control), Problem::Malformed),
            (self.categories.is_empty() || !self.categories.iter().all(known), Problem::Malformed),
            (self.records.is_some_and(|(from, to)| from > to || to > day), Problem::InvalidDate),
        ];
        faults.into_iter().find_map(|(met, problem)| met.then_some(problem))
    }

    /// Whether something could be disclosed to that study then. What was handed over before its end may be reported later.
    ///
    /// # Errors
    /// [`Problem::UnknownStudy`] for one that nobody outside may know of, [`Problem::StudyEnded`].
    pub fn may_name(&self, study: &Study) -> Result<(), Problem> {
        if study.status == Status::Draft {
            return Err(Problem::UnknownStudy);
        }
        if study.open_at(self.disclosed_at) { Ok(()) } else { Err(Problem::StudyEnded) }
    }
}

/// What a correction says of a report.
#[derive(Clone)]
pub enum Correction {
    /// This is how it was.
    Instead(Report),
    /// It never happened.
    Withdraw,
}

/// What a holder is told of its report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The new report; of a withdrawal, the one withdrawn.
    pub disclosure: DisclosureId,
    /// The report that it corrects, if it does.
    pub corrects: Option<DisclosureId>,
    /// Whether it withdraws a report, and nothing else.
    pub withdrawn: bool,
    /// How many rows were taken in.
    pub accepted: u32,
    /// Which rows were skipped, and why.
    pub errors: Vec<(u32, RowFault)>,
    /// Which rows went against a choice, and how.
    pub conflicts: Vec<(u32, Conflict)>,
    /// How many of the accepted rows no check covers.
    pub unchecked: u32,
}

/// That a report no longer stands as it was; it stays visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// When.
    pub at: Timestamp,
    /// The report that stands instead; `None`: it was withdrawn.
    pub by: Option<DisclosureId>,
}

/// One of a holder's own reports, in its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// Which.
    pub id: DisclosureId,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// When the records were handed over.
    pub disclosed_at: Timestamp,
    /// To which study, in the version that the report named.
    pub study: Study,
    /// Who received them.
    pub recipient: String,
    /// In which form.
    pub form: Form,
    /// How many rows were taken in, and how many of them no check covers; unknown for reports from before this was kept.
    pub rows: Option<(u32, u32)>,
    /// How many of them went against a choice, as far as is known now.
    pub conflicts: u32,
    /// Dated before the holder joined: not judged.
    pub historic: bool,
    /// Whether it was corrected or withdrawn.
    pub changed: Option<Changed>,
    /// Whether another report was corrected by it.
    pub corrects: Option<DisclosureId>,
}

/// Where a page of a list ends that goes from the newest to the oldest: a moment, and the id of what happened then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before<Id> {
    /// When.
    pub at: Timestamp,
    /// What.
    pub id: Id,
}

impl<Id: fmt::Display> fmt::Display for Before<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at.millis(), self.id)
    }
}

impl<Id: FromStr<Err = InvalidId>> FromStr for Before<Id> {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (millis, id) = text.split_once('.').ok_or(InvalidId)?;
        Ok(Self { at: Timestamp::from_millis(millis.parse().map_err(|_| InvalidId)?), id: id.parse()? })
    }
}

#[cfg(test)]
mod tests;
