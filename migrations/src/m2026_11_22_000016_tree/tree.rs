//! The tree of RFC 6962 §2.1 as it is grown leaf by leaf, in tiles of 256 hashes (C2SP tlog-tiles). Frozen with its step; a test
//! compares it with what the product computes.

use sha2::{Digest, Sha256};

pub(super) type Hash = [u8; 32];
/// Level, index and hashes of a tile.
pub(super) type Tile = (i16, i64, Vec<u8>);

const WIDTH: usize = 256;

/// SHA-256(0x00 ‖ leaf bytes).
pub(super) fn leaf_hash(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// A tree that grows at its right edge.
#[derive(Default)]
pub(super) struct Tree {
    /// For each level of tiles, how many full ones there are, and the hashes of the one that is not full yet.
    levels: Vec<(i64, Vec<Hash>)>,
}

impl Tree {
    /// Adds a leaf, and answers the tiles that became full with it.
    pub(super) fn push(&mut self, leaf: Hash) -> Vec<Tile> {
        let (mut full, mut hash) = (Vec::new(), leaf);
        for number in 0_i16.. {
            let level = usize::from(number.unsigned_abs());
            if level == self.levels.len() {
                self.levels.push((0, Vec::new()));
            }
            let (tiles, hashes) = &mut self.levels[level];
            hashes.push(hash);
            if hashes.len() < WIDTH {
                break;
            }
            full.push((number, *tiles, hashes.concat()));
            hash = perfect(hashes);
            *tiles += 1;
            hashes.clear();
        }
        full
    }

    /// The tiles at the right edge; the lowest is always among them.
    pub(super) fn edge_tiles(&self) -> Vec<Tile> {
        if self.levels.is_empty() {
            return vec![(0, 0, Vec::new())];
        }
        (0..).zip(&self.levels).map(|(level, (tiles, hashes))| (level, *tiles, hashes.concat())).collect()
    }

    /// The roots of the perfect subtrees that the tree consists of, largest first.
    pub(super) fn edge(&self) -> Vec<Hash> {
        let mut edge = Vec::new();
        for (_, hashes) in self.levels.iter().rev() {
            let mut rest = &hashes[..];
            while !rest.is_empty() {
                let (first, others) = rest.split_at(1 << rest.len().ilog2());
                edge.push(perfect(first));
                rest = others;
            }
        }
        edge
    }
}

/// The root over a power of two of hashes.
fn perfect(hashes: &[Hash]) -> Hash {
    match hashes {
        [one] => *one,
        _ => {
            let (left, right) = hashes.split_at(hashes.len() / 2);
            node(&perfect(left), &perfect(right))
        }
    }
}

/// The root of a tree with that edge; of none, the hash of nothing.
pub(super) fn root(edge: &[Hash]) -> Hash {
    let folded = edge.iter().rev().copied().reduce(|right, left| node(&left, &right));
    folded.unwrap_or_else(|| Sha256::digest([]).into())
}
