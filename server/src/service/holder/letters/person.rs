//! The person of a row: numbers by the same grammar as everywhere, and a birth date that somebody alive may have.

use crate::keys::IdentifierDigest;
use crate::service::Core;
use domain::check::{MAX_IDENTIFIERS, RawIdentifier};
use domain::clock::{Date, Timestamp, parse_date};
use domain::identifier::{Identifier, RowError, Systems};
use domain::ports::RowFault;
use std::collections::HashSet;

/// Nobody alive was born before.
const OLDEST: &str = "1900-01-01";

/// Whom a code is made for.
pub(super) struct Person {
    pub(super) identifiers: Vec<Identifier>,
    pub(super) birth_date: Date,
}

impl Person {
    pub(super) fn read(identifiers: &[RawIdentifier], birth_date: &str, open: &Systems, now: Timestamp) -> Result<Self, RowFault> {
        match identifiers.len() {
            0 => return Err(RowFault::NoNumber),
            1..=MAX_IDENTIFIERS => {}
            _ => return Err(RowFault::InvalidIdentifier),
        }
        let read = identifiers.iter().map(|raw| Identifier::parse(&raw.system, &raw.value, open)).collect::<Result<Vec<_>, _>>();
        let identifiers = read.map_err(|error| match error {
            RowError::UnknownSystem => RowFault::UnknownSystem,
            RowError::InvalidIdentifier | RowError::NotLinked => RowFault::InvalidIdentifier,
        })?;
        let (today, _) = now.in_tokyo();
        let possible = |day: &Date| *day <= today && parse_date(OLDEST).is_ok_and(|oldest| *day >= oldest);
        let birth_date = day(birth_date).filter(possible).ok_or(RowFault::InvalidDate)?;
        Ok(Self { identifiers, birth_date })
    }

    /// The same, unless one of the numbers was somebody's before.
    pub(super) fn once(self, core: &Core, seen: &mut HashSet<IdentifierDigest>) -> Result<Self, RowFault> {
        let digests: Vec<_> = self.identifiers.iter().map(|identifier| core.keys.identifier_digest(identifier)).collect();
        if digests.iter().any(|digest| seen.contains(digest)) {
            return Err(RowFault::Duplicate);
        }
        seen.extend(digests);
        Ok(self)
    }
}

/// A day as spreadsheets and people write it: `1979-04-02`, `1979/4/2`, `19790402`, `1979年4月2日`, full-width or not.
fn day(typed: &str) -> Option<Date> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        _ => c,
    };
    let typed: String = typed.trim().chars().take(32).map(narrow).collect();
    let parts: Vec<&str> = typed.split(|c: char| "-/. 年月日−ー－／．\u{3000}".contains(c)).filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (year, month, day) = match parts[..] {
        [all] if all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => (year, month, day),
        _ => return None,
    };
    parse_date(&format!("{year}-{month:0>2}-{day:0>2}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::clock::format_date;
    use domain::identifier::INSURED;

    #[test]
    fn a_day_is_read_as_spreadsheets_and_people_write_it() {
        for typed in ["1979-04-02", "1979/4/2", "19790402", " 1979.04.02 ", "１９７９年４月２日", "1979／04／02"] {
            assert_eq!(day(typed).map(format_date).as_deref(), Some("1979-04-02"), "{typed}");
        }
        for typed in ["", "1979", "1979-02-30", "79/4/2", "S54.4.2", "1979-4", "a1979-4-2", "2/4/1979", &"1".repeat(1_000)] {
            assert_eq!(day(typed), None, "{typed}");
        }
    }

    #[test]
    fn nobody_is_born_tomorrow_or_before_1900() {
        let open = Systems { insured_numbers: true, local: None };
        let numbers = [RawIdentifier { system: INSURED.into(), value: "06132013:1:2:".into() }];
        let now: Timestamp = "2026-11-22T15:30:00.000Z".parse().unwrap();
        let read = |date: &str| Person::read(&numbers, date, &open, now).map(|person| format_date(person.birth_date));
        // It is the 23rd in Tokyo already.
        assert_eq!(read("2026-11-23"), Ok("2026-11-23".to_owned()));
        assert_eq!(read("1900-01-01"), Ok("1900-01-01".to_owned()));
        assert_eq!(read("2026-11-24"), Err(RowFault::InvalidDate));
        assert_eq!(read("1899-12-31"), Err(RowFault::InvalidDate));
        assert!(matches!(Person::read(&[], "1979-04-02", &open, now), Err(RowFault::NoNumber)));
    }
}
