//! How far the audit chains had come: whoever rewrites one afterwards has this against them. Public: a hash says nothing
//! about the lines below it.

use super::{Fingerprint, ReadLeaf, V1};
use crate::clock::Timestamp;
use serde::{Deserialize, Serialize};

/// The end of one node's chain of audit lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainHead {
    /// Whose chain.
    pub node: String,
    /// How many lines it had.
    pub seq: u64,
    /// The hash of the last of them.
    pub hash: Fingerprint,
}

/// The ends of all chains, as they are logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditHeadLeaf {
    /// How it is written.
    pub v: V1,
    /// When it was entered.
    pub time: Timestamp,
    /// Every chain that there was, in the order of the nodes' names.
    pub heads: Vec<ChainHead>,
}

impl AuditHeadLeaf {
    /// The leaf bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        ReadLeaf::AuditHead(self.clone()).to_bytes()
    }

    /// Each node once, in order; no chain without lines.
    pub(super) fn holds(&self) -> bool {
        let ordered = self.heads.windows(2).all(|two| two[0].node < two[1].node);
        ordered && !self.heads.is_empty() && self.heads.iter().all(|head| head.seq >= 1)
    }
}
