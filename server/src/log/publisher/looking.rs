//! What is looked at before the log is signed.

use crate::store::log::StoredEntry;
use crate::store::log_tree::{self, StoredCheckpoint};
use crate::store::{StoreError, Tx, inconsistent, log};
use domain::log::Position;
use domain::log::leaf::LeafHash;
use domain::log::tree::{Edge, TILE_WIDTH, TileAt, Tiles, TreeHash};

const WIDTH: u64 = TILE_WIDTH as u64;

/// The tiles at the right edge, if they give the root that was signed.
pub(super) async fn edge(tx: &Tx, covered: u64, signed: Option<&StoredCheckpoint>) -> Result<Tiles, StoreError> {
    let tiles = log_tree::tiles(tx, &Tiles::for_root(covered)).await?;
    let root = tiles.root(covered).map_err(|_| inconsistent("log_edge_tiles", "hashes", covered))?;
    match signed {
        Some(signed) if signed.size != covered => Err(inconsistent("log_checkpoints", "size", "signed")),
        Some(signed) if signed.root != root => Err(inconsistent("log_edge_tiles", "hashes", covered)),
        _ => Ok(tiles),
    }
}

/// Looks at one full tile: its hashes are those of the entries, these are those of the leaves, and the tiles above it, up to the
/// right edge, were made of it. What is sound is looked at again when all others have had their turn; what is not, at once.
pub(super) async fn older_tile(tx: &Tx, covered: u64, turn: &mut u64) -> Result<(), StoreError> {
    let full = covered / WIDTH;
    if full == 0 {
        return Ok(());
    }
    let index = *turn % full;
    let mut path = vec![TileAt { level: 0, index }];
    while let Some(above) = path.last().map(|at| TileAt { level: at.level + 1, index: at.index / WIDTH })
        && above.width_in(covered) > 0
    {
        path.push(above);
    }
    let tiles = log_tree::tiles(tx, &path).await?;
    let hashes = |at: TileAt| tiles.get(at).unwrap_or_default();
    entries_of(tx, index, hashes(TileAt { level: 0, index })).await?;
    for (tile, above) in path.iter().zip(path.iter().skip(1)) {
        if tile.width_in(covered) < TILE_WIDTH {
            // It is at the right edge, which was looked at.
            break;
        }
        let place = usize::try_from(tile.index % WIDTH).ok();
        if place.and_then(|place| hashes(*above).get(place)) != Some(&root_of(hashes(*tile))) {
            let which = format!("{}/{} or {}/{}", tile.level, tile.index, above.level, above.index);
            return Err(inconsistent("log_tiles", "hashes", which));
        }
    }
    *turn = (index + 1) % full;
    Ok(())
}

/// A tile's hashes, its entries and their leaves.
async fn entries_of(tx: &Tx, index: u64, hashes: &[TreeHash]) -> Result<(), StoreError> {
    let first = Position(index * WIDTH);
    let entries = log::entries_from(tx, first, WIDTH).await?;
    for (at, number) in (first.0..).zip(0..usize::from(TILE_WIDTH)) {
        let there = entries.get(number).filter(|entry| entry.position.0 == at);
        let entry = there.ok_or_else(|| inconsistent("log_entries", "position", at))?;
        let in_tile = hashes.get(number).ok_or_else(|| inconsistent("log_tiles", "hashes", at))?;
        if let Some((table, column)) = differing(entry, *in_tile) {
            return Err(inconsistent(table, column, at));
        }
    }
    Ok(())
}

/// Which of the three does not fit the other two. Of a leaf that was erased the hash is what is left.
fn differing(entry: &StoredEntry, in_tile: TreeHash) -> Option<(&'static str, &'static str)> {
    let leaf = entry.leaf.as_deref().map(|bytes| TreeHash::from(LeafHash::of(bytes)));
    match (TreeHash::from(entry.hash) == in_tile, leaf) {
        (true, Some(leaf)) if leaf != in_tile => Some(("log_leaves", "bytes")),
        (true, _) => None,
        (false, Some(leaf)) if leaf == in_tile => Some(("log_entries", "leaf_hash")),
        (false, _) => Some(("log_tiles", "hashes")),
    }
}

/// The root over the hashes of a full tile.
fn root_of(hashes: &[TreeHash]) -> TreeHash {
    let mut edge = Edge::default();
    hashes.iter().for_each(|hash| edge.push(LeafHash(hash.0)));
    edge.root()
}
