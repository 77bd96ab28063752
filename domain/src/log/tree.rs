//! The Merkle tree over the leaf hashes (RFC 6962 §2.1): its root, its right edge, proofs, and the tiles it is kept in.

mod edge;
mod path;
mod proof;
mod tile;
mod tiles;

pub use edge::{Edge, InvalidEdge};
pub use proof::{NotProven, verify_consistency, verify_inclusion};
pub(in crate::log) use tile::decimal;
pub use tile::{InvalidTilePath, TILE_WIDTH, TileAt};
pub use tiles::{ChangedTile, ProofError, Tiles};

use super::leaf::LeafHash;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// The hash of a node of the tree, a root among them. Written in standard Base64, as checkpoints and receipts write it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeHash(pub [u8; 32]);

impl TreeHash {
    /// The root of the tree without leaves: `MTH({}) = SHA-256()` (RFC 6962 §2.1).
    #[must_use]
    pub fn empty() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// The node above two: `SHA-256(0x01 ‖ left ‖ right)` (RFC 6962 §2.1).
    #[must_use]
    pub fn above(left: Self, right: Self) -> Self {
        Self(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
    }
}

/// A leaf's hash is the node at the bottom.
impl From<LeafHash> for TreeHash {
    fn from(leaf: LeafHash) -> Self {
        Self(leaf.0)
    }
}

impl fmt::Display for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TreeHash({self})")
    }
}

/// A text that is not 32 bytes in standard Base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a hash: 32 bytes in standard Base64 were expected")]
pub struct InvalidHash;

impl FromStr for TreeHash {
    type Err = InvalidHash;
    fn from_str(text: &str) -> Result<Self, InvalidHash> {
        let bytes = STANDARD.decode(text).map_err(|_| InvalidHash)?;
        bytes.try_into().map(Self).map_err(|_| InvalidHash)
    }
}

impl Serialize for TreeHash {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TreeHash {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
