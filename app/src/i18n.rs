//! Words, numbers and times in the language of the visit.
//!
//! Pages take their words with [`text!`](crate::text); data that is stored in both languages goes through
//! [`Locale::pick`]. Islands run where no catalogue is: they get their words as props.

use domain::clock::{Date, Timestamp};
use domain::words::Words;
use leptos::prelude::use_context;
use serde::{Deserialize, Serialize};

/// The languages of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// 日本語.
    #[default]
    Ja,
    /// English.
    En,
}

impl Locale {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// As it stands in `<html lang>`, in the cookie and in the names of the catalogues.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// Its own name for itself.
    #[must_use]
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::Ja => "日本語",
            Self::En => "English",
        }
    }

    /// The language with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.code() == code)
    }

    /// The language of an answer: what was chosen (cookie), else what the browser prefers, else Japanese.
    #[must_use]
    pub fn negotiate(cookie: Option<&str>, accept_language: Option<&str>) -> Self {
        cookie.and_then(Self::from_code).or_else(|| accept_language.and_then(preferred)).unwrap_or_default()
    }

    /// The language of the visit at hand.
    #[must_use]
    pub fn current() -> Self {
        use_context().unwrap_or_default()
    }

    /// The text of stored words.
    #[must_use]
    pub fn pick(self, words: &Words) -> String {
        match self {
            Self::Ja => words.ja.clone(),
            Self::En => words.en.clone(),
        }
    }
}

/// The first of our languages by the weights of an `Accept-Language` header.
fn preferred(header: &str) -> Option<Locale> {
    let mut best: Option<(f32, Locale)> = None;
    for range in header.split(',').take(32) {
        let mut parts = range.split(';').map(str::trim);
        let primary = parts.next().and_then(|tag| tag.split('-').next()).unwrap_or("").to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f32>().ok()).unwrap_or(0.0);
        if let Some(locale) = Locale::from_code(&primary)
            && weight > 0.0
            && best.is_none_or(|(other, _)| weight > other)
        {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// A value that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Some words.
    Text(String),
    /// A number, which may choose the words (one / many). Shown without grouping: see [`number`].
    Number(u64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

/// The words of that key, in the language of the visit. Keys are written out at the place of use, so that tests can find
/// them; where a key is made from a code, its family is listed in `tests/words.rs`.
#[must_use]
pub fn text(key: &str, values: &[(&'static str, Value)]) -> String {
    crate::side::words(Locale::current(), key, values)
}

/// The words of that key in one language, for what carries both, such as a letter.
#[must_use]
pub fn text_in(locale: Locale, key: &str, values: &[(&'static str, Value)]) -> String {
    crate::side::words(locale, key, values)
}

/// The words of a key that there may be none for: what is stored may be newer than the words.
#[must_use]
pub fn known_text(key: &str) -> Option<String> {
    crate::side::known_words(Locale::current(), key)
}

/// Words from the catalogue: `text!("usage-title")`, `text!("usage-records", count = 41)`.
#[macro_export]
macro_rules! text {
    ($key:expr) => { $crate::i18n::text($key, &[]) };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::text($key, &[$((stringify!($name), $crate::i18n::Value::from($value))),+])
    };
}

/// A number with its thousands grouped: `48,213`.
#[must_use]
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The Japanese year of a day, for the eras of people now alive.
fn japanese_year(day: Date) -> String {
    let begin = |year, month, of| time_date(year, month, of).is_some_and(|first| day >= first);
    let (era, before) = if begin(2019, 5, 1) {
        ("令和", 2018)
    } else if begin(1989, 1, 8) {
        ("平成", 1988)
    } else if begin(1926, 12, 25) {
        ("昭和", 1925)
    } else {
        ("大正", 1911)
    };
    match day.year() - before {
        1 => format!("{era}元年"),
        n => format!("{era}{n}年"),
    }
}

fn time_date(year: i32, month: u8, day: u8) -> Option<Date> {
    domain::clock::parse_date(&format!("{year:04}-{month:02}-{day:02}")).ok()
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

fn month_name(day: Date) -> &'static str {
    MONTHS[usize::from(u8::from(day.month())) - 1]
}

impl Locale {
    /// A day: 2026年（令和8年）11月22日 / 22 November 2026.
    #[must_use]
    pub fn date(self, day: Date) -> String {
        match self {
            Self::Ja => format!("{}年（{}）{}月{}日", day.year(), japanese_year(day), u8::from(day.month()), day.day()),
            Self::En => format!("{} {} {}", day.day(), month_name(day), day.year()),
        }
    }

    /// A day without its year: 11月22日 / 22 November.
    #[must_use]
    pub fn day(self, day: Date) -> String {
        match self {
            Self::Ja => format!("{}月{}日", u8::from(day.month()), day.day()),
            Self::En => format!("{} {}", day.day(), month_name(day)),
        }
    }

    /// A year: 2026年（令和8年） / 2026. Named by its last day, as a year in which an era begins is.
    #[must_use]
    pub fn year(self, year: i32) -> String {
        match self {
            Self::Ja => match time_date(year, 12, 31) {
                Some(day) => format!("{year}年（{}）", japanese_year(day)),
                None => format!("{year}年"),
            },
            Self::En => year.to_string(),
        }
    }

    /// A month, named by its first day: 2026年11月 / November 2026.
    #[must_use]
    pub fn month(self, first: Date) -> String {
        match self {
            Self::Ja => format!("{}年{}月", first.year(), u8::from(first.month())),
            Self::En => format!("{} {}", month_name(first), first.year()),
        }
    }

    /// A moment, in Tokyo: 2026年（令和8年）11月22日 10:14 / 22 November 2026, 10:14.
    #[must_use]
    pub fn moment(self, at: Timestamp) -> String {
        let (day, (hour, minute, _)) = at.in_tokyo();
        match self {
            Self::Ja => format!("{} {hour}:{minute:02}", self.date(day)),
            Self::En => format!("{}, {hour}:{minute:02}", self.date(day)),
        }
    }

    /// A moment to the second, for receipts.
    #[must_use]
    pub fn exact_moment(self, at: Timestamp) -> String {
        let (_, (_, _, second)) = at.in_tokyo();
        format!("{}:{second:02}", self.moment(at))
    }

    /// The day of a moment, in Tokyo.
    #[must_use]
    pub fn date_of(self, at: Timestamp) -> String {
        self.date(at.in_tokyo().0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_goes_before_what_the_browser_prefers() {
        assert_eq!(Locale::negotiate(Some("en"), Some("ja")), Locale::En);
        assert_eq!(Locale::negotiate(Some("fr"), Some("en-GB,en;q=0.9,ja;q=0.8")), Locale::En);
        assert_eq!(Locale::negotiate(None, Some("fr, ja;q=0.4, en;q=0.3")), Locale::Ja);
        assert_eq!(Locale::negotiate(None, Some("en;q=0, de")), Locale::Ja);
        assert_eq!(Locale::negotiate(None, Some(";;;,q=,")), Locale::Ja);
        assert_eq!(Locale::negotiate(None, None), Locale::Ja);
    }

    #[test]
    fn a_moment_is_told_in_tokyo_time() {
        let at: Timestamp = "2026-11-22T01:14:07.000Z".parse().unwrap();
        assert_eq!(Locale::Ja.moment(at), "2026年（令和8年）11月22日 10:14");
        assert_eq!(Locale::En.moment(at), "22 November 2026, 10:14");
        assert_eq!(Locale::En.exact_moment(at), "22 November 2026, 10:14:07");
        let past_midnight: Timestamp = "2026-11-22T15:05:00.000Z".parse().unwrap();
        assert_eq!(Locale::Ja.date_of(past_midnight), "2026年（令和8年）11月23日");
        assert_eq!(Locale::Ja.moment(past_midnight), "2026年（令和8年）11月23日 0:05");
    }

    #[test]
    fn an_era_begins_with_its_first_day() {
        let ja = |text: &str| Locale::Ja.date(domain::clock::parse_date(text).unwrap());
        assert_eq!(ja("2019-04-30"), "2019年（平成31年）4月30日");
        assert_eq!(ja("2019-05-01"), "2019年（令和元年）5月1日");
        assert_eq!(ja("1979-04-02"), "1979年（昭和54年）4月2日");
        assert_eq!(Locale::Ja.year(2019), "2019年（令和元年）");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(["0", "999", "1,000", "48,213", "1,234,567"], [0, 999, 1_000, 48_213, 1_234_567].map(number).as_slice());
    }
}
