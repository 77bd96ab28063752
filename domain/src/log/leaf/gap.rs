//! Entries that were lost: an older database was restored, and somebody decided to go on with it (`hikae log resume
//! --after-loss`). Public: whoever holds a receipt from among the lost ones must be able to see it.

use super::{ReadLeaf, V1};
use crate::clock::Timestamp;
use crate::log::tree::TreeHash;
use serde::{Deserialize, Serialize};

/// A loss as it is logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapLeaf {
    /// How it is written.
    pub v: V1,
    /// When it was entered.
    pub time: Timestamp,
    /// How many entries the restored log had: what stood from there on is lost.
    pub from: u64,
    /// The size of the newest checkpoint that is known from before.
    pub lost_size: u64,
    /// Its root, as checkpoints write it.
    pub lost_root: TreeHash,
}

impl GapLeaf {
    /// The leaf bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        ReadLeaf::Gap(self.clone()).to_bytes()
    }

    /// Of as many entries or fewer nothing is missing, unless others stand there.
    pub(super) fn holds(&self) -> bool {
        self.from <= self.lost_size
    }
}
