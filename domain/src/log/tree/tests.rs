//! The tree against known answers, against the plain recursion of the RFC, and against somebody else's implementation.

mod answers;
mod edges;
mod paths;
mod properties;
mod second_opinion;

use super::*;
use crate::log::Position;
use std::sync::LazyLock;

/// The example of tlog-tiles has this size: full tiles at level 0 and 1, partial ones at 0, 1 and 2.
const LARGE: u64 = 70_000;

fn leaf(number: u64) -> LeafHash {
    LeafHash::of(&number.to_be_bytes())
}

fn leaves(size: u64) -> Vec<LeafHash> {
    (0..size).map(leaf).collect()
}

fn edge(leaves: &[LeafHash]) -> Edge {
    let mut edge = Edge::default();
    leaves.iter().for_each(|leaf| edge.push(*leaf));
    edge
}

fn tiles(leaves: &[LeafHash]) -> Tiles {
    let mut tiles = Tiles::default();
    tiles.grow(0, leaves).unwrap();
    tiles
}

static LARGE_TREE: LazyLock<(Vec<LeafHash>, Tiles)> = LazyLock::new(|| {
    let leaves = leaves(LARGE);
    let tiles = tiles(&leaves);
    (leaves, tiles)
});

/// `MTH(D[n])` as RFC 6962 §2.1 writes it down.
fn mth(leaves: &[LeafHash]) -> TreeHash {
    match leaves {
        [] => TreeHash::empty(),
        [leaf] => (*leaf).into(),
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            TreeHash::above(mth(left), mth(right))
        }
    }
}

fn change(hash: &mut TreeHash, bit: usize) {
    hash.0[bit / 8 % 32] ^= 1 << (bit % 8);
}
