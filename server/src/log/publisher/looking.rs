//! What is looked at before the log is signed.

use crate::log::opening;
use crate::store::log::StoredEntry;
use crate::store::log_tree::{self, CheckpointKind, StoredCheckpoint};
use crate::store::{StoreError, Tx, inconsistent, log};
use domain::log::Position;
use domain::log::head::Head;
use domain::log::leaf::{LeafHash, ReadLeaf};
use domain::log::note::Checkpoint;
use domain::log::tree::{Edge, TILE_WIDTH, TileAt, Tiles, TreeHash};

const WIDTH: u64 = TILE_WIDTH as u64;

/// The signed checkpoint. There is none before the first signature, and then nobody was shown anything either.
pub(super) async fn signed(tx: &Tx) -> Result<Option<StoredCheckpoint>, StoreError> {
    let signed = log_tree::checkpoint(tx, CheckpointKind::Signed).await?;
    if signed.is_none() && opening::shown(tx).await?.is_some() {
        return Err(inconsistent("log_checkpoints", "note", "signed"));
    }
    Ok(signed)
}

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

/// A log as this node signed it last, or as somebody kept it: what is in the database has to have grown out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Last {
    pub(super) size: u64,
    pub(super) root: TreeHash,
}

impl Last {
    /// Nothing was signed yet.
    pub(super) fn nothing() -> Self {
        Self { size: 0, root: TreeHash::empty() }
    }

    pub(super) fn of(checkpoint: &Checkpoint) -> Self {
        Self { size: checkpoint.size, root: checkpoint.root }
    }
}

/// What is signed in the database is neither that log, nor did it grow out of it: an older copy was restored, or a standby that lagged
/// behind took over. Whatever were signed on top of it would be a second log.
pub(super) fn not_grown_from(last: Last, signed: Option<&StoredCheckpoint>) -> StoreError {
    let there = signed.map_or(0, |signed| signed.size);
    let row = format!("signed, which has {there} entries and did not grow out of the {} that this node signed for,", last.size);
    inconsistent("log_checkpoints", "size", row)
}

/// From where on the entries are looked at again: from the beginning of the tile at the right edge, or else the newest one.
pub(super) const fn first_looked_at(covered: u64) -> u64 {
    let edge = covered - covered % WIDTH;
    if edge == covered { covered.saturating_sub(1) } else { edge }
}

/// An entry that was signed for: it is what the tile at the right edge says it is. In a full tile it has its turn.
pub(super) fn known_entry(entry: &StoredEntry, tiles: &Tiles, covered: u64) -> Result<(), StoreError> {
    let at = TileAt { level: 0, index: entry.position.0 / WIDTH };
    if at.index < covered / WIDTH {
        return Ok(());
    }
    let place = usize::try_from(entry.position.0 % WIDTH).ok();
    let hash = place.and_then(|place| tiles.get(at)?.get(place)).ok_or_else(|| inconsistent("log_edge_tiles", "hashes", entry.position))?;
    match differing(entry, *hash) {
        None => Ok(()),
        Some(("log_tiles", column)) => Err(inconsistent("log_edge_tiles", column, entry.position)),
        Some((table, column)) => Err(inconsistent(table, column, entry.position)),
    }
}

/// An entry that is about to be signed for: its hash is that of its leaf.
pub(super) fn new_entry(entry: &StoredEntry) -> Result<(), StoreError> {
    if entry.leaf.as_deref().map(LeafHash::of) == Some(entry.hash) {
        return Ok(());
    }
    Err(inconsistent("log_leaves", "bytes", entry.position))
}

/// The newest entry: the head's time is its own. Of one that was erased it is not known any more.
pub(super) fn newest_entry(entry: &StoredEntry, head: &Head) -> Result<(), StoreError> {
    let Some(leaf) = entry.leaf.as_deref() else { return Ok(()) };
    let time = ReadLeaf::parse(leaf).map_err(|_| inconsistent("log_leaves", "bytes", entry.position))?.time();
    if entry.recorded != Some(time) {
        return Err(inconsistent("log_leaves", "recorded_at", entry.position));
    }
    if time == head.time { Ok(()) } else { Err(inconsistent("log_head", "time", head.size)) }
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
