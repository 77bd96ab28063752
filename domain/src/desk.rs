//! What the desk may do for one person at a time (product.md, "Privacy rules of the store").
//!
//! Staff see a person only through a look-up: found by a number that the person told, with the birth date and a reason,
//! or through an inquiry assigned to them. It is theirs alone, ends by itself, and the person sees it with its reason.

mod facts;
mod proof;
mod telling;

pub use facts::{FactKind, Facts};
pub use proof::{Proof, Source, two_proofs, two_sources};
pub use telling::Telling;

use crate::clock::{Span, Timestamp};
use crate::failure::Problem;

/// How long a look-up stays open.
pub const LOOK_UP_LIFETIME: Span = Span::minutes(30);
/// How many look-ups one member of staff makes in an hour; more than a counter needs is browsing.
pub const LOOK_UPS_AN_HOUR: usize = 20;
/// How many in 24 hours.
pub const LOOK_UPS_A_DAY: usize = 60;
/// How many characters a reason has at most.
pub const REASON_LENGTH: usize = 500;

/// How a look-up came to its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// By a number and birth date that the person told.
    Told,
    /// Through an inquiry that was assigned to the member of staff.
    Inquiry,
    /// Nobody was found, and the person was made known.
    Created,
    /// With the leave of a second member of staff, see [`WaitsFor`].
    Approved,
}

/// Why a look-up shows nothing until a second member of staff agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitsFor {
    /// The person is protected.
    Protection,
    /// Nobody ever told when the person was born: a number alone finds them, whatever date goes with it.
    BirthDate,
    /// Somebody else has the number, of another birth date: whoever is made known under it would be heard for both.
    OtherBirthDate,
}

impl WaitsFor {
    /// Each.
    pub const ALL: [Self; 3] = [Self::Protection, Self::BirthDate, Self::OtherBirthDate];

    /// The end of the keys of its words (`person-waits-<code>`, `person-waits-<code>-why`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Protection => "protection",
            Self::BirthDate => "birth-date",
            Self::OtherBirthDate => "other-birth-date",
        }
    }

    /// What whoever goes on without waiting is told.
    #[must_use]
    pub const fn problem(self) -> Problem {
        match self {
            Self::Protection => Problem::ProtectedPerson,
            Self::BirthDate | Self::OtherBirthDate => Problem::NeedsSecondPerson,
        }
    }
}

impl FoundBy {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Told, Self::Inquiry, Self::Created, Self::Approved];

    /// As it is stored; the key of its words is `found-by-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Inquiry => "inquiry",
            Self::Created => "created",
            Self::Approved => "approved",
        }
    }

    /// The way with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// What was done in a look-up, as the person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// A decision was entered.
    Decided,
    /// The account's level was raised.
    LevelRaised,
    /// A letter with a code was handed out.
    LetterIssued,
    /// The person was put under protection.
    Protected,
    /// A death was written down.
    Deceased,
    /// One use was opened with a reason of its own.
    UseSeen,
    /// A second member of staff was asked for something.
    Asked,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 7] =
        [Self::Decided, Self::LevelRaised, Self::LetterIssued, Self::Protected, Self::Deceased, Self::UseSeen, Self::Asked];

    /// As it is stored; the key of its words is `desk-act-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::LevelRaised => "level-raised",
            Self::LetterIssued => "letter-issued",
            Self::Protected => "protected",
            Self::Deceased => "deceased",
            Self::UseSeen => "use-seen",
            Self::Asked => "asked",
        }
    }

    /// The act with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// Reads a reason as somebody typed it. The person will read it.
///
/// # Errors
/// [`Problem::ReasonNeeded`] without a word in it, [`Problem::TextTooLong`] over [`REASON_LENGTH`] characters.
pub fn reason(typed: &str) -> Result<String, Problem> {
    // Control and direction characters could make the reason read as another one.
    let plain: String = typed.chars().filter(|c| *c == '\n' || !(c.is_control() || is_unseen(*c))).collect();
    let plain = plain.trim();
    if !plain.chars().any(char::is_alphanumeric) {
        return Err(Problem::ReasonNeeded);
    }
    if plain.chars().count() > REASON_LENGTH {
        return Err(Problem::TextTooLong);
    }
    Ok(plain.to_owned())
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether somebody who looked people up at these moments (newest first, at least the last [`LOOK_UPS_A_DAY`]) may do so
/// again now.
///
/// # Errors
/// [`Problem::TooManyRequests`].
pub fn may_look_up(before: &[Timestamp], now: Timestamp) -> Result<(), Problem> {
    let since = |span: Span| before.iter().filter(|at| **at > now - span).count();
    if since(Span::hours(1)) >= LOOK_UPS_AN_HOUR || since(Span::days(1)) >= LOOK_UPS_A_DAY {
        return Err(Problem::TooManyRequests);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    #[test]
    fn a_reason_is_a_sentence_that_the_person_can_read() {
        assert_eq!(reason("  Phone call:\nrefuses everything. "), Ok("Phone call:\nrefuses everything.".into()));
        assert_eq!(reason("\u{202e}電話\u{0}"), Ok("電話".into()));
        for empty in ["", " ", "\n", "…", "\u{200b}", "---"] {
            assert_eq!(reason(empty), Err(Problem::ReasonNeeded), "{empty:?}");
        }
        assert!(reason(&"あ".repeat(REASON_LENGTH)).is_ok());
        assert_eq!(reason(&"あ".repeat(REASON_LENGTH + 1)), Err(Problem::TextTooLong));
    }

    #[test]
    fn twenty_an_hour_and_sixty_a_day() {
        let every = |minutes: i64, count: i64| (0..count).map(|n| NOW - Span::minutes(minutes * n + 1)).collect::<Vec<_>>();
        assert_eq!(may_look_up(&every(1, 19), NOW), Ok(()));
        assert_eq!(may_look_up(&every(1, 20), NOW), Err(Problem::TooManyRequests));
        assert_eq!(may_look_up(&every(20, 59), NOW), Ok(()));
        assert_eq!(may_look_up(&every(20, 60), NOW), Err(Problem::TooManyRequests));
        assert_eq!(may_look_up(&every(25, 60), NOW), Ok(()), "the last ones are more than a day old");
    }

    #[test]
    fn codes_read_back() {
        for way in FoundBy::ALL {
            assert_eq!(FoundBy::from_code(way.code()), Some(way));
        }
        for act in Act::ALL {
            assert_eq!(Act::from_code(act.code()), Some(act));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic_and_what_it_takes_is_short_and_visible(text in "\\PC{0,600}") {
            if let Ok(read) = reason(&text) {
                prop_assert!(read.chars().count() <= REASON_LENGTH);
                prop_assert!(!read.chars().any(|c| is_unseen(c) || (c.is_control() && c != '\n')));
            }
        }
    }
}
