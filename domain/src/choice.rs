//! What a person said, and what follows from it: the choice model of product.md, to the letter.

mod decision;
mod erasing;
mod fold;
mod prevailing;
#[cfg(test)]
mod tests;

pub use decision::{Channel, DecidedBy, Decision, DecisionRefused, MAX_BACKDATING, NewDecision};
pub use erasing::{NotErasable, may_erase};
pub use fold::{Choices, Intended, Objection, Reason, Verdict};
pub use prevailing::Word;

use crate::id::StudyId;
use crate::purpose::PurposeCode;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a decision is about, most general first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// Every secondary use.
    All,
    /// Every use in which a commercial user takes part.
    Commercial,
    /// Every use for that purpose.
    Purpose(PurposeCode),
    /// One study.
    Study(StudyId),
}

/// A text that names no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a scope: all, commercial, purpose:<code> or study:<id> was expected")]
pub struct InvalidScope;

impl FromStr for Scope {
    type Err = InvalidScope;
    fn from_str(text: &str) -> Result<Self, InvalidScope> {
        match text.split_once(':') {
            None if text == "all" => Ok(Self::All),
            None if text == "commercial" => Ok(Self::Commercial),
            Some(("purpose", code)) => code.parse().map(Self::Purpose).map_err(|_| InvalidScope),
            Some(("study", id)) => id.parse().map(Self::Study).map_err(|_| InvalidScope),
            _ => Err(InvalidScope),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Commercial => f.write_str("commercial"),
            Self::Purpose(code) => write!(f, "purpose:{code}"),
            Self::Study(id) => write!(f, "study:{id}"),
        }
    }
}

impl TryFrom<String> for Scope {
    type Error = InvalidScope;
    fn try_from(text: String) -> Result<Self, InvalidScope> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

/// What a person said about a scope. Nothing said means allowed (opt-out system).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// 断る.
    Refuse,
    /// 認める.
    Allow,
}

impl Stance {
    /// As it is stored and written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Allow => "allow",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Refuse => Self::Allow,
            Self::Allow => Self::Refuse,
        }
    }
}

/// A text that names no stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a stance: refuse or allow was expected")]
pub struct InvalidStance;

impl FromStr for Stance {
    type Err = InvalidStance;
    fn from_str(text: &str) -> Result<Self, InvalidStance> {
        match text {
            "refuse" => Ok(Self::Refuse),
            "allow" => Ok(Self::Allow),
            _ => Err(InvalidStance),
        }
    }
}
