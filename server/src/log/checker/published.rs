//! What was published: tiles, the right edge, checkpoints, and the kept file.

use super::tower::{Full, Hash, Tower, tiles_in};
use super::{Fault, Signed};
use crate::store::entity::{log_checkpoints, log_edge_tiles};
use crate::store::{StoreError, Tx, log_check};
use domain::log::note::{NoteFault, SignedCheckpoint};

/// Tiles have no more levels: 256^8 is more than any size.
const LEVELS: i16 = 8;

/// What the tree is compared with as it grows.
pub(super) struct Expected {
    /// How many entries the tiles cover.
    covered: u64,
    edge: Vec<log_edge_tiles::Model>,
    roots: Vec<Claim>,
}

/// Somebody says that the tree of that size has that root.
struct Claim {
    who: Claimed,
    size: u64,
    root: Hash,
    seen: bool,
}

enum Claimed {
    Checkpoint(String),
    Kept,
}

impl Claim {
    fn fault(&self, what: &str) -> Fault {
        match &self.who {
            Claimed::Checkpoint(kind) => Fault::Checkpoint { kind: kind.clone(), what: what.to_owned() },
            Claimed::Kept => Fault::Kept(what.to_owned()),
        }
    }
}

impl Expected {
    pub(super) async fn read(db: &Tx, signed: Option<&Signed>, faults: &mut Vec<Fault>) -> Result<Self, StoreError> {
        let edge = log_check::edge_tiles(db).await?;
        let covered = edge.iter().find(|row| row.level == 0).map_or(0, |row| {
            let full = u64::try_from(row.tile).unwrap_or_default().saturating_mul(256);
            full.saturating_add(row.hashes.len() as u64 / 32)
        });
        let (mut roots, rows) = (Vec::new(), log_check::checkpoints(db).await?);
        if !rows.is_empty() && rows.iter().all(|row| row.kind != "signed") {
            let what = "it is missing, though one was shown to everybody".to_owned();
            faults.push(Fault::Checkpoint { kind: "signed".to_owned(), what });
        }
        for row in rows {
            roots.extend(stored(&row, covered, signed, faults));
        }
        if let Some((signed, kept)) = signed.and_then(|signed| Some((signed, signed.kept.as_deref()?))) {
            roots.extend(kept_file(kept, signed, faults));
        }
        Ok(Self { covered, edge, roots })
    }

    pub(super) const fn covered(&self) -> u64 {
        self.covered
    }

    /// A tile that is full in the tree must stand there as it is, once it is published.
    pub(super) async fn full_tile(&self, db: &Tx, full: &Full, size: u64, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
        if size > self.covered {
            return Ok(());
        }
        let (level, tile) = (full.level, full.tile);
        match log_check::tile(db, level, i64::try_from(tile).unwrap_or(i64::MAX)).await? {
            None => faults.push(Fault::TileShape { level, tile, what: "it is missing" }),
            Some(hashes) => compare(level, tile, &full.hashes, &hashes, faults),
        }
        Ok(())
    }

    /// The tree has so many leaves now: whatever is said about just that size is compared.
    pub(super) fn reached(&mut self, tower: &Tower, faults: &mut Vec<Fault>) {
        let size = tower.size();
        for claim in self.roots.iter_mut().filter(|claim| claim.size == size) {
            claim.seen = true;
            if claim.root != tower.root() {
                faults.push(claim.fault("its root is not the one that the log gives"));
            }
        }
        if size == self.covered {
            self.compare_edge(tower, faults);
        }
    }

    fn compare_edge(&mut self, tower: &Tower, faults: &mut Vec<Fault>) {
        let mut stored = std::mem::take(&mut self.edge);
        for (level, tile, hashes) in tower.edge_tiles() {
            match stored.iter().position(|row| row.level == level).map(|found| stored.swap_remove(found)) {
                Some(row) if u64::try_from(row.tile) == Ok(tile) => compare(level, tile, hashes, &row.hashes, faults),
                Some(_) => faults.push(Fault::TileShape { level, tile, what: "the edge stands elsewhere" }),
                None => faults.push(Fault::TileShape { level, tile, what: "it is missing from the edge" }),
            }
        }
        for row in stored.into_iter().filter(|row| !row.hashes.is_empty()) {
            let tile = u64::try_from(row.tile).unwrap_or_default();
            faults.push(Fault::TileShape { level: row.level, tile, what: "the tree has no such tile at its edge" });
        }
    }

    /// What could not be compared because the log is not so long, and tiles beyond it.
    pub(super) async fn finish(&self, db: &Tx, size: u64, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
        if self.covered > size {
            faults.push(Fault::TileShape { level: 0, tile: tiles_in(self.covered, 0), what: "it covers more entries than there are" });
        }
        for claim in self.roots.iter().filter(|claim| !claim.seen && claim.size > size) {
            let what = format!("it is of {} entries, and there are {size}: entries were lost", claim.size);
            faults.push(claim.fault(&what));
        }
        for level in 0..=LEVELS {
            let beyond = tiles_in(self.covered, level);
            let found = log_check::tile_from(db, level, i64::try_from(beyond).unwrap_or(i64::MAX)).await?;
            if let Some(tile) = found.and_then(|tile| u64::try_from(tile).ok()) {
                faults.push(Fault::TileShape { level, tile, what: "the tree has no such tile" });
            }
        }
        Ok(())
    }
}

/// Hash by hash, so that the first entry at fault is named.
fn compare(level: i16, tile: u64, computed: &[Hash], stored: &[u8], faults: &mut Vec<Fault>) {
    if stored.len() != computed.len() * 32 {
        faults.push(Fault::TileShape { level, tile, what: "it has not as many hashes as the tree has there" });
        return;
    }
    let below = 1_u64.checked_shl(8 * u32::from(level.unsigned_abs())).unwrap_or(1);
    for (at, (computed, stored)) in (0_u64..).zip(computed.iter().zip(stored.chunks(32))) {
        if computed != stored {
            let first = (tile * 256 + at) * below;
            faults.push(Fault::Tile { level, tile, first, last: first + below - 1 });
        }
    }
}

/// A stored checkpoint: that its columns say what its note says, that it is signed, and that the tiles cover it.
fn stored(row: &log_checkpoints::Model, covered: u64, signed: Option<&Signed>, faults: &mut Vec<Fault>) -> Option<Claim> {
    let mut fault = |what: String| faults.push(Fault::Checkpoint { kind: row.kind.clone(), what });
    let (Ok(size), Ok(root)) = (u64::try_from(row.size), Hash::try_from(row.root.clone())) else {
        fault("its size or root is none".to_owned());
        return None;
    };
    match SignedCheckpoint::parse(&row.note) {
        Err(error) => fault(error.to_string()),
        Ok(note) => {
            let claimed = note.claimed();
            if (claimed.size, claimed.root.0) != (size, root) {
                fault("its note does not say what stands beside it".to_owned());
            }
            if let Some(error) = signed.and_then(|signed| unsigned(&note, signed)) {
                fault(error.to_string());
            }
        }
    }
    if size > covered {
        fault(format!("it is of {size} entries, and tiles are there for {covered}"));
    }
    Some(Claim { who: Claimed::Checkpoint(row.kind.clone()), size, root, seen: false })
}

fn kept_file(kept: &str, signed: &Signed, faults: &mut Vec<Fault>) -> Option<Claim> {
    match SignedCheckpoint::parse(kept) {
        Err(error) => {
            faults.push(Fault::Kept(error.to_string()));
            None
        }
        Ok(note) => {
            faults.extend(unsigned(&note, signed).map(|error| Fault::Kept(error.to_string())));
            let claimed = note.claimed();
            Some(Claim { who: Claimed::Kept, size: claimed.size, root: claimed.root.0, seen: false })
        }
    }
}

/// Why the note is not one of this log.
fn unsigned(note: &SignedCheckpoint, signed: &Signed) -> Option<NoteFault> {
    if note.claimed().origin != signed.origin {
        return Some(NoteFault::OtherLog(note.claimed().origin.clone()));
    }
    note.verify(&signed.keys).err()
}
