//! What becomes of a conflict: answers of the holder, notes and the closing of the desk. It never disappears.

use super::Conflict;
use super::report::Changed;
use crate::clock::Timestamp;
use crate::holder::Holder;
use crate::id::{ConflictId, DisclosureId};
use crate::study::Study;

/// How long an answer or a note may be, in characters.
pub const MAX_NOTE: usize = 2_000;

/// Where a conflict stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseStatus {
    /// Nobody said anything yet.
    Open,
    /// The holder answered.
    Answered,
    /// The desk closed it, with a reason.
    Closed,
    /// The report was corrected or withdrawn: no longer open, and still there.
    Changed,
}

impl CaseStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Open, Self::Answered, Self::Closed, Self::Changed];

    /// As it is stored.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::Open => 0,
            Self::Answered => 1,
            Self::Closed => 2,
            Self::Changed => 3,
        }
    }

    /// The status with that number, if there is one.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.number() == number)
    }

    /// The key of its words is `conflict-status-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Changed => "changed",
        }
    }

    /// Whether somebody still owes an answer or a closing.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Answered)
    }
}

/// Who said something about a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteBy {
    /// The holder whose report it was.
    Holder,
    /// The desk.
    Desk,
}

impl NoteBy {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Holder, Self::Desk];

    /// As it is stored; the key of its words is `conflict-note-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Desk => "desk",
        }
    }

    /// Whoever has that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.code() == code)
    }
}

/// Something that was said about a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseNote {
    /// By whom.
    pub by: NoteBy,
    /// What.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// Whether it closes the conflict.
    pub closes: bool,
}

/// A conflict as its holder sees it: its own report and row, never the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictLine {
    /// Names it.
    pub id: ConflictId,
    /// In which report.
    pub disclosure: DisclosureId,
    /// Which row of it, counted from 0; unknown for reports from before this was kept.
    pub row: Option<u32>,
    /// How it went against the choice.
    pub kind: Conflict,
    /// When it came to light.
    pub found_at: Timestamp,
    /// When the records were handed over.
    pub disclosed_at: Timestamp,
    /// To which study.
    pub study: Study,
    /// Where it stands.
    pub status: CaseStatus,
    /// What was said about it, oldest first.
    pub notes: Vec<CaseNote>,
}

/// A disclosure with conflicts, as the desk sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Which report.
    pub disclosure: DisclosureId,
    /// By whom.
    pub holder: Holder,
    /// To which study.
    pub study: Study,
    /// When the records were handed over.
    pub disclosed_at: Timestamp,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// How many persons' choices it went against, by kind.
    pub counts: Vec<(Conflict, u32)>,
    /// How many of those are hidden from their persons.
    pub hidden: u32,
    /// How many somebody still owes an answer or a closing.
    pub open: u32,
    /// How many of those the holder answered, and wait for the desk.
    pub answered: u32,
    /// Whether the report was corrected or withdrawn.
    pub changed: Option<Changed>,
}

/// All that is known of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentView {
    /// What it is.
    pub incident: Incident,
    /// Who received the records.
    pub recipient: String,
    /// What was said about it, oldest first.
    pub notes: Vec<CaseNote>,
}
