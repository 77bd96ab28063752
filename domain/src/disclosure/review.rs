//! When it has to be looked at again whether a person may still not see all of a use (undisclosed diagnoses, 未告知): the days,
//! and what a holder decides then. Nothing is shown by itself when a day passes: only a clinician can know.

use super::Display;
use super::shown::{Shown, Withheld};
use crate::clock::{Date, Span, Timestamp};
use crate::failure::Problem;
use crate::holder::Holder;
use crate::id::DisclosureId;
use crate::study::Study;

/// How long before the day the holder is reminded.
pub const REMIND_BEFORE: Span = Span::days(30);

/// How a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// There is time.
    Later,
    /// Within thirty days.
    Due,
    /// The day has passed: the desk sees it, too.
    Overdue,
}

impl Standing {
    /// How a review of that day stands at that moment. The day itself still belongs to the holder.
    #[must_use]
    pub fn at(review_by: Date, now: Timestamp) -> Self {
        let (today, _) = now.in_tokyo();
        if review_by < today {
            Self::Overdue
        } else if review_by <= remind_until(now) {
            Self::Due
        } else {
            Self::Later
        }
    }

    /// The key of its words is `review-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Later => "later",
            Self::Due => "due",
            Self::Overdue => "overdue",
        }
    }
}

/// The last day of which the holder is reminded now.
#[must_use]
pub fn remind_until(now: Timestamp) -> Date {
    (now + REMIND_BEFORE).in_tokyo().0
}

/// What somebody found when they looked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Of which rows of the report, counted from 0.
    pub rows: Vec<u32>,
    /// How much their persons may see from now on.
    pub shown: Shown,
}

impl Review {
    /// Reads what a form says: numbers of rows, a mode, and for less than everything why, on whose responsibility, until when.
    ///
    /// # Errors
    /// [`Problem::TextNeeded`] where no row is named, [`Problem::InvalidReview`] for a mode without all that goes with it, or a
    /// day that is over or more than twelve months away.
    pub fn read(rows: &[String], [display, reason, role, review_by]: [&str; 4], now: Timestamp) -> Result<Self, Problem> {
        let rows: Vec<u32> = rows.iter().map(|row| row.parse()).collect::<Result<_, _>>().map_err(|_| Problem::Malformed)?;
        if rows.is_empty() {
            return Err(Problem::TextNeeded);
        }
        let said = Shown::read(Some(display), Some(reason), Some(role), Some(review_by)).map_err(|_| Problem::InvalidReview)?;
        if said.reviewed_in_time(now) { Ok(Self { rows, shown: said }) } else { Err(Problem::InvalidReview) }
    }
}

/// A row of which the person does not see everything, as its holder sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// Which, counted from 0.
    pub row: u32,
    /// How much the person sees.
    pub display: Display,
    /// What was said for it.
    pub withheld: Withheld,
    /// How its review stands.
    pub standing: Standing,
}

/// A report with rows that have to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueReport {
    /// Which.
    pub disclosure: DisclosureId,
    /// By whom.
    pub holder: Holder,
    /// To which study.
    pub study: Study,
    /// When the records were handed over.
    pub disclosed_at: Timestamp,
    /// The first of the days.
    pub review_by: Date,
    /// How that one stands.
    pub standing: Standing,
    /// How many rows; as far as they are counted.
    pub rows: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_date;

    const EVENING: &str = "2026-11-22T14:59:59.999Z";

    fn at(day: &str, moment: &str) -> Standing {
        Standing::at(parse_date(day).unwrap(), moment.parse().unwrap())
    }

    #[test]
    fn the_day_belongs_to_the_holder_until_its_end_in_tokyo() {
        assert_eq!(at("2026-11-22", EVENING), Standing::Due);
        assert_eq!(at("2026-11-22", "2026-11-22T15:00:00Z"), Standing::Overdue);
        assert_eq!(at("2026-11-21", EVENING), Standing::Overdue);
    }

    #[test]
    fn the_holder_is_reminded_thirty_days_before() {
        assert_eq!(at("2026-12-22", EVENING), Standing::Due);
        assert_eq!(at("2026-12-23", EVENING), Standing::Later);
        assert_eq!(at("2026-12-23", "2026-11-22T15:00:00Z"), Standing::Due);
    }

    #[test]
    fn a_review_names_rows_and_a_new_day_within_a_year() {
        let now = EVENING.parse().unwrap();
        let read = |rows: &[&str], said| Review::read(&rows.iter().map(|&row| row.to_owned()).collect::<Vec<_>>(), said, now);
        let later = |day| ["hidden", "risk-of-harm", "attending-physician", day];
        assert_eq!(read(&["0", "7"], ["full", "", "", ""]).unwrap().rows, [0, 7]);
        assert!(matches!(read(&["0"], later("2027-11-23")), Ok(Review { shown: Shown::Hidden(_), .. })));
        assert_eq!(read(&[], later("2027-05-01")), Err(Problem::TextNeeded));
        assert_eq!(read(&["x"], later("2027-05-01")), Err(Problem::Malformed));
        for day in ["2026-11-21", "2027-11-24", "", "soon"] {
            assert_eq!(read(&["0"], later(day)), Err(Problem::InvalidReview), "{day}");
        }
        for said in [["generic", "", "attending-physician", "2027-05-01"], ["generic", "risk-of-harm", "x", "2027-05-01"], ["", "", "", ""]]
        {
            assert_eq!(read(&["0"], said), Err(Problem::InvalidReview), "{said:?}");
        }
    }
}
