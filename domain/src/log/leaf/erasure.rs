//! Entries whose leaf bytes were erased because the law demanded it. Their hashes stay where they are.

use super::{Blinding, ReadLeaf, V1};
use crate::clock::Timestamp;
use crate::log::Position;
use serde::{Deserialize, Serialize};

/// An erasure as it is logged. It is about a person, though it names nobody: the blinding keeps others from finding out by
/// trying which entries it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasureLeaf {
    /// How it is written.
    pub v: V1,
    /// When it was entered.
    pub time: Timestamp,
    /// Which entries, in their order; each stands before this one.
    pub positions: Vec<Position>,
    /// Its blinding.
    pub blinding: Blinding,
}

impl ErasureLeaf {
    /// The leaf bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        ReadLeaf::Erasure(self.clone()).to_bytes()
    }

    /// At least one, each once, in order.
    pub(super) fn holds(&self) -> bool {
        !self.positions.is_empty() && self.positions.windows(2).all(|two| two[0] < two[1])
    }
}
