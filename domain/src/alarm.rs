//! What somebody at the desk has to look at (product.md, "People in special situations"): signs of life of somebody whose
//! death was written down, which suspend it, because either it is wrong or somebody else holds the passkey; codes that
//! somebody tried for a protected person; and more look-ups than a desk needs: either a day of many calls, or a colleague who
//! browses (product.md, "Users": "must never meet free browsing of people").

use crate::clock::Timestamp;
use crate::id::{AccountId, AlarmId, SubjectId};

/// How far incidents and alarms that wait are counted; from there on it says "99+".
pub const COUNTED: usize = 100;

/// What the person, or somebody in their name, did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Signed in with a passkey.
    SignedIn,
    /// Came back with a recovery code.
    Recovered,
    /// Used a code of a letter: opened an account, or added the records to one.
    Activated,
    /// Tried a code for a person who is protected, with what belongs to it.
    ProtectedCode,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 4] = [Self::SignedIn, Self::Recovered, Self::Activated, Self::ProtectedCode];

    /// What it is about; the key of its words is `alarm-about-<code>`.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::SignedIn | Self::Recovered | Self::Activated => "death",
            Self::ProtectedCode => "protection",
        }
    }

    /// As it is stored; the key of its words is `alarm-sign-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::Recovered => "recovered",
            Self::Activated => "activated",
            Self::ProtectedCode => "protected-code",
        }
    }

    /// The sign with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.code() == code)
    }
}

/// The end of an id: enough to find it in the audit chain, too little to be looked up with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked(String);

impl Masked {
    /// How many characters are shown.
    const SHOWN: usize = 6;

    fn of(id: &str) -> Self {
        Self(format!("…{}", id.get(id.len().saturating_sub(Self::SHOWN)..).unwrap_or_default()))
    }

    /// The text, as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<SubjectId> for Masked {
    fn from(id: SubjectId) -> Self {
        Self::of(&id.to_string())
    }
}

impl From<AccountId> for Masked {
    fn from(id: AccountId) -> Self {
        Self::of(&id.to_string())
    }
}

/// An alarm, as the desk sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Which it is.
    pub id: AlarmId,
    /// What happened.
    pub cause: Cause,
    /// When, first.
    pub at: Timestamp,
    /// When somebody closed it.
    pub closed_at: Option<Timestamp>,
    /// Whoever looks at it caused it, so that another person has to close it.
    pub own: bool,
}

/// What an alarm is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Somebody whose death was written down did something, or a code of somebody protected was tried.
    Person {
        /// What was done.
        sign: Sign,
        /// Whose death was written down, or who is protected.
        subject: Masked,
        /// With which account; unknown where nobody was signed in, and for alarms from before that was kept.
        account: Option<Masked>,
    },
    /// A member of staff looked more people up than a desk needs, and was stopped.
    LookUps {
        /// Their account.
        by: Masked,
        /// What they are called at work.
        label: Option<String>,
        /// How many look-ups were refused, so far.
        refused: u32,
        /// When the last one was.
        last_at: Timestamp,
    },
}

/// All that is known of an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmView {
    /// What it is.
    pub alarm: Alarm,
    /// Why it was closed.
    pub closing: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_end_of_an_id_is_all_that_is_shown() {
        let id = SubjectId(Uuid::from_u128(0x0193_0000_0000_0000_0000_0000_0000_abcd));
        let (whole, masked) = (id.to_string(), Masked::from(id));
        assert_eq!(masked.as_str().chars().count(), 7);
        assert!(whole.ends_with(masked.as_str().trim_start_matches('…')));
    }
}
