//! The order of everything that must be provable later (log.md).
//!
//! Every decision takes a gap-free position from the first one on, with leaf bytes and leaf hash kept, so that the
//! transparency log can be built over what is there.

pub mod growth;
pub mod head;
pub mod leaf;
pub mod note;
pub mod receipt;
#[cfg(test)]
mod testing;
pub mod tree;

pub use head::Head;

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// 控え番号: the zero-based index of an entry of the log. A number of an event, never of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub u64);

impl Position {
    /// The first entry.
    pub const FIRST: Self = Self(0);

    /// The one after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Position {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
