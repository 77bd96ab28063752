//! What somebody outside keeps of a log: every checkpoint they ever saw, every receipt they were handed. They believe nothing of
//! what the product computes: roots are computed here, from leaf hashes, as RFC 6962 §2.1 says.

use crate::world::send;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use domain::log::leaf::LeafHash;
use domain::log::note::{Checkpoint, SignedCheckpoint, VerifierKey};
use domain::log::receipt::{Receipt, Verified};
use domain::log::tree::{TILE_WIDTH, TileAt, Tiles, TreeHash, verify_consistency};
use domain::log::{Position, leaf};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::Duration;

/// How many of the checkpoints are paired with each other by the product's own proofs; all are compared with the tree.
const PAIRED: usize = 40;

/// Somebody's memory of a log.
pub struct Seen {
    router: Router,
    /// The log's keys, kept from the first day on.
    pub keys: Vec<VerifierKey>,
    /// The root of every size they ever saw signed.
    pub checkpoints: BTreeMap<u64, TreeHash>,
    /// The leaf of every receipt, and in how large a tree it was proved.
    pub receipts: BTreeMap<Position, LeafHash>,
}

impl Seen {
    /// Somebody who begins to look now, at whatever stands behind that router.
    pub async fn begin(router: &Router) -> Self {
        let keys = get(router, "/log/key").await.expect("the log has a key");
        let keys = keys.lines().map(|line| line.parse().unwrap()).collect();
        Self { router: router.clone(), keys, checkpoints: BTreeMap::new(), receipts: BTreeMap::new() }
    }

    /// Somebody else who begins to look at the same log, with the same keys.
    pub fn beside(other: &Self) -> Self {
        let (router, keys) = (other.router.clone(), other.keys.clone());
        Self { router, keys, checkpoints: BTreeMap::new(), receipts: BTreeMap::new() }
    }

    /// Hears what somebody else saw: to both the log was the same.
    pub fn learn(&mut self, other: &Self) {
        for (size, root) in &other.checkpoints {
            self.remember(*size, *root);
        }
    }

    /// Looks at the newest checkpoint: it is signed, no smaller than those before, and of one size there is one root (P2).
    pub async fn look(&mut self) -> Option<Checkpoint> {
        let text = get(&self.router, "/log/checkpoint").await?;
        let note = SignedCheckpoint::parse(&text).unwrap();
        let checkpoint = note.verify(&self.keys).unwrap();
        self.remember(checkpoint.size, checkpoint.root);
        Some(checkpoint)
    }

    /// Takes a receipt into the drawer: it verifies offline, and what it names was signed like everything else.
    pub fn keep(&mut self, receipt: &str) -> Verified {
        let receipt: Receipt = receipt.parse().unwrap();
        let verified = receipt.verify(&self.keys, &[]).unwrap();
        assert!(receipt.position.0 < verified.checkpoint.size, "P1: the entry is covered");
        let before = self.receipts.insert(receipt.position, LeafHash::of(&receipt.leaf));
        assert!(before.is_none_or(|before| before == LeafHash::of(&receipt.leaf)), "P3: one position, one leaf");
        self.remember(verified.checkpoint.size, verified.checkpoint.root);
        verified
    }

    fn remember(&mut self, size: u64, root: TreeHash) {
        let before = self.checkpoints.insert(size, root);
        assert!(before.is_none_or(|before| before == root), "P2: two roots of size {size}");
    }

    /// The largest size that was ever signed as far as they know.
    pub fn largest(&self) -> u64 {
        self.checkpoints.last_key_value().map_or(0, |(size, _)| *size)
    }

    /// Waits until everything that a receipt told of is published, too: the beat is a second.
    pub async fn wait_until_published(&mut self, at_least: u64) -> Checkpoint {
        let expected = self.largest().max(at_least);
        for _ in 0..100 {
            if let Some(newest) = self.look().await.filter(|newest| newest.size >= expected) {
                return newest;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{expected} entries are not published, but {:?}", self.look().await);
    }

    /// P1 and P2, for everything that was ever seen: each receipt's leaf stands in the log as it is published now, and each
    /// checkpoint is the beginning of it, so that any two are consistent. The tiles and proofs of the product say the same.
    pub async fn compare(&mut self) -> u64 {
        let newest = self.look().await.expect("there is a checkpoint");
        assert!(self.largest() <= newest.size, "P2: the log went back from {} to {}", self.largest(), newest.size);
        let tiles = self.tiles(newest.size).await;
        let leaves = leaf_hashes(&tiles, newest.size);
        let roots = roots(&leaves);
        for (size, root) in &self.checkpoints {
            assert_eq!(roots[usize::try_from(*size).unwrap()], *root, "P2: the root of size {size}");
        }
        for (position, leaf) in &self.receipts {
            assert_eq!(leaves[usize::try_from(position.0).unwrap()], *leaf, "P1: the leaf at {position}");
        }
        every_tile_above_is_right(&tiles, &leaves);
        self.pairs_are_proved(&tiles);
        newest.size
    }

    fn pairs_are_proved(&self, tiles: &Tiles) {
        let step = self.checkpoints.len().div_ceil(PAIRED).max(1);
        let some: Vec<_> = self.checkpoints.iter().rev().step_by(step).map(|(size, root)| (*size, *root)).collect();
        for from in &some {
            for to in some.iter().filter(|to| to.0 >= from.0) {
                let proof = tiles.consistency_proof(from.0, to.0).unwrap();
                verify_consistency(*from, *to, &proof).unwrap_or_else(|_| panic!("P2: {} to {}", from.0, to.0));
            }
        }
    }

    /// Every tile of the tree of that size.
    pub async fn tiles(&self, size: u64) -> Tiles {
        let mut tiles = Tiles::default();
        for level in 0..8 {
            for index in 0.. {
                let at = TileAt { level, index };
                let width = at.width_in(size);
                if width > 0 {
                    tiles.insert(at, self.tile(at, width).await);
                }
                if width < TILE_WIDTH {
                    break;
                }
            }
        }
        tiles
    }

    async fn tile(&self, at: TileAt, width: u16) -> Vec<TreeHash> {
        let request = Request::get(format!("/log/{}", at.path(width))).body(Body::empty()).unwrap();
        let answer = send(&self.router, request).await;
        assert_eq!(answer.status, 200, "{}", at.path(width));
        assert_eq!(answer.body.len(), usize::from(width) * 32, "{}", at.path(width));
        answer.body.chunks_exact(32).map(|hash| TreeHash(hash.try_into().unwrap())).collect()
    }
}

/// What stands at that address, if anything does.
async fn get(router: &Router, path: &str) -> Option<String> {
    let answer = send(router, Request::get(path).body(Body::empty()).unwrap()).await;
    (answer.status == 200).then(|| answer.text().to_owned())
}

fn leaf_hashes(tiles: &Tiles, size: u64) -> Vec<LeafHash> {
    let level: Vec<_> = tiles.iter().filter(|(at, _)| at.level == 0).flat_map(|(_, hashes)| hashes).map(|hash| LeafHash(hash.0)).collect();
    assert_eq!(level.len() as u64, size);
    level
}

/// The root of the tree of each size, from none to all of the leaves.
pub fn roots(leaves: &[leaf::LeafHash]) -> Vec<TreeHash> {
    let mut roots = vec![TreeHash(Sha256::digest([]).into())];
    // The perfect subtrees of the tree so far: how many leaves each has, and its root.
    let mut perfect: Vec<(u64, TreeHash)> = Vec::new();
    for leaf in leaves {
        perfect.push((1, TreeHash(leaf.0)));
        while let [.., (left, one), (right, other)] = perfect[..]
            && left == right
        {
            perfect.truncate(perfect.len() - 2);
            perfect.push((left + right, above(one, other)));
        }
        roots.push(perfect.iter().rev().map(|(_, root)| *root).reduce(|right, left| above(left, right)).unwrap());
    }
    roots
}

fn above(left: TreeHash, right: TreeHash) -> TreeHash {
    TreeHash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

fn every_tile_above_is_right(tiles: &Tiles, leaves: &[LeafHash]) {
    for (at, hashes) in tiles.iter().filter(|(at, _)| at.level > 0) {
        let below = usize::from(TILE_WIDTH).pow(at.level.into());
        let first = usize::try_from(at.first_leaf().unwrap()).unwrap();
        for (place, hash) in hashes.iter().enumerate() {
            let covered = &leaves[first + place * below..first + (place + 1) * below];
            assert_eq!(roots(covered)[below], *hash, "{at:?}, place {place}");
        }
    }
}
