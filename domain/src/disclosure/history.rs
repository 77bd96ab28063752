//! A person's uses as a history: narrowed to what somebody looks for, counted month by month, taken home.

use crate::check::Asked;
use crate::clock::{Date, Timestamp};
use crate::holder::Holder;
use crate::id::{HolderId, InvalidId};
use crate::purpose::{Catalogue, PurposeCode};
use std::collections::BTreeMap;
use std::str::FromStr;

/// What a list of uses is narrowed to. What is not said narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Uses that have this among their purposes.
    pub purpose: Option<PurposeCode>,
    /// What this organisation handed over.
    pub holder: Option<HolderId>,
    /// What was handed over in that year, in Tokyo.
    pub year: Option<i32>,
}

impl Narrowed {
    /// Whether nothing is narrowed.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// The first moment of the year, and the first after it; `None` where no year was said, or none that there is.
    #[must_use]
    pub fn moments(&self) -> Option<(Timestamp, Timestamp)> {
        let year = self.year?;
        let first = Month::new(year, 1)?;
        Some((first.begins(), first.later(MONTHS_OF_A_YEAR).begins()))
    }
}

/// The year that a text names: four digits, of a time in which there were records to hand over.
#[must_use]
pub fn read_year(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    (text.len() == 4 && (1900..=9990).contains(&year)).then_some(year)
}

const MONTHS_OF_A_YEAR: u32 = 12;
/// How many months the timeline shows where no year is chosen.
pub const MONTHS_SHOWN: u32 = 24;

/// A month of the calendar in Tokyo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    /// From 1.
    number: u8,
}

impl Month {
    /// That month, if there is one.
    #[must_use]
    pub fn new(year: i32, number: u8) -> Option<Self> {
        let month = time::Month::try_from(number).ok()?;
        Date::from_calendar_date(year, month, 1).is_ok().then_some(Self { year, number })
    }

    /// The month of that moment.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        let day = at.in_tokyo().0;
        Self { year: day.year(), number: u8::from(day.month()) }
    }

    /// Its year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// Its number, from 1.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.number
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        // A month that exists begins with its first; the smallest day there is stands for one that does not.
        let month = time::Month::try_from(self.number).unwrap_or(time::Month::January);
        Date::from_calendar_date(self.year, month, 1).unwrap_or(Date::MIN)
    }

    /// Its first moment.
    #[must_use]
    pub fn begins(self) -> Timestamp {
        Timestamp::start_of_day_in_tokyo(self.first_day())
    }

    /// So many months later.
    #[must_use]
    pub fn later(self, months: u32) -> Self {
        self.moved(i64::from(months))
    }

    /// So many months earlier.
    #[must_use]
    pub fn earlier(self, months: u32) -> Self {
        self.moved(-i64::from(months))
    }

    fn moved(self, months: i64) -> Self {
        let count = i64::from(self.year) * 12 + i64::from(self.number) - 1 + months;
        let year = i32::try_from(count.div_euclid(12)).unwrap_or(self.year);
        let number = u8::try_from(count.rem_euclid(12) + 1).unwrap_or(self.number);
        Self { year, number }
    }
}

/// How often records were used in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthCount {
    /// Which.
    pub month: Month,
    /// How many uses.
    pub uses: u32,
    /// How many of them had which purpose; a use with two purposes counts for both.
    pub purposes: BTreeMap<PurposeCode, u32>,
}

/// How often records were used, month by month, the earliest first. A month without a use is there with none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The months.
    pub months: Vec<MonthCount>,
    /// Whether there were more uses in this time than are counted.
    pub more: bool,
}

impl Timeline {
    /// Which months are shown: those of the year, or the latest ones up to now.
    #[must_use]
    pub fn window(narrowed: &Narrowed, now: Timestamp) -> (Month, u32) {
        match narrowed.year.and_then(|year| Month::new(year, 1)) {
            Some(first) => (first, MONTHS_OF_A_YEAR),
            None => (Month::of(now).earlier(MONTHS_SHOWN - 1), MONTHS_SHOWN),
        }
    }

    /// Counts uses, each with its moment and its purposes, into so many months from the first on; others do not count.
    #[must_use]
    pub fn count<'a>((first, months): (Month, u32), uses: impl IntoIterator<Item = (Timestamp, &'a [PurposeCode])>, more: bool) -> Self {
        let empty = |month| MonthCount { month, uses: 0, purposes: BTreeMap::new() };
        let mut counted: BTreeMap<Month, MonthCount> =
            (0..months).map(|index| first.later(index)).map(|month| (month, empty(month))).collect();
        for (at, purposes) in uses {
            let Some(month) = counted.get_mut(&Month::of(at)) else { continue };
            month.uses += 1;
            for purpose in purposes {
                *month.purposes.entry(purpose.clone()).or_default() += 1;
            }
        }
        Self { months: counted.into_values().collect(), more }
    }

    /// How many uses there were.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.months.iter().map(|month| month.uses).sum()
    }

    /// How often each purpose was met, the most frequent first.
    #[must_use]
    pub fn purposes(&self) -> Vec<(PurposeCode, u32)> {
        let mut sums: BTreeMap<&PurposeCode, u32> = BTreeMap::new();
        for (purpose, count) in self.months.iter().flat_map(|month| &month.purposes) {
            *sums.entry(purpose).or_default() += count;
        }
        let mut sums: Vec<_> = sums.into_iter().map(|(purpose, count)| (purpose.clone(), count)).collect();
        // Stable: what was met as often stands in the order of its code.
        sums.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        sums
    }
}

/// What stands around the list of uses: when there were how many, and what the list can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// How often, month by month, of what the list is narrowed to.
    pub timeline: Timeline,
    /// Every purpose there is.
    pub catalogue: Catalogue,
    /// Who handed records over, in the order of their names.
    pub holders: Vec<Holder>,
    /// The years in which records were handed over, newest first.
    pub years: Vec<i32>,
}

/// In which form a person takes their uses home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A table for a spreadsheet.
    Csv,
    /// For programs.
    Json,
    /// For other health records: a FHIR R4 Bundle of AuditEvents.
    Fhir,
}

impl ExportFormat {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Fhir];

    /// As it stands in addresses and audit lines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Fhir => "fhir",
        }
    }

    /// The form with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }
}

/// Where a page of "who asked" ends: latest first, then by organisation and purposes, which together are one row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AskedCursor {
    /// When the last row of the page asked last.
    pub last: Timestamp,
    /// Who asked.
    pub holder: HolderId,
    /// What for.
    pub purposes: Vec<PurposeCode>,
}

impl AskedCursor {
    /// The place of a row.
    #[must_use]
    pub fn at(asked: &Asked) -> Self {
        Self { last: asked.last, holder: asked.holder, purposes: asked.purposes.clone() }
    }
}

impl std::fmt::Display for AskedCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.last.millis(), self.holder)?;
        self.purposes.iter().try_for_each(|purpose| write!(f, ".{purpose}"))
    }
}

impl FromStr for AskedCursor {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let mut parts = text.split('.');
        let millis = parts.next().and_then(|millis| millis.parse().ok()).ok_or(InvalidId)?;
        let holder = parts.next().ok_or(InvalidId)?.parse()?;
        let purposes = parts.map(|code| code.parse().map_err(|_| InvalidId)).collect::<Result<_, _>>()?;
        Ok(Self { last: Timestamp::from_millis(millis), holder, purposes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn code(text: &str) -> PurposeCode {
        text.parse().unwrap()
    }

    fn month(year: i32, number: u8) -> Month {
        Month::new(year, number).unwrap()
    }

    #[test]
    fn a_month_begins_in_tokyo() {
        assert_eq!(Month::of(at("2026-10-31T15:00:00.000Z")), month(2026, 11));
        assert_eq!(Month::of(at("2026-10-31T14:59:59.999Z")), month(2026, 10));
        assert_eq!(month(2026, 11).begins(), at("2026-10-31T15:00:00.000Z"));
    }

    #[test]
    fn months_are_counted_over_the_turn_of_the_year() {
        assert_eq!(month(2026, 11).earlier(23), month(2024, 12));
        assert_eq!(month(2024, 12).later(1), month(2025, 1));
        assert_eq!(month(2026, 3).earlier(3), month(2025, 12));
        assert_eq!((Month::new(2026, 0), Month::new(2026, 13)), (None, None));
    }

    #[test]
    fn a_year_is_four_digits() {
        assert_eq!(read_year("2026"), Some(2026));
        for text in ["", "26", "02026", "-202", "+202", "２０２６", "9999", "1e3"] {
            assert_eq!(read_year(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_has_the_moments_of_tokyo() {
        let narrowed = Narrowed { year: Some(2025), ..Narrowed::default() };
        assert_eq!(narrowed.moments(), Some((at("2024-12-31T15:00:00.000Z"), at("2025-12-31T15:00:00.000Z"))));
        assert_eq!(Narrowed::default().moments(), None);
        assert!(Narrowed::default().is_everything() && !narrowed.is_everything());
    }

    #[test]
    fn the_timeline_ends_now_or_is_a_whole_year() {
        let now = at("2026-11-22T01:00:00.000Z");
        assert_eq!(Timeline::window(&Narrowed::default(), now), (month(2024, 12), 24));
        let of_2025 = Narrowed { year: Some(2025), ..Narrowed::default() };
        assert_eq!(Timeline::window(&of_2025, now), (month(2025, 1), 12));
    }

    #[test]
    fn a_use_counts_once_for_its_month_and_once_for_each_purpose() {
        let (ai, care) = ([code("ai-development")], [code("ai-development"), code("care-quality")]);
        let uses = [
            (at("2026-09-30T15:00:00.000Z"), &ai[..]),
            (at("2026-10-10T00:00:00.000Z"), &care[..]),
            (at("2026-11-10T00:00:00.000Z"), &care[..]),
            (at("2020-01-01T00:00:00.000Z"), &ai[..]),
        ];
        let timeline = Timeline::count((month(2026, 9), 3), uses, false);
        assert_eq!(timeline.months.iter().map(|month| month.uses).collect::<Vec<_>>(), [0, 2, 1]);
        assert_eq!(timeline.total(), 3);
        assert_eq!(timeline.purposes(), [(code("ai-development"), 3), (code("care-quality"), 2)]);
    }

    #[test]
    fn a_place_among_who_asked_reads_back() {
        let holder = HolderId(Uuid::from_u128(5));
        for purposes in [vec![code("education")], vec![code("ai-development"), code("care-quality")], vec![]] {
            let cursor = AskedCursor { last: at("2026-11-22T01:00:00.000Z"), holder, purposes };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for text in ["", "1", "x.01J00000000000000000000000", "1.x", "1.01J00000000000000000000000.NO"] {
            assert!(text.parse::<AskedCursor>().is_err(), "{text}");
        }
    }
}
