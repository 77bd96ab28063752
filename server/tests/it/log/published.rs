//! What is published says what the log holds: root and edge beside the head, tiles, checkpoints.

use super::seen::roots;
use domain::log::leaf::LeafHash;
use domain::log::note::SignedCheckpoint;
use domain::log::tree::{TILE_WIDTH, TileAt, TreeHash};
use sea_orm::EntityTrait;
use server::store::Store;
use server::store::entity::{log_checkpoints, log_edge_tiles, log_head, log_tiles};
use std::collections::BTreeMap;

/// P2 and P3 for the head and for all that is published.
pub async fn published_is_what_the_log_holds(store: &Store, leaves: &[LeafHash]) {
    let roots = roots(leaves);
    let head = log_head::Entity::find().one(store.db()).await.unwrap().unwrap();
    assert_eq!(head.root, roots[leaves.len()].0, "the head's root");
    let perfect = perfect_subtrees(leaves);
    assert_eq!(head.edge, perfect.concat(), "the head's edge");
    let signed = checkpoints_are_roots(store, &roots).await;
    tiles_are_the_tree(store, leaves, signed).await;
}

/// The roots of the perfect subtrees, the largest first.
fn perfect_subtrees(leaves: &[LeafHash]) -> Vec<[u8; 32]> {
    let (mut rest, mut perfect) = (leaves, Vec::new());
    while let Some(height) = rest.len().checked_ilog2() {
        let (first, others) = rest.split_at(1 << height);
        perfect.push(roots(first)[first.len()].0);
        rest = others;
    }
    perfect
}

async fn checkpoints_are_roots(store: &Store, roots: &[TreeHash]) -> Option<u64> {
    let rows = log_checkpoints::Entity::find().all(store.db()).await.unwrap();
    let mut sizes = BTreeMap::new();
    for row in rows {
        let size = usize::try_from(row.size).unwrap();
        assert!(size < roots.len(), "{} has {size} entries, more than the log", row.kind);
        let claimed = SignedCheckpoint::parse(&row.note).unwrap().claimed().clone();
        assert_eq!((claimed.size, claimed.root), (size as u64, roots[size]), "the note of {}", row.kind);
        assert_eq!(row.root, roots[size].0, "the root of {}", row.kind);
        sizes.insert(row.kind, size as u64);
    }
    let size = |kind| sizes.get(kind).copied();
    assert!(size("cosigned") <= size("published") && size("published") <= size("signed"), "{sizes:?}");
    size("signed")
}

async fn tiles_are_the_tree(store: &Store, leaves: &[LeafHash], signed: Option<u64>) {
    let edge = log_edge_tiles::Entity::find().all(store.db()).await.unwrap();
    let full = log_tiles::Entity::find().all(store.db()).await.unwrap();
    let edge = edge.into_iter().map(|row| (row.level, row.tile, row.hashes)).filter(|(.., hashes)| !hashes.is_empty());
    let kept: BTreeMap<_, _> = full
        .into_iter()
        .map(|row| (row.level, row.tile, row.hashes))
        .chain(edge)
        .map(|(level, tile, hashes)| ((level, tile), hashes))
        .collect();
    let bottom: usize = kept.iter().filter(|((level, _), _)| *level == 0).map(|(_, hashes)| hashes.len() / 32).sum();
    if let Some(signed) = signed {
        assert_eq!(bottom as u64, signed, "the tiles are those of the signed checkpoint");
    }
    assert_eq!(kept, tiles_of(&leaves[..bottom]));
}

/// The tiles of the tree over these leaves, straight from tlog-tiles.
fn tiles_of(leaves: &[LeafHash]) -> BTreeMap<(i16, i64), Vec<u8>> {
    let mut tiles = BTreeMap::new();
    for level in 0..8_u8 {
        let below = usize::from(TILE_WIDTH).pow(level.into());
        if below > leaves.len() {
            break;
        }
        let hashes: Vec<_> = leaves.chunks_exact(below).map(|covered| roots(covered)[below].0).collect();
        for (index, tile) in (0..).zip(hashes.chunks(TILE_WIDTH.into())) {
            assert_eq!(usize::from(TileAt { level, index }.width_in(leaves.len() as u64)), tile.len());
            tiles.insert((level.into(), i64::try_from(index).unwrap()), tile.concat());
        }
    }
    tiles
}
