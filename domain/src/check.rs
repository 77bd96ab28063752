//! Checks: what a holder asks before it discloses, and what it is told.

use crate::clock::{Span, Timestamp};
use crate::failure::Problem;
use crate::id::{HolderId, StudyId};
use crate::identifier::RowError;
use crate::log::note::Checkpoint;
use crate::purpose::PurposeCode;
use std::fmt;
use std::str::FromStr;

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

impl AskedFor {
    /// What a question names: either a study, or a purpose. A text that is no id names no study, and one that is no code no
    /// purpose; where nothing is said, a commercial user takes part.
    ///
    /// # Errors
    /// [`Problem::StudyOrPurpose`], [`Problem::UnknownStudy`], [`Problem::UnknownPurpose`].
    pub fn named(study: Option<&str>, purpose: Option<&str>, commercial: Option<bool>) -> Result<Self, Problem> {
        match (study, purpose) {
            (Some(study), None) => Ok(Self::Study(study.parse().map_err(|_| Problem::UnknownStudy)?)),
            (None, Some(code)) => {
                let code = code.parse().map_err(|_| Problem::UnknownPurpose)?;
                Ok(Self::Purpose { code, commercial: commercial.unwrap_or(true) })
            }
            (Some(_), Some(_)) | (None, None) => Err(Problem::StudyOrPurpose),
        }
    }
}

/// As the one field of a form says it: `study:<id>`, `purpose:<code>`, or `commercial:<code>` with a commercial user.
impl fmt::Display for AskedFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Study(id) => write!(f, "study:{id}"),
            Self::Purpose { code, commercial: true } => write!(f, "commercial:{code}"),
            Self::Purpose { code, commercial: false } => write!(f, "purpose:{code}"),
        }
    }
}

impl FromStr for AskedFor {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        match text.split_once(':') {
            Some(("study", id)) => Self::named(Some(id), None, None),
            Some((kind @ ("purpose" | "commercial"), code)) => Self::named(None, Some(code), Some(kind == "commercial")),
            _ => Err(Problem::StudyOrPurpose),
        }
    }
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

impl Answer {
    /// Which of the three it is.
    #[must_use]
    pub const fn decision(self) -> Decision {
        match self {
            Self::Permit { .. } => Decision::Permit,
            Self::Deny => Decision::Deny,
            Self::Error(_) => Decision::Error,
        }
    }

    /// Why, as it stands on the wire. Of a denied row no more is said than that.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Permit { because, .. } => because.code(),
            Self::Deny => REFUSED,
            Self::Error(error) => error.code(),
        }
    }

    /// The token of a permitted row of a study's check.
    #[must_use]
    pub const fn token(self) -> Option<[u8; 8]> {
        if let Self::Permit { token, .. } = self { token } else { None }
    }

    /// Every reason there is.
    pub fn reasons() -> impl Iterator<Item = &'static str> {
        let permitted = PermitReason::ALL.into_iter().map(PermitReason::code);
        permitted.chain([REFUSED]).chain(RowError::ALL.into_iter().map(RowError::code))
    }
}

/// The reason of every denied row.
const REFUSED: &str = "refused";

/// What a row is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// May be disclosed.
    Permit,
    /// May not.
    Deny,
    /// No answer.
    Error,
}

impl Decision {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Permit, Self::Deny, Self::Error];

    /// As it stands on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Deny => "deny",
            Self::Error => "error",
        }
    }
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
    /// Both.
    pub const ALL: [Self; 2] = [Self::NoObjection, Self::ExemptByLaw];

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
    /// The state of the log at which it was answered.
    pub log: Checkpoint,
    /// One answer per row, in the order of the rows.
    pub results: Vec<Answer>,
}

/// How often a holder asked about a person for certain purposes, never for which study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who asked.
    pub holder: HolderId,
    /// The holder's name; `None`: a protected person has not shown their passkey just now.
    pub holder_name: Option<crate::words::Words>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_says_is_read_back() {
        for text in ["study:01JD4Y3V7Q2M8K5N9P0R1S2T3V", "purpose:ai-development", "commercial:ai-development"] {
            assert_eq!(text.parse::<AskedFor>().unwrap().to_string(), text);
        }
        assert_eq!("".parse::<AskedFor>(), Err(Problem::StudyOrPurpose));
        assert_eq!("study:7".parse::<AskedFor>(), Err(Problem::UnknownStudy));
        assert_eq!("purpose:".parse::<AskedFor>(), Err(Problem::UnknownPurpose));
    }

    #[test]
    fn every_answer_is_one_of_the_words_on_the_wire() {
        let permits = PermitReason::ALL.map(|because| Answer::Permit { because, token: None });
        let answers = permits.into_iter().chain([Answer::Deny]).chain(RowError::ALL.map(Answer::Error));
        let told: Vec<_> = answers.map(|answer| format!("{} {}", answer.decision().code(), answer.reason())).collect();
        assert_eq!(
            told,
            [
                "permit no-objection",
                "permit exempt-by-law",
                "deny refused",
                "error invalid-identifier",
                "error unknown-system",
                "error not-linked"
            ]
        );
        assert_eq!(Answer::reasons().count(), told.len());
    }

    #[test]
    fn a_list_is_in_order_when_all_three_test_persons_were_denied() {
        let list = |test_persons_denied| ListCheck {
            checked_at: Timestamp::from_millis(0),
            rows: 0,
            permit: 0,
            deny: 0,
            error: 0,
            test_persons_denied,
        };
        assert_eq!([0, 1, 2, 3].map(|denied| list(denied).in_order()), [false, false, false, true]);
    }
}
