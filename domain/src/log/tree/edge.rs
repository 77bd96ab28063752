//! The right edge of the tree: enough to append and to know the root, in at most 64 hashes.

use super::TreeHash;
use crate::log::leaf::LeafHash;

/// The roots of the perfect subtrees that a tree is made of, the largest first: one for each one-bit of its size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    peaks: Vec<TreeHash>,
}

/// Bytes that are not the edge of a tree of that size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the edge of a tree of {size} leaves has {expected} bytes, not {found}")]
pub struct InvalidEdge {
    /// The size that was claimed.
    pub size: u64,
    /// How many bytes its edge has.
    pub expected: usize,
    /// How many there are.
    pub found: usize,
}

impl Edge {
    /// How many leaves the tree has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf at the right end.
    pub fn push(&mut self, leaf: LeafHash) {
        let mut node = TreeHash::from(leaf);
        let mut rest = self.size;
        // Every trailing one-bit of the size is a perfect subtree that becomes, with its new neighbour, the next larger one.
        while rest & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            node = TreeHash::above(left, node);
            rest >>= 1;
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The root of the tree: `MTH(D[n]) = SHA-256(0x01 ‖ MTH(D[0:k]) ‖ MTH(D[k:n]))` with the largest power of two k < n
    /// (RFC 6962 §2.1), so the subtrees are joined from the right.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        let from_the_right = self.peaks.iter().rev().copied();
        from_the_right.reduce(|right, left| TreeHash::above(left, right)).unwrap_or_else(TreeHash::empty)
    }

    /// As it is stored: the hashes one after another.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.peaks.iter().flat_map(|peak| peak.0).collect()
    }

    /// Reads a stored edge.
    ///
    /// # Errors
    /// [`InvalidEdge`]: another number of hashes than a tree of that size has.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Result<Self, InvalidEdge> {
        let (chunks, rest) = bytes.as_chunks::<32>();
        // At most 64: the number of one-bits of a u64.
        let expected = size.count_ones() as usize;
        if chunks.len() != expected || !rest.is_empty() {
            return Err(InvalidEdge { size, expected: expected * 32, found: bytes.len() });
        }
        Ok(Self { size, peaks: chunks.iter().copied().map(TreeHash).collect() })
    }
}
