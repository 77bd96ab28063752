//! Checks: what a holder asks before it discloses, and what it is told.

use crate::clock::{Span, Timestamp};
use crate::id::{HolderId, StudyId};
use crate::identifier::RowError;
use crate::log::Position;
use crate::purpose::PurposeCode;

/// How long an answer may be used.
pub const VALIDITY: Span = Span::hours(24);
/// How many rows one request may carry.
pub const MAX_ROWS: usize = 10_000;
/// How many identifiers one row may carry.
pub const MAX_IDENTIFIERS: usize = 32;

/// What the records would be used for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AskedFor {
    /// A registered study.
    Study(StudyId),
    /// A purpose, for planning, with no registered study.
    Purpose {
        /// The purpose.
        code: PurposeCode,
        /// Whether a commercial user takes part.
        commercial: bool,
    },
}

/// One identifier as the sender wrote it.
#[derive(Clone, PartialEq, Eq)]
pub struct RawIdentifier {
    /// Its system.
    pub system: String,
    /// Its value.
    pub value: String,
}

/// One person asked about: every number the sender's records carry for them.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// The numbers; at least one.
    pub identifiers: Vec<RawIdentifier>,
    /// The sender attests that the person has no insured number.
    pub no_insured_number: bool,
}

/// A whole question.
#[derive(Clone)]
pub struct Question {
    /// What for.
    pub asked_for: AskedFor,
    /// About whom, at most [`MAX_ROWS`]. `Err`: the row could not be read; it gets that answer.
    pub rows: Vec<Result<Row, RowError>>,
}

/// The answer for one row. Three-valued: the absence of an answer is never an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// May be disclosed. A study check carries the token that a report names later.
    Permit {
        /// Why.
        because: PermitReason,
        /// The first 8 bytes of an HMAC over check id, holder, study version and identifier digest.
        token: Option<[u8; 8]>,
    },
    /// May not be disclosed. The scope behind it is nobody's business.
    Deny,
    /// No answer; to be treated as deny.
    Error(RowError),
}

/// Why a row is permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PermitReason {
    /// Nothing was said against it.
    NoObjection,
    /// The law exempts the use from refusal.
    ExemptByLaw,
}

impl PermitReason {
    /// As it stands on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoObjection => "no-objection",
            Self::ExemptByLaw => "exempt-by-law",
        }
    }
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// A MAC over holder, use, time and log size; names this check in a report.
    pub check_id: String,
    /// When it was answered.
    pub checked_at: Timestamp,
    /// Until when it may be used.
    pub valid_until: Timestamp,
    /// How many entries the log had.
    pub log_size: Position,
    /// One answer per row, in the order of the rows.
    pub results: Vec<Answer>,
}

/// How often a holder asked about a person for certain purposes, never for which study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who asked.
    pub holder: HolderId,
    /// The holder's name.
    pub holder_name: crate::words::Words,
    /// For what.
    pub purposes: Vec<PurposeCode>,
    /// First asked.
    pub first: Timestamp,
    /// Last asked.
    pub last: Timestamp,
    /// How many times.
    pub count: u64,
    /// Whether the last answer permitted.
    pub last_permitted: bool,
}

/// How many test persons every holder gets.
pub const TEST_PERSONS: u8 = 3;

/// A person who does not exist and always refuses. A holder includes three of them in its lists: where one is missing, the
/// list is not the one it should be; where one is not denied, refusals are not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestPerson {
    /// 1 to [`TEST_PERSONS`].
    pub n: u8,
    /// The system of the holder's own patient numbers.
    pub system: String,
    /// The number. It is nobody's, so it may be shown and kept as it is.
    pub value: String,
}

/// A whole list that a holder checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListCheck {
    /// When.
    pub checked_at: Timestamp,
    /// How many rows it had, test persons among them.
    pub rows: u64,
    /// How many were permitted.
    pub permit: u64,
    /// How many were denied.
    pub deny: u64,
    /// How many got no answer.
    pub error: u64,
    /// How many of the holder's test persons were in it and answered as they have to be: denied, or, for a use that the law
    /// exempts from refusal, permitted.
    pub test_persons_denied: u8,
}

impl ListCheck {
    /// Whether every test person was in it and answered as it has to be. If not, the holder's page is red.
    #[must_use]
    pub const fn in_order(&self) -> bool {
        self.test_persons_denied >= TEST_PERSONS
    }
}
