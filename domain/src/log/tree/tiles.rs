//! Tiles in hand, and what can be computed from them.

use super::TreeHash;
use super::path::{self, Node};
use super::tile::{self, TILE_WIDTH, TileAt};
use crate::log::Position;
use crate::log::leaf::LeafHash;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Some tiles of a tree. Each holds at least the hashes that it has in the tree that is asked about; more do no harm, for
/// a tile only ever grows at its right end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tiles(BTreeMap<TileAt, Vec<TreeHash>>);

/// A tile that growing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedTile {
    /// Which.
    pub at: TileAt,
    /// Whether it is full now, and so will never change again.
    pub full: bool,
}

/// Why something cannot be computed from these tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// A tile that is needed is not there, or has too few hashes.
    #[error("tile {0:?} is missing or too short")]
    Missing(TileAt),
    /// The tile at the right edge has other hashes than the tree has there.
    #[error("tile {0:?} does not end where the tree ends")]
    WrongEdge(TileAt),
    /// There is no such leaf in a tree of that size, or no such older tree.
    #[error("not in a tree of that size")]
    OutOfRange,
}

impl Tiles {
    /// Puts a tile in.
    pub fn insert(&mut self, at: TileAt, hashes: Vec<TreeHash>) {
        self.0.insert(at, hashes);
    }

    /// The hashes of a tile.
    #[must_use]
    pub fn get(&self, at: TileAt) -> Option<&[TreeHash]> {
        self.0.get(&at).map(Vec::as_slice)
    }

    /// All tiles, by level and place.
    pub fn iter(&self) -> impl Iterator<Item = (TileAt, &[TreeHash])> {
        self.0.iter().map(|(at, hashes)| (*at, hashes.as_slice()))
    }

    /// The tiles that the root of a tree of that size is computed from, and that growing begins with: those at its right edge
    /// that are not full.
    #[must_use]
    pub fn for_root(size: u64) -> Vec<TileAt> {
        TileAt::right_edge(size).collect()
    }

    /// The tiles that an inclusion proof is made of.
    #[must_use]
    pub fn for_inclusion(size: u64, position: Position) -> Vec<TileAt> {
        if position.0 < size { tiles_of(path::inclusion(position.0, size)) } else { Vec::new() }
    }

    /// The tiles that a consistency proof is made of.
    #[must_use]
    pub fn for_consistency(from: u64, to: u64) -> Vec<TileAt> {
        if 0 < from && from < to { tiles_of(path::consistency(from, to)) } else { Vec::new() }
    }

    /// The root of the tree of that size.
    ///
    /// # Errors
    /// [`ProofError::Missing`].
    pub fn root(&self, size: u64) -> Result<TreeHash, ProofError> {
        if size == 0 { Ok(TreeHash::empty()) } else { self.range(0..size) }
    }

    /// The proof that a leaf is in the tree of that size, from its sibling upwards (RFC 6962 §2.1.1).
    ///
    /// # Errors
    /// [`ProofError::OutOfRange`] if it is not; [`ProofError::Missing`].
    pub fn inclusion_proof(&self, size: u64, position: Position) -> Result<Vec<TreeHash>, ProofError> {
        if position.0 >= size {
            return Err(ProofError::OutOfRange);
        }
        path::inclusion(position.0, size).into_iter().map(|range| self.range(range)).collect()
    }

    /// The proof that the tree of size `from` is the beginning of that of size `to` (RFC 6962 §2.1.2); empty from nothing,
    /// and from the same size.
    ///
    /// # Errors
    /// [`ProofError::OutOfRange`] if `from` is larger; [`ProofError::Missing`].
    pub fn consistency_proof(&self, from: u64, to: u64) -> Result<Vec<TreeHash>, ProofError> {
        match from {
            _ if from > to => Err(ProofError::OutOfRange),
            0 => Ok(Vec::new()),
            _ if from == to => Ok(Vec::new()),
            _ => path::consistency(from, to).into_iter().map(|range| self.range(range)).collect(),
        }
    }

    /// Adds leaves to a tree of that size, whose tiles [`Self::for_root`] are there, and answers which tiles have changed.
    ///
    /// # Errors
    /// [`ProofError::Missing`] and [`ProofError::WrongEdge`]; the tiles are then good for nothing.
    pub fn grow(&mut self, old: u64, leaves: &[LeafHash]) -> Result<Vec<ChangedTile>, ProofError> {
        let mut changed = BTreeSet::new();
        for (size, leaf) in (old..).zip(leaves) {
            let mut at = TileAt { level: 0, index: size / u64::from(TILE_WIDTH) };
            let mut hash = TreeHash::from(*leaf);
            // A tile that becomes full puts its root into the one above.
            while let Some(root) = self.append(at, at.width_in(size), hash)? {
                changed.insert(at);
                (at, hash) = (at.above(), root);
            }
            changed.insert(at);
        }
        let full = |at| self.get(at).is_some_and(|hashes| hashes.len() == usize::from(TILE_WIDTH));
        Ok(changed.into_iter().map(|at| ChangedTile { at, full: full(at) }).collect())
    }

    /// Adds a hash to a tile that has so many, and answers its root if that makes it full.
    fn append(&mut self, at: TileAt, width: u16, hash: TreeHash) -> Result<Option<TreeHash>, ProofError> {
        let hashes = self.0.entry(at).or_default();
        if hashes.len() < usize::from(width) {
            return Err(ProofError::Missing(at));
        }
        if hashes.len() > usize::from(width) {
            return Err(ProofError::WrongEdge(at));
        }
        hashes.push(hash);
        Ok((hashes.len() == usize::from(TILE_WIDTH)).then(|| perfect_root(hashes)))
    }

    /// The hash over a range of leaves (`MTH(D[start:end])`).
    fn range(&self, range: Range<u64>) -> Result<TreeHash, ProofError> {
        let mut over = None;
        for node in path::perfect(range).into_iter().rev() {
            let left = self.node(node)?;
            over = Some(over.map_or(left, |right| TreeHash::above(left, right)));
        }
        over.ok_or(ProofError::OutOfRange)
    }

    fn node(&self, node: Node) -> Result<TreeHash, ProofError> {
        let (at, places) = tile::of(node);
        self.get(at).and_then(|hashes| hashes.get(places)).map(perfect_root).ok_or(ProofError::Missing(at))
    }
}

impl FromIterator<(TileAt, Vec<TreeHash>)> for Tiles {
    fn from_iter<I: IntoIterator<Item = (TileAt, Vec<TreeHash>)>>(tiles: I) -> Self {
        Self(tiles.into_iter().collect())
    }
}

/// The tiles that the nodes over these ranges are computed from, each once.
fn tiles_of(ranges: Vec<Range<u64>>) -> Vec<TileAt> {
    let nodes = ranges.into_iter().flat_map(path::perfect);
    nodes.map(|node| tile::of(node).0).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The root over a power of two of hashes.
fn perfect_root(hashes: &[TreeHash]) -> TreeHash {
    let mut level = hashes.to_vec();
    while level.len() > 1 {
        level = level.chunks(2).map(|pair| pair.iter().copied().reduce(TreeHash::above).unwrap_or_else(TreeHash::empty)).collect();
    }
    level.first().copied().unwrap_or_else(TreeHash::empty)
}
