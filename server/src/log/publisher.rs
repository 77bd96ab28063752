//! Publication: what was committed gets into the tiles, the root is signed, and only then anybody is answered.
//!
//! Nothing is signed that was not looked at: the new entries against their leaves, the root of the tiles against the head, the
//! right edge against the checkpoint before, and one older tile in turn against its entries and leaves (docs/trust.md).

mod looking;

use crate::log::kept;
use crate::log::signer::Signer;
use crate::sequencer::steps::{self, may_fail};
use crate::service::Core;
use crate::store::log_tree::{self, CheckpointKind, StoredCheckpoint};
use crate::store::{StoreError, Tx, commit, inconsistent, log, log_days};
use domain::clock::Date;
use domain::failure::Failure;
use domain::log::Position;
use domain::log::head::Head;
use domain::log::leaf::LeafHash;
use domain::log::tree::{ChangedTile, Tiles, TreeHash};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many entries are read at once.
const PAGE: u64 = 1_000;

/// Publishes the log, one publication at a time. Clones share it; more than one node may have one.
#[derive(Clone)]
pub struct Publisher(Arc<Shared>);

struct Shared {
    core: Core,
    signer: Signer,
    turn: tokio::sync::Mutex<Turn>,
    /// Why nothing is signed.
    fault: Mutex<Option<String>>,
}

/// What whoever publishes knows from the time before.
#[derive(Default)]
struct Turn {
    /// How many entries are signed for, at least.
    signed: u64,
    /// The full tile that is looked at next.
    tile: u64,
}

impl Publisher {
    /// Publishes with these keys.
    #[must_use]
    pub fn new(core: Core, signer: Signer) -> Self {
        Self(Arc::new(Shared { core, signer, turn: tokio::sync::Mutex::default(), fault: Mutex::default() }))
    }

    /// The log's keys.
    #[must_use]
    pub fn signer(&self) -> &Signer {
        &self.0.signer
    }

    /// Whether the log may still be signed: while it may not, nothing more is decided.
    ///
    /// # Errors
    /// The fault that was found, until the log is looked at again and is sound.
    pub fn sound(&self) -> Result<(), Failure> {
        match &*self.fault() {
            None => Ok(()),
            Some(fault) => Err(Failure::Unavailable(fault.clone())),
        }
    }

    fn fault(&self) -> MutexGuard<'_, Option<String>> {
        // A text is replaced whole.
        self.0.fault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Publishes everything that is committed, unless so many entries are signed for already.
    ///
    /// # Errors
    /// Nothing may be acknowledged: the log is not sound, or the database or the kept file cannot be written.
    pub async fn cover(&self, size: Position) -> Result<(), Failure> {
        let mut turn = self.0.turn.lock().await;
        if turn.signed >= size.0 {
            return Ok(());
        }
        self.publish_in(&mut turn).await
    }

    /// Publishes everything that is committed.
    ///
    /// # Errors
    /// See [`Self::cover`].
    pub async fn publish(&self) -> Result<(), Failure> {
        let mut turn = self.0.turn.lock().await;
        self.publish_in(&mut turn).await
    }

    /// What is done each second: publishes what was appended by whatever did not wait for it, and shows to everybody what is
    /// signed.
    ///
    /// # Errors
    /// See [`Self::cover`].
    pub async fn beat(&self) -> Result<(), Failure> {
        self.publish().await?;
        let tx = self.0.core.store.begin().await?;
        log_tree::lock_covered(&tx).await?;
        let Some(signed) = log_tree::checkpoint(&tx, CheckpointKind::Signed).await? else { return Ok(()) };
        let published = log_tree::checkpoint(&tx, CheckpointKind::Published).await?;
        if published.as_ref().is_some_and(|shown| shown.size == signed.size && self.0.signer.signed_with_all(&shown.note)) {
            return Ok(());
        }
        log_tree::replace_checkpoint(&tx, CheckpointKind::Published, published.as_ref(), &signed).await?;
        Ok(commit(tx).await?)
    }

    async fn publish_in(&self, turn: &mut Turn) -> Result<(), Failure> {
        let done = self.sign_in(turn).await;
        if let Err(Failure::Inconsistent { table, column, row }) = done {
            let found = format!("the log is not signed any more: {table}.{column} of row {row} is not what it was");
            let mut fault = self.fault();
            if fault.as_ref() != Some(&found) {
                tracing::error!(table, column, row, "the log is not signed any more");
            }
            *fault = Some(found.clone());
            return Err(Failure::Unavailable(found));
        }
        if done.is_ok() && self.fault().take().is_some() {
            tracing::warn!("the log is sound again, and signed");
        }
        done
    }

    async fn sign_in(&self, turn: &mut Turn) -> Result<(), Failure> {
        let core = &self.0.core;
        may_fail(core, steps::BEFORE_PUBLICATION)?;
        let tx = core.store.begin().await?;
        let (signed, new) = self.write(&tx, turn).await?;
        if new {
            may_fail(core, steps::BEFORE_PUBLICATION_COMMIT)?;
            commit(tx).await?;
            may_fail(core, steps::AFTER_PUBLICATION_COMMIT)?;
        } else if turn.signed == signed.size {
            return Ok(());
        }
        may_fail(core, steps::BEFORE_KEPT)?;
        let (config, note) = (core.config.clone(), signed.note);
        let kept = tokio::task::spawn_blocking(move || kept::write(&config, &note)).await;
        match kept {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(Failure::Unavailable(format!("the kept checkpoint: {error}"))),
            Err(error) => return Err(Failure::Internal(error.to_string())),
        }
        may_fail(core, steps::AFTER_KEPT)?;
        turn.signed = signed.size;
        Ok(())
    }

    /// The signed checkpoint of everything that is committed, and whether it was written now, with its tiles: this node may have
    /// done so before, or another one.
    async fn write(&self, tx: &Tx, turn: &mut Turn) -> Result<(StoredCheckpoint, bool), Failure> {
        let covered = log_tree::lock_covered(tx).await?;
        let signed = log_tree::checkpoint(tx, CheckpointKind::Signed).await?;
        let head = log::head(tx).await?;
        let mut tiles = looking::edge(tx, covered, signed.as_ref()).await?;
        looking::older_tile(tx, covered, &mut turn.tile).await?;
        if head.size.0 < covered {
            return Err(inconsistent("log_head", "size", head.size).into());
        }
        let Grown { changed, days } = grow(tx, &mut tiles, covered, &head).await?;
        if let Some(signed) = &signed
            && signed.size == head.size.0
            && self.0.signer.signed_with_all(&signed.note)
        {
            return Ok((signed.clone(), false));
        }
        let note = self.0.signer.sign(head.size.0, head.root).map_err(|fault| Failure::Internal(fault.to_string()))?;
        let now = self.0.core.now();
        let new = StoredCheckpoint { size: head.size.0, root: head.root, time: now, note: note.to_string() };
        log_tree::save_tiles(tx, head.size.0, &tiles, &changed).await?;
        log_days::save(tx, &days).await?;
        log_tree::replace_checkpoint(tx, CheckpointKind::Signed, signed.as_ref(), &new).await?;
        Ok((new, true))
    }
}

/// What growing came to.
struct Grown {
    changed: Vec<ChangedTile>,
    /// The size at the end of each day on which any of it was entered.
    days: BTreeMap<Date, u64>,
}

/// Adds what was committed to the tiles, which have to give the head's root then.
async fn grow(tx: &Tx, tiles: &mut Tiles, covered: u64, head: &Head) -> Result<Grown, StoreError> {
    let mut hashes: Vec<LeafHash> = Vec::new();
    let mut days = BTreeMap::new();
    let mut next = Position(covered);
    while next < head.size {
        // No more than the head says: others may append meanwhile.
        for entry in log::entries_from(tx, next, (head.size.0 - next.0).min(PAGE)).await? {
            if entry.position != next {
                return Err(inconsistent("log_entries", "position", next));
            }
            if entry.leaf.as_deref().map(LeafHash::of) != Some(entry.hash) {
                return Err(inconsistent("log_leaves", "bytes", next));
            }
            hashes.push(entry.hash);
            next = next.next();
            days.extend(entry.recorded.map(|at| (at.in_tokyo().0, next.0)));
        }
        if Position(covered + hashes.len() as u64) != next || hashes.is_empty() {
            return Err(inconsistent("log_entries", "position", next));
        }
    }
    let broken = |_| inconsistent("log_edge_tiles", "hashes", 0);
    let changed = tiles.grow(covered, &hashes).map_err(broken)?;
    let root: TreeHash = tiles.root(head.size.0).map_err(broken)?;
    if root == head.root { Ok(Grown { changed, days }) } else { Err(inconsistent("log_head", "root", head.size)) }
}
