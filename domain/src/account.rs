//! Accounts: how sure we are of the person behind one, and what one may do right after a recovery.

use crate::clock::{Span, Timestamp};
use crate::id::{NoticeId, PasskeyId, RecoveryId, SessionRef};
use serde::{Deserialize, Serialize};

/// How sure we are of who someone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// One activation: one issuer's word. May refuse anything, sees only that issuer's uses.
    One,
    /// Two independent proofs. Sees all uses and takes back refusals not its own.
    Two,
}

impl Level {
    /// As it is stored and shown.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    /// The level with that number, if there is one.
    #[must_use]
    pub const fn from_number(number: i16) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            _ => None,
        }
    }
}

/// What a signed-in account may do at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Everything that is its own.
    Open,
    /// A recovery was completed less than [`CLOSED_AFTER_RECOVERY`] ago: the history is closed and no refusal can be
    /// taken back until then. Refusing stays possible.
    ClosedUntil(Timestamp),
    /// Signed in with a passkey from before a recovery: may cancel it, nothing else.
    OnlyCancel(RecoveryId),
}

impl Standing {
    /// When the recovery was completed after which the account is still closed: what was written before that stays closed, too.
    #[must_use]
    pub fn closed_since(self) -> Option<Timestamp> {
        if let Self::ClosedUntil(until) = self { Some(until - CLOSED_AFTER_RECOVERY) } else { None }
    }
}

/// With what kind of code somebody comes back after all passkeys are lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Means {
    /// Printed by the person themselves: whoever holds the paper comes in.
    #[default]
    PrintedCode,
    /// Handed over by the desk, after the identity was proofed again and two members of staff agreed.
    Desk,
}

impl Means {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::PrintedCode, Self::Desk];

    /// As it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PrintedCode => "printed-code",
            Self::Desk => "desk",
        }
    }

    /// The kind with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.code() == code)
    }

    /// Whether a recovery of this kind can be cancelled with a passkey that goes back to a recovery of that kind (`None`: to the
    /// activation). Whoever found a printed code made such a passkey, too: it must not undo what the owner had done at the desk.
    #[must_use]
    pub const fn may_be_cancelled_from(self, origin: Option<Self>) -> bool {
        !matches!((self, origin), (Self::Desk, Some(Self::PrintedCode)))
    }
}

/// How long the history stays closed after a recovery (security.md, "Sign-in").
pub const CLOSED_AFTER_RECOVERY: Span = Span::hours(24);
/// How fresh a passkey must be for changes of the sign-in itself.
pub const FRESH_PASSKEY: Span = Span::minutes(5);
/// How long a WebAuthn ceremony may take.
pub const CEREMONY_LIFETIME: Span = Span::minutes(5);
/// How long a session may stand idle: patients.
pub const IDLE_PATIENT: Span = Span::minutes(30);
/// How long a session may stand idle: staff and holders' people.
pub const IDLE_STAFF: Span = Span::minutes(15);
/// How long a session may last at all.
pub const SESSION_LIFETIME: Span = Span::hours(12);
/// The use of a session is written down at most this often, so it may end so much earlier than its last use lets expect.
pub const SESSION_SEEN_EVERY: Span = Span::minutes(1);
/// How long an activation code is valid.
pub const ACTIVATION_LIFETIME: Span = Span::days(21);
/// How many wrong birth dates lock an activation.
pub const ACTIVATION_TRIES: i16 = 5;

/// A passkey as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyView {
    /// Names it in forms.
    pub id: PasskeyId,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it last signed in.
    pub last_used_at: Option<Timestamp>,
    /// Set aside by a recovery: can only cancel it.
    pub set_aside: bool,
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// Names it in forms; not the secret in the cookie.
    pub id: SessionRef,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used (to the minute).
    pub seen_at: Timestamp,
    /// The one that asks.
    pub current: bool,
}

/// Something a person must be told about their account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// The account was recovered with the printed code.
    Recovered,
    /// A recovery was cancelled with an old passkey.
    RecoveryCancelled,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// A second proof raised the level.
    LevelRaised,
    /// The account was recovered with a code that the desk handed over.
    RecoveredAtDesk,
    /// Somebody may act for the person now.
    ProxyGranted,
    /// Somebody may not any more.
    ProxyEnded,
    /// The person may act for somebody now.
    ActsFor,
    /// The desk found that another number is the person's, too.
    Linked,
    /// The desk found that it is not.
    Unlinked,
    /// The person is not protected any more.
    ProtectionLifted,
    /// The desk entered an allow for the person.
    PermittedAtDesk,
    /// The desk answered an inquiry.
    InquiryAnswered,
    /// The person, for whom somebody may act, turned 15.
    Is15,
    /// The person turned 18: a grant to act for them is over.
    Is18,
    /// Somebody for whom the person may act turned 15.
    WardIs15,
    /// Somebody for whom the person could act turned 18.
    WardIs18,
    /// The e-mail address was changed or removed.
    ContactChanged,
    /// The desk entered somebody else under one of the person's numbers.
    NumberShared,
}

impl NoticeKind {
    /// As it is stored, and the key of its words (`notice-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Recovered => "recovered",
            Self::RecoveryCancelled => "recovery-cancelled",
            Self::PasskeyAdded => "passkey-added",
            Self::PasskeyRemoved => "passkey-removed",
            Self::LevelRaised => "level-raised",
            Self::RecoveredAtDesk => "recovered-at-desk",
            Self::ProxyGranted => "proxy-granted",
            Self::ProxyEnded => "proxy-ended",
            Self::ActsFor => "acts-for",
            Self::Linked => "linked",
            Self::Unlinked => "unlinked",
            Self::ProtectionLifted => "protection-lifted",
            Self::PermittedAtDesk => "permitted-at-desk",
            Self::InquiryAnswered => "inquiry-answered",
            Self::Is15 => "is-15",
            Self::Is18 => "is-18",
            Self::WardIs15 => "ward-is-15",
            Self::WardIs18 => "ward-is-18",
            Self::ContactChanged => "contact-changed",
            Self::NumberShared => "number-shared",
        }
    }

    /// Whether it tells of a recovery.
    #[must_use]
    pub const fn is_recovery(self) -> bool {
        matches!(self, Self::Recovered | Self::RecoveredAtDesk)
    }

    /// Every kind.
    pub const ALL: [Self; 20] = [
        Self::Recovered,
        Self::RecoveryCancelled,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::LevelRaised,
        Self::RecoveredAtDesk,
        Self::ProxyGranted,
        Self::ProxyEnded,
        Self::ActsFor,
        Self::Linked,
        Self::Unlinked,
        Self::ProtectionLifted,
        Self::PermittedAtDesk,
        Self::InquiryAnswered,
        Self::Is15,
        Self::Is18,
        Self::WardIs15,
        Self::WardIs18,
        Self::ContactChanged,
        Self::NumberShared,
    ];

    /// The kind with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A notice in the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Names it in forms.
    pub id: NoticeId,
    /// What happened.
    pub kind: NoticeKind,
    /// When.
    pub at: Timestamp,
}

impl Notice {
    /// Whether it tells of a recovery that an earlier passkey can still cancel. An account is closed until a day after its
    /// latest recovery that was not cancelled, so one that ends later was.
    #[must_use]
    pub fn can_be_cancelled(&self, closed_until: Option<Timestamp>, now: Timestamp) -> bool {
        let end = self.at + CLOSED_AFTER_RECOVERY;
        self.kind.is_recovery() && now < end && closed_until.is_some_and(|until| end <= until)
    }
}

/// The account page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountView {
    /// How sure we are of the person.
    pub level: Level,
    /// What the account may do now.
    pub standing: Standing,
    /// Its passkeys, oldest first.
    pub passkeys: Vec<PasskeyView>,
    /// Its living sessions, newest first.
    pub sessions: Vec<SessionView>,
    /// Whether a printed recovery code is in someone's drawer.
    pub has_recovery_code: bool,
    /// Since when the person is protected; `None`: they are not.
    pub protected: Option<Timestamp>,
    /// What is to be told, newest first; the last 20.
    pub notices: Vec<Notice>,
}

#[cfg(test)]
mod tests {
    use super::Means::{Desk, PrintedCode};

    #[test]
    fn a_printed_code_undoes_nothing_that_was_done_at_the_desk() {
        assert!(!Desk.may_be_cancelled_from(Some(PrintedCode)));
        for (by, origin) in
            [(Desk, None), (Desk, Some(Desk)), (PrintedCode, None), (PrintedCode, Some(Desk)), (PrintedCode, Some(PrintedCode))]
        {
            assert!(by.may_be_cancelled_from(origin), "{by:?} {origin:?}");
        }
    }
}
