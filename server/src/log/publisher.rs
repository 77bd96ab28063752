//! Publication: what was committed gets into the tiles, the root is signed, and only then anybody is answered.
//!
//! Nothing is signed that was not looked at: the new entries against their leaves, the root of the tiles against the head, the
//! right edge against the checkpoint before and against its entries and leaves, one older tile in turn against the same, and all of it
//! against what this node signed last: a database that goes back under a running node is found here (docs/trust.md).

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
use domain::log::note::{Checkpoint, SignedCheckpoint};
use domain::log::tree::{ChangedTile, Tiles, TreeHash};
use domain::ports::Decided;
use looking::Last;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many entries are read at once.
const PAGE: u64 = 1_000;

/// Publishes the log, one publication at a time. Clones share it; more than one node may have one.
#[derive(Clone)]
pub struct Publisher(Arc<Shared>);

struct Shared {
    core: Core,
    signer: Signer,
    turn: tokio::sync::Mutex<Turn>,
}

/// What whoever publishes knows from the time before.
#[derive(Default)]
struct Turn {
    /// What this node signed last, as it is kept; `None`: it has not looked yet.
    last: Option<Last>,
    /// The full tile that is looked at next.
    tile: u64,
}

impl Turn {
    /// What this node signed last, before it was started, too: the kept file says so.
    fn last(&mut self, core: &Core) -> Result<Last, Failure> {
        if let Some(last) = self.last {
            return Ok(last);
        }
        let unreadable = |error| Failure::Unavailable(format!("the kept checkpoint: {error}"));
        let last = kept::read(&core.config).map_err(unreadable)?.map_or_else(Last::nothing, |kept| Last::of(&kept));
        self.last = Some(last);
        Ok(last)
    }
}

impl Publisher {
    /// Publishes with these keys.
    #[must_use]
    pub fn new(core: Core, signer: Signer) -> Self {
        Self(Arc::new(Shared { core, signer, turn: tokio::sync::Mutex::default() }))
    }

    /// The log's keys.
    #[must_use]
    pub fn signer(&self) -> &Signer {
        &self.0.signer
    }

    /// Publishes everything that is committed, unless this decision is signed for already; it may be acknowledged then.
    ///
    /// # Errors
    /// Nothing may be acknowledged: the log is not sound, the decision does not stand in it any more, or the database or the kept
    /// file cannot be written.
    pub async fn cover(&self, decided: &Decided) -> Result<(), Failure> {
        self.cover_entry(decided.decision.position, decided.leaf_hash).await
    }

    /// The same for an entry that was committed with that hash.
    ///
    /// # Errors
    /// See [`Self::cover`].
    pub async fn cover_entry(&self, position: Position, hash: LeafHash) -> Result<(), Failure> {
        let mut turn = self.0.turn.lock().await;
        let core = &self.0.core;
        if turn.last(core)?.size > position.0 {
            core.soundness.sound()?;
            self.told(self.still_there(turn.last(core)?).await)?;
        } else {
            self.publish_in(&mut turn).await?;
        }
        // The database may have gone back since the commit: another one may answer after a failover.
        let stands = log::leaf_hash(core.store.db(), position).await? == Some(hash);
        if turn.last(core)?.size > position.0 && stands {
            return Ok(());
        }
        Err(Failure::Unavailable(format!("entry {position} is not in the database any more")))
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
        let done = self.told(self.sign_in(turn).await);
        if done.is_ok() && self.0.core.soundness.mended() {
            tracing::warn!("the log is sound again, and signed");
        }
        done
    }

    /// Tells a fault to whoever runs this, and to everybody who would enter something.
    fn told(&self, done: Result<(), Failure>) -> Result<(), Failure> {
        let Err(Failure::Inconsistent { table, column, row }) = done else { return done };
        let found = format!("the log is not signed any more: {table}.{column} of row {row} is not what it was");
        if self.0.core.soundness.found(&found) {
            tracing::error!(table, column, row, "the log is not signed any more");
        }
        Err(Failure::Unavailable(found))
    }

    async fn sign_in(&self, turn: &mut Turn) -> Result<(), Failure> {
        let core = &self.0.core;
        may_fail(core, steps::BEFORE_PUBLICATION)?;
        let last = turn.last(core)?;
        let tx = core.store.begin().await?;
        let (signed, new) = self.write(&tx, turn, last).await?;
        if new {
            may_fail(core, steps::BEFORE_PUBLICATION_COMMIT)?;
            commit(tx).await?;
            may_fail(core, steps::AFTER_PUBLICATION_COMMIT)?;
        } else if last.size == signed.size {
            return Ok(());
        }
        may_fail(core, steps::BEFORE_KEPT)?;
        let newer = self.keep(&signed).await?;
        may_fail(core, steps::AFTER_KEPT)?;
        turn.last = Some(newer.as_ref().map_or(Last { size: signed.size, root: signed.root }, Last::of));
        match newer {
            None => Ok(()),
            // A command beside this server has signed more meanwhile, or another log.
            Some(newer) => self.still_there(Last::of(&newer)).await,
        }
    }

    /// Keeps the checkpoint beside the database. What is kept there already stays if it is of a later log, or of another one, and is
    /// answered.
    async fn keep(&self, signed: &StoredCheckpoint) -> Result<Option<Checkpoint>, Failure> {
        let note = SignedCheckpoint::parse(&signed.note).map_err(|_| inconsistent("log_checkpoints", "note", "signed"))?;
        let config = self.0.core.config.clone();
        match tokio::task::spawn_blocking(move || kept::write(&config, &note)).await {
            Ok(Ok(newer)) => Ok(newer),
            Ok(Err(error)) => Err(Failure::Unavailable(format!("the kept checkpoint: {error}"))),
            Err(error) => Err(Failure::Internal(error.to_string())),
        }
    }

    /// Whether what is signed in the database now is what was signed last, or grew out of it.
    async fn still_there(&self, last: Last) -> Result<(), Failure> {
        let db = self.0.core.store.db();
        let signed = log_tree::checkpoint(db, CheckpointKind::Signed).await?;
        let grown = log_tree::grew_out_of(db, (last.size, last.root), signed.as_ref()).await?;
        if grown { Ok(()) } else { Err(looking::not_grown_from(last, signed.as_ref()).into()) }
    }

    /// The signed checkpoint of everything that is committed, and whether it was written now, with its tiles: this node may have
    /// done so before, or another one.
    async fn write(&self, tx: &Tx, turn: &mut Turn, last: Last) -> Result<(StoredCheckpoint, bool), Failure> {
        let covered = log_tree::lock_covered(tx).await?;
        let signed = looking::signed(tx).await?;
        let head = log::head(tx).await?;
        let mut tiles = looking::edge(tx, covered, signed.as_ref()).await?;
        if !log_tree::grew_out_of(tx, (last.size, last.root), signed.as_ref()).await? {
            return Err(looking::not_grown_from(last, signed.as_ref()).into());
        }
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

/// Adds what was committed to the tiles, which have to give the head's root then. The entries of the tile at the right edge are looked
/// at again each time: it is none of the full ones, which have their turn.
async fn grow(tx: &Tx, tiles: &mut Tiles, covered: u64, head: &Head) -> Result<Grown, StoreError> {
    let mut hashes: Vec<LeafHash> = Vec::new();
    let mut days = BTreeMap::new();
    let mut next = Position(looking::first_looked_at(covered));
    while next < head.size {
        let before = next;
        // No more than the head says: others may append meanwhile.
        for entry in log::entries_from(tx, next, (head.size.0 - next.0).min(PAGE)).await? {
            if entry.position != next {
                return Err(inconsistent("log_entries", "position", next));
            }
            if next.0 < covered {
                looking::known_entry(&entry, tiles, covered)?;
            } else {
                looking::new_entry(&entry)?;
                hashes.push(entry.hash);
                days.extend(entry.recorded.map(|at| (at.in_tokyo().0, next.0 + 1)));
            }
            next = next.next();
            if next == head.size {
                looking::newest_entry(&entry, head)?;
            }
        }
        if next == before {
            return Err(inconsistent("log_entries", "position", next));
        }
    }
    let broken = |_| inconsistent("log_edge_tiles", "hashes", 0);
    let changed = tiles.grow(covered, &hashes).map_err(broken)?;
    let root: TreeHash = tiles.root(head.size.0).map_err(broken)?;
    if root == head.root { Ok(Grown { changed, days }) } else { Err(inconsistent("log_head", "root", head.size)) }
}
