//! The tree, computed anew from the leaf hashes alone: level upon level of tiles (RFC 6962 §2.1, C2SP tlog-tiles). Code of its
//! own, so that a mistake of the one that writes is none here.

use sha2::{Digest, Sha256};

/// A hash.
pub(super) type Hash = [u8; 32];

/// Hashes in a full tile.
const WIDTH: usize = 256;

/// SHA-256(0x00 ‖ leaf bytes).
pub(super) fn leaf_hash(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

/// A tile that has just become full.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Full {
    pub(super) level: i16,
    pub(super) tile: u64,
    pub(super) hashes: Vec<Hash>,
}

/// The tree of so many leaves.
#[derive(Default)]
pub(super) struct Tower {
    size: u64,
    /// Of each level the hashes that are in no full tile.
    levels: Vec<Vec<Hash>>,
}

impl Tower {
    pub(super) const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf hash, and answers the tiles that are full with it.
    pub(super) fn add(&mut self, leaf: Hash) -> Vec<Full> {
        self.size += 1;
        let (mut full, mut hash, mut tiles) = (Vec::new(), leaf, self.size);
        for level in 0_i16.. {
            tiles /= WIDTH as u64;
            let number = usize::try_from(level).unwrap_or_default();
            if self.levels.len() == number {
                self.levels.push(Vec::with_capacity(WIDTH));
            }
            self.levels[number].push(hash);
            if self.levels[number].len() < WIDTH {
                break;
            }
            let hashes = std::mem::take(&mut self.levels[number]);
            hash = folded(hashes.clone());
            full.push(Full { level, tile: tiles - 1, hashes });
        }
        full
    }

    /// The tiles that are not full: level, place, hashes. A level that has none is left out.
    pub(super) fn edge_tiles(&self) -> impl Iterator<Item = (i16, u64, &[Hash])> {
        let levels = (0_i16..).zip(&self.levels).filter(|(_, hashes)| !hashes.is_empty());
        levels.map(|(level, hashes)| (level, tiles_in(self.size, level), hashes.as_slice()))
    }

    /// The roots of the perfect trees that stand side by side, the largest first.
    pub(super) fn edge(&self) -> Vec<Hash> {
        let mut edge = Vec::new();
        for hashes in self.levels.iter().rev() {
            let mut rest = hashes.as_slice();
            while let Some(size) = rest.len().checked_ilog2() {
                let (tree, others) = rest.split_at(1 << size);
                edge.push(folded(tree.to_vec()));
                rest = others;
            }
        }
        edge
    }

    /// The root over everything.
    pub(super) fn root(&self) -> Hash {
        let mut edge = self.edge();
        let Some(mut root) = edge.pop() else { return Sha256::digest([]).into() };
        while let Some(left) = edge.pop() {
            root = joined(&left, &root);
        }
        root
    }
}

/// How many full tiles a level has in a tree of that size.
pub(super) fn tiles_in(size: u64, level: i16) -> u64 {
    let bits = 8 * (u32::from(level.unsigned_abs()) + 1);
    size.checked_shr(bits).unwrap_or(0)
}

/// SHA-256(0x01 ‖ left ‖ right).
fn joined(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root over a power of two of hashes.
fn folded(mut hashes: Vec<Hash>) -> Hash {
    while hashes.len() > 1 {
        for pair in 0..hashes.len() / 2 {
            hashes[pair] = joined(&hashes[2 * pair], &hashes[2 * pair + 1]);
        }
        hashes.truncate(hashes.len() / 2);
    }
    hashes.first().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6962 §2.1 as it stands there.
    fn by_the_book(leaves: &[Hash]) -> Hash {
        match leaves.len() {
            0 => Sha256::digest([]).into(),
            1 => leaves[0],
            n => {
                let k = n.next_power_of_two() / 2;
                joined(&by_the_book(&leaves[..k]), &by_the_book(&leaves[k..]))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_rfc_at_every_size() {
        let leaves: Vec<Hash> = (0_u32..700).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let mut tower = Tower::default();
        assert_eq!(tower.root(), by_the_book(&[]));
        for (n, leaf) in leaves.iter().enumerate() {
            let full = tower.add(*leaf);
            if n.is_power_of_two() || n % 97 == 0 {
                assert_eq!(tower.root(), by_the_book(&leaves[..=n]), "{n}");
            }
            if n == 511 {
                assert_eq!(full, [Full { level: 0, tile: 1, hashes: leaves[256..512].to_vec() }]);
            }
        }
        let edge: Vec<_> = tower.edge_tiles().map(|(level, tile, hashes)| (level, tile, hashes.len())).collect();
        assert_eq!(edge, [(0, 2, 188), (1, 0, 2)]);
    }
}
