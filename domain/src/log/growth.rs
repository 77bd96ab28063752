//! How the published log grew, day by day in Tokyo.

use crate::clock::Date;

/// How many days are shown.
pub const DAYS: usize = 30;

/// The sizes of the log at the ends of days: of the latest on which anything was entered, at most [`DAYS`] and one more. Of a
/// shorter list there is nothing before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Growth(Vec<(Date, u64)>);

impl Growth {
    /// From sizes at the ends of days, the earliest first.
    #[must_use]
    pub const fn new(ends: Vec<(Date, u64)>) -> Self {
        Self(ends)
    }

    /// How many entries came on each of the [`DAYS`] days up to `today`, the earliest first.
    #[must_use]
    pub fn per_day(&self, today: Date) -> Vec<(Date, u64)> {
        let mut days: Vec<Date> = std::iter::successors(Some(today), |day| day.previous_day()).take(DAYS).collect();
        days.reverse();
        let mut before = days.first().and_then(|first| first.previous_day()).map_or(0, |day| self.size_at(day));
        let of = |day| {
            let size = self.size_at(day);
            let came = size.saturating_sub(before);
            before = size;
            (day, came)
        };
        days.into_iter().map(of).collect()
    }

    fn size_at(&self, day: Date) -> u64 {
        self.0.iter().rev().find(|(end, _)| *end <= day).map_or(0, |(_, size)| *size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_date;

    fn day(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    #[test]
    fn each_day_has_what_came_on_it() {
        let growth = Growth::new(vec![(day("2026-10-01"), 4), (day("2026-11-20"), 10), (day("2026-11-22"), 13)]);
        let days = growth.per_day(day("2026-11-23"));
        assert_eq!(days.len(), DAYS);
        assert_eq!(days[0].0, day("2026-10-25"));
        let came: Vec<_> = days.into_iter().filter(|(_, came)| *came > 0).collect();
        assert_eq!(came, [(day("2026-11-20"), 6), (day("2026-11-22"), 3)], "what was there before is no growth");
    }

    #[test]
    fn an_empty_log_did_not_grow() {
        assert!(Growth::default().per_day(day("2026-11-23")).iter().all(|(_, came)| *came == 0));
    }
}
