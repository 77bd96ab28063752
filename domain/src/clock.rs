//! Time and chance, as parameters: nothing here asks the machine for either.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339, macros::offset};

pub use time::Date;

/// Tokyo has kept UTC+9 without summer time since 1951; no rule of ours reaches further back.
const TOKYO: UtcOffset = offset!(+9);

/// A moment in UTC, in whole milliseconds since 1970. Written as RFC 3339 with three decimals and `Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// A span in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(i64);

impl Span {
    /// That many seconds.
    #[must_use]
    pub const fn seconds(n: i64) -> Self {
        Self(n * 1_000)
    }
    /// That many minutes.
    #[must_use]
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n * 60)
    }
    /// That many hours.
    #[must_use]
    pub const fn hours(n: i64) -> Self {
        Self::minutes(n * 60)
    }
    /// That many days of 24 hours.
    #[must_use]
    pub const fn days(n: i64) -> Self {
        Self::hours(n * 24)
    }
    /// The span in whole milliseconds.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }
}

impl std::ops::Add<Span> for Timestamp {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl std::ops::Sub<Span> for Timestamp {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

/// A text that is not a time or date of the expected shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time: RFC 3339 (or YYYY-MM-DD for a date) was expected")]
pub struct InvalidTime;

/// How long a day and time is that names no seconds.
pub const TO_THE_MINUTE: usize = "2026-11-22T10:00".len();

impl Timestamp {
    /// The moment so many milliseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// 00:00 in Tokyo of that day.
    #[must_use]
    pub fn start_of_day_in_tokyo(day: Date) -> Self {
        Self(day.midnight().assume_offset(TOKYO).unix_timestamp() * 1_000)
    }

    /// The calendar day in Tokyo, and the time of day there as (hour, minute, second).
    #[must_use]
    pub fn in_tokyo(self) -> (Date, (u8, u8, u8)) {
        let there = self.utc().to_offset(TOKYO);
        (there.date(), (there.hour(), there.minute(), there.second()))
    }

    /// What a field for day and time holds, as people in Japan mean it: `2026-11-22T10:00`, with or without seconds.
    ///
    /// # Errors
    /// [`InvalidTime`] for any other shape and for moments that do not exist.
    pub fn typed_in_tokyo(text: &str) -> Result<Self, InvalidTime> {
        let seconds = if text.len() == TO_THE_MINUTE { ":00" } else { "" };
        format!("{text}{seconds}+09:00").parse()
    }

    fn utc(self) -> OffsetDateTime {
        // Every value we make lies within the years 1970 to 9999; one that does not is shown as the epoch.
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let t = self.utc();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            t.year(),
            u8::from(t.month()),
            t.day(),
            t.hour(),
            t.minute(),
            t.second(),
            t.millisecond()
        )
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTime;
    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let t = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| InvalidTime)?;
        i64::try_from(t.unix_timestamp_nanos().div_euclid(1_000_000)).map(Self).map_err(|_| InvalidTime)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Reads `YYYY-MM-DD`.
///
/// # Errors
/// [`InvalidTime`] for any other shape and for days that do not exist.
pub fn parse_date(text: &str) -> Result<Date, InvalidTime> {
    let shape = time::macros::format_description!("[year]-[month]-[day]");
    if text.len() == 10 { Date::parse(text, &shape).map_err(|_| InvalidTime) } else { Err(InvalidTime) }
}

/// Writes `YYYY-MM-DD`.
#[must_use]
pub fn format_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// Where the time comes from. The server's real one is the only one that asks the machine.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// Where chance comes from. Must be fit for keys: the server's real one is the operating system's.
pub trait Random: Send + Sync {
    /// Fills the whole slice.
    fn fill(&self, bytes: &mut [u8]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_utc_with_milliseconds() {
        let t: Timestamp = "2026-11-22T10:14:07.5+09:00".parse().unwrap();
        assert_eq!(t.to_string(), "2026-11-22T01:14:07.500Z");
    }

    #[test]
    fn a_day_starts_at_midnight_in_tokyo() {
        let day = parse_date("2026-11-22").unwrap();
        let start = Timestamp::start_of_day_in_tokyo(day);
        assert_eq!(start.to_string(), "2026-11-21T15:00:00.000Z");
        assert_eq!(start.in_tokyo(), (day, (0, 0, 0)));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2026-02-30", "2026-2-3", "20260203", "", "2026-13-01", "1979-04-02 "] {
            assert_eq!(parse_date(text), Err(InvalidTime), "{text}");
        }
    }
}
