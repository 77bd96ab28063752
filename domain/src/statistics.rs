//! What is counted about a holder, month by month, and how much of it is shown: a small number could name somebody.

use crate::clock::{Date, Timestamp};
use crate::disclosure::Conflict;
use crate::id::StudyId;
use std::{fmt, str::FromStr};

/// A month in Tokyo. Written `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u8,
}

impl Month {
    /// The month of that moment.
    #[must_use]
    pub fn of(moment: Timestamp) -> Self {
        let (day, _) = moment.in_tokyo();
        Self { year: day.year(), month: day.month().into() }
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        let month = time::Month::try_from(self.month).unwrap_or(time::Month::January);
        Date::from_calendar_date(self.year, month, 1).unwrap_or(Date::MIN)
    }

    /// The month before.
    #[must_use]
    pub const fn before(self) -> Self {
        if self.month == 1 { Self { year: self.year - 1, month: 12 } } else { Self { month: self.month - 1, ..self } }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A text that is not a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month: YYYY-MM was expected")]
pub struct InvalidMonth;

impl FromStr for Month {
    type Err = InvalidMonth;
    fn from_str(text: &str) -> Result<Self, InvalidMonth> {
        let first = crate::clock::parse_date(&format!("{text}-01")).map_err(|_| InvalidMonth)?;
        Ok(Self { year: first.year(), month: first.month().into() })
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Lists checked on the page or as a stream.
    Checks,
    /// Rows of them.
    CheckedRows,
    /// Reports of disclosures for a study, corrections not among them.
    Reports(StudyId),
    /// Rows accepted by them.
    ReportedRows(StudyId),
    /// Of these, rows that no check covered.
    UncheckedRows(StudyId),
    /// Rows that went against a choice: in the month in which that came to light, whether with the report or later.
    AgainstChoice(Conflict),
    /// Activations issued.
    ActivationsIssued,
    /// Of the holder's activations, those that opened an account or joined one.
    ActivationsUsed,
}

impl What {
    /// As it is stored, and of which study it is.
    #[must_use]
    pub const fn parts(self) -> (&'static str, Option<StudyId>) {
        match self {
            Self::Checks => ("checks", None),
            Self::CheckedRows => ("checked-rows", None),
            Self::Reports(study) => ("reports", Some(study)),
            Self::ReportedRows(study) => ("reported-rows", Some(study)),
            Self::UncheckedRows(study) => ("unchecked-rows", Some(study)),
            Self::AgainstChoice(conflict) => (conflict.code(), None),
            Self::ActivationsIssued => ("activations-issued", None),
            Self::ActivationsUsed => ("activations-used", None),
        }
    }

    /// What was stored so, if it is one of ours.
    #[must_use]
    pub fn from_parts(code: &str, study: Option<StudyId>) -> Option<Self> {
        match (code, study) {
            ("checks", None) => Some(Self::Checks),
            ("checked-rows", None) => Some(Self::CheckedRows),
            ("reports", Some(study)) => Some(Self::Reports(study)),
            ("reported-rows", Some(study)) => Some(Self::ReportedRows(study)),
            ("unchecked-rows", Some(study)) => Some(Self::UncheckedRows(study)),
            ("activations-issued", None) => Some(Self::ActivationsIssued),
            ("activations-used", None) => Some(Self::ActivationsUsed),
            (code, None) => Conflict::ALL.into_iter().find(|conflict| conflict.code() == code).map(Self::AgainstChoice),
            _ => None,
        }
    }
}

/// A number as it may be shown: from 1 to 9 nobody learns which, others are rounded to tens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rounded {
    /// Nobody and nothing.
    None,
    /// From 1 to 9: 10未満.
    FewerThanTen,
    /// Ten or more, to the nearest ten.
    About(u64),
}

impl Rounded {
    /// The number as it may be shown.
    #[must_use]
    pub const fn of(n: u64) -> Self {
        match n {
            0 => Self::None,
            1..=9 => Self::FewerThanTen,
            _ => Self::About(n.saturating_add(5) / 10 * 10),
        }
    }
}

/// How many in a hundred of `whole` a `part` is, to the nearest; `None` where either is too small to tell.
#[must_use]
pub fn share(part: u64, whole: u64) -> Option<u64> {
    if whole < 10 || (1..10).contains(&part) || part > whole {
        return None;
    }
    let hundredths = u128::from(part) * 100 + u128::from(whole) / 2;
    u64::try_from(hundredths / u128::from(whole)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    #[test]
    fn a_month_is_that_of_tokyo() {
        let late: Timestamp = "2026-10-31T15:00:00Z".parse().unwrap();
        assert_eq!(Month::of(late).to_string(), "2026-11");
        assert_eq!("2026-01".parse::<Month>().unwrap().before().to_string(), "2025-12");
        assert_eq!(crate::clock::format_date(Month::of(late).first_day()), "2026-11-01");
        for text in ["2026-13", "2026-1", "", "2026-00"] {
            assert_eq!(text.parse::<Month>(), Err(InvalidMonth), "{text}");
        }
    }

    #[test]
    fn what_is_counted_reads_back_as_it_was_stored() {
        let study = StudyId(Uuid::from_u128(7));
        let all = [
            What::Checks,
            What::CheckedRows,
            What::Reports(study),
            What::ReportedRows(study),
            What::UncheckedRows(study),
            What::AgainstChoice(Conflict::LateEntry),
            What::AgainstChoice(Conflict::CheckedBefore),
            What::AgainstChoice(Conflict::Against),
            What::ActivationsIssued,
            What::ActivationsUsed,
        ];
        for what in all {
            let (code, study) = what.parts();
            assert_eq!(What::from_parts(code, study), Some(what));
        }
        assert_eq!(What::from_parts("reports", None), None);
        assert_eq!(What::from_parts("checks", Some(study)), None);
        assert_eq!(What::from_parts("others", None), None);
    }

    #[test]
    fn a_share_that_would_tell_a_small_number_is_not_told() {
        assert_eq!(share(3, 1_000), None);
        assert_eq!(share(0, 1_000), Some(0));
        assert_eq!(share(0, 9), None);
        assert_eq!(share(125, 1_000), Some(13));
        assert_eq!(share(u64::MAX, u64::MAX), Some(100));
        assert_eq!(share(20, 10), None);
    }

    proptest! {
        #[test]
        fn nothing_shown_is_further_from_the_truth_than_five_nor_tells_a_small_number(n in 0u64..1_000_000) {
            match Rounded::of(n) {
                Rounded::None => prop_assert_eq!(n, 0),
                Rounded::FewerThanTen => prop_assert!((1..10).contains(&n)),
                Rounded::About(shown) => {
                    prop_assert_eq!(shown % 10, 0);
                    prop_assert!(n >= 10 && shown.abs_diff(n) <= 5);
                }
            }
        }

        #[test]
        fn more_is_never_shown_as_less(a in any::<u64>(), b in any::<u64>()) {
            prop_assert!(Rounded::of(a.min(b)) <= Rounded::of(a.max(b)));
        }
    }
}
