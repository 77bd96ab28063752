//! Disclosures, uses, and the uses that went against a person's choice.

pub mod case;
pub mod history;
pub mod report;
pub mod review;
pub mod shown;

use crate::category::{Category, Form};
use crate::choice::Objection;
use crate::clock::{Date, Timestamp};
use crate::holder::Holder;
use crate::id::DisclosureId;
use crate::log::Position;
use crate::purpose::Purpose;
use crate::study::Study;

/// How much of a use its person may see (undisclosed diagnoses, 未告知).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Display {
    /// All of it.
    Full,
    /// Holder, date, purposes, categories and form only, without any remark that something is missing.
    Generic,
    /// Nothing, and it is not counted to the person anywhere; the choices still apply.
    Hidden,
}

impl Display {
    /// As it is stored.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::Full => 0,
            Self::Generic => 1,
            Self::Hidden => 2,
        }
    }

    /// The mode with that number, if there is one.
    #[must_use]
    pub const fn from_number(number: i16) -> Option<Self> {
        match number {
            0 => Some(Self::Full),
            1 => Some(Self::Generic),
            2 => Some(Self::Hidden),
            _ => None,
        }
    }
}

/// How a use went against a person's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conflict {
    /// The refusal was entered after the disclosure (paper): the desk owes the person an explanation.
    LateEntry,
    /// A check made before the refusal was still valid: the gap that validity allows.
    CheckedBefore,
    /// The holder is at fault.
    Against,
}

impl Conflict {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::LateEntry, Self::CheckedBefore, Self::Against];

    /// As it is stored.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::LateEntry => 1,
            Self::CheckedBefore => 2,
            Self::Against => 3,
        }
    }

    /// The kind with that number, if there is one.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// As it stands on the wire; the key of its words is `conflict-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LateEntry => "late-entry",
            Self::CheckedBefore => "checked-before",
            Self::Against => "against",
        }
    }
}

/// A check that covers a use: same holder, study version and identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covering {
    /// When the check was answered.
    pub checked_at: Timestamp,
    /// Until when its answer might be used.
    pub valid_until: Timestamp,
    /// How many entries the log had then.
    pub log_size: Position,
}

impl Covering {
    /// Whether it was in force at that moment.
    #[must_use]
    pub fn in_force(&self, at: Timestamp) -> bool {
        self.checked_at <= at && at <= self.valid_until
    }
}

/// Whether a use went against the refusals that deny it at `disclosed_at`, and how. `None`: it did not.
///
/// `objections` are those of the choices folded at `disclosed_at` ([`crate::choice::Choices::fold_at`]); the one that was
/// logged first decides.
#[must_use]
pub fn conflict(disclosed_at: Timestamp, objections: impl IntoIterator<Item = Objection>, check: Option<Covering>) -> Option<Conflict> {
    let first = objections.into_iter().min_by_key(|objection| objection.position)?;
    if first.recorded > disclosed_at {
        return Some(Conflict::LateEntry);
    }
    match check.filter(|check| check.in_force(disclosed_at)) {
        Some(check) if first.position >= check.log_size => Some(Conflict::CheckedBefore),
        _ => Some(Conflict::Against),
    }
}

/// Where a page of uses ends: newest first, by the day of disclosure, then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UseCursor {
    /// When the last use of the page was disclosed.
    pub disclosed_at: Timestamp,
    /// Its disclosure.
    pub disclosure: DisclosureId,
}

impl std::fmt::Display for UseCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.disclosed_at.millis(), self.disclosure)
    }
}

impl std::str::FromStr for UseCursor {
    type Err = crate::id::InvalidId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (millis, id) = text.split_once('.').ok_or(crate::id::InvalidId)?;
        let millis = millis.parse().map_err(|_| crate::id::InvalidId)?;
        Ok(Self { disclosed_at: Timestamp::from_millis(millis), disclosure: id.parse()? })
    }
}

/// One use as its person sees it: all of it, or only what `generic` display leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseView {
    /// Names it in addresses, together with the person.
    pub id: DisclosureId,
    /// When the records were handed over.
    pub disclosed_at: Timestamp,
    /// Who handed them over; `None`: it is left out, see [`Self::veiled`].
    pub holder: Option<Holder>,
    /// What for.
    pub purposes: Vec<Purpose>,
    /// Which kinds of records.
    pub categories: Vec<Category>,
    /// In which form.
    pub form: Form,
    /// The rest, unless the display is generic.
    pub details: Option<UseDetails>,
    /// Whether the holder corrected or withdrew its report since. Of a generic display it is not said.
    pub changed: Option<report::Changed>,
    /// Whether everything that could tell where the records lie is left out: a protected person has not shown their passkey
    /// just now.
    pub veiled: Option<Veiled>,
}

/// What a veiled use still tells, besides its day and purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Veiled {
    /// Whether and how it went against the person's choice, where they may know that.
    pub conflict: Option<Conflict>,
}

/// Why a use was allowed when it was made, by what its person had said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Nothing that was said stood against it.
    NothingAgainst,
    /// The person had allowed this very study, at that moment.
    ThisStudy(Timestamp),
}

/// What only full display shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseDetails {
    /// The study, in the version that the report named.
    pub study: Study,
    /// Who received the records, as the holder wrote it.
    pub recipient: String,
    /// The first and last day of the records.
    pub records: Option<(Date, Date)>,
    /// How many records, if the holder said so.
    pub record_count: Option<u32>,
    /// When the person's choices were asked for it; `None`: it was not covered by a check.
    pub checked_at: Option<Timestamp>,
    /// Whether the holder had joined when it was disclosed; reports from before are not judged.
    pub historic: bool,
    /// Whether and how it went against the person's choice.
    pub conflict: Option<Conflict>,
    /// Why it was allowed; `None` where that is not the question (the law exempts it, nobody judged it) or it was not.
    pub allowed: Option<Allowed>,
    /// Whether the law exempts it from refusal.
    pub exempt: bool,
    /// Whether results should have been published by now.
    pub results_overdue: bool,
}

impl UseView {
    /// Whether and how the person may know that it went against their choice.
    #[must_use]
    pub fn conflict(&self) -> Option<Conflict> {
        let veiled = self.veiled.and_then(|veiled| veiled.conflict);
        self.details.as_ref().and_then(|details| details.conflict).or(veiled)
    }

    /// The same without anything that tells where the records lie: the holder, and the study with its sources and users.
    #[must_use]
    pub fn under_a_veil(self) -> Self {
        let veiled = Some(Veiled { conflict: self.conflict() });
        Self { holder: None, details: None, veiled, ..self }
    }
}

/// A page of a longer list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, C> {
    /// What stands on it.
    pub items: Vec<T>,
    /// Where the next page begins; `None`: this is the last.
    pub next: Option<C>,
}

/// A number that is counted only so far: `more` says that there are more than `count`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counted {
    /// How many were counted.
    pub count: u32,
    /// Whether counting stopped there.
    pub more: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn objection(position: u64, recorded: i64) -> Objection {
        Objection { position: Position(position), recorded: at(recorded), effective: at(0) }
    }

    fn check(size: u64, from: i64, until: i64) -> Option<Covering> {
        Some(Covering { checked_at: at(from), valid_until: at(until), log_size: Position(size) })
    }

    #[test]
    fn no_objection_no_conflict() {
        assert_eq!(conflict(at(10), [], None), None);
    }

    #[test]
    fn a_refusal_entered_after_the_disclosure_is_a_late_entry() {
        assert_eq!(conflict(at(10), [objection(3, 11)], check(0, 0, 99)), Some(Conflict::LateEntry));
    }

    #[test]
    fn a_check_from_before_the_refusal_covers_while_it_is_valid() {
        assert_eq!(conflict(at(10), [objection(3, 9)], check(3, 5, 12)), Some(Conflict::CheckedBefore));
        assert_eq!(conflict(at(10), [objection(3, 9)], check(4, 5, 12)), Some(Conflict::Against));
        assert_eq!(conflict(at(13), [objection(3, 9)], check(3, 5, 12)), Some(Conflict::Against));
        assert_eq!(conflict(at(4), [objection(3, 3)], check(3, 5, 12)), Some(Conflict::Against));
        assert_eq!(conflict(at(10), [objection(3, 9)], None), Some(Conflict::Against));
    }

    #[test]
    fn the_refusal_logged_first_decides() {
        assert_eq!(conflict(at(10), [objection(9, 11), objection(3, 5)], None), Some(Conflict::Against));
    }

    #[test]
    fn a_cursor_reads_back_as_it_was_written() {
        let cursor = UseCursor { disclosed_at: at(1_790_000_000_000), disclosure: DisclosureId(uuid::Uuid::from_u128(5)) };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in ["", "1", "1.x", "x.01J00000000000000000000000", "-"] {
            assert!(text.parse::<UseCursor>().is_err(), "{text}");
        }
    }
}
