//! The published log, and a person's own receipts from it. Nothing here reads what decisions wait for.

use crate::log::witness::Witnesses;
use crate::service::Core;
use crate::store::log::LeafOf;
use crate::store::log_tree::{self, CheckpointKind, StoredCheckpoint};
use crate::store::{choices, commit, inconsistent, leaves, links, log, log_days};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::log::Position;
use domain::log::leaf::{GapLeaf, Kind, V1};
use domain::log::note::{Checkpoint, SignedCheckpoint, VerifierKey};
use domain::log::receipt::Receipt;
use domain::log::tree::{TileAt, Tiles};
use domain::ports::{Cosigned, LogPort, LogView, Published};

/// The log, for everybody who may look at it.
#[derive(Clone)]
pub struct LogService {
    core: Core,
    keys: Vec<VerifierKey>,
    witnesses: Witnesses,
}

impl LogService {
    /// The log of this installation: with the public keys that sign it or signed it, and the witnesses it asks.
    #[must_use]
    pub fn new(core: Core, keys: Vec<VerifierKey>, witnesses: Witnesses) -> Self {
        Self { core, keys, witnesses }
    }

    async fn stored(&self, kind: CheckpointKind) -> Result<Option<StoredCheckpoint>, Failure> {
        Ok(log_tree::checkpoint(self.core.store.db(), kind).await?)
    }

    /// The checkpoint that a receipt of that entry rests on: the one that witnesses saw, if it reaches so far.
    async fn covering(&self, at: Position) -> Result<StoredCheckpoint, Failure> {
        for kind in [CheckpointKind::Cosigned, CheckpointKind::Published, CheckpointKind::Signed] {
            if let Some(stored) = self.stored(kind).await?.filter(|stored| stored.size > at.0) {
                return Ok(stored);
            }
        }
        Err(Failure::Unavailable(format!("entry {at} is not signed yet")))
    }
}

#[async_trait]
impl LogPort for LogService {
    async fn state(&self) -> Result<LogView, Failure> {
        let published = self.stored(CheckpointKind::Published).await?;
        let cosigned = self.stored(CheckpointKind::Cosigned).await?.and_then(|stored| {
            let by = SignedCheckpoint::parse(&stored.note).ok()?.cosignatures(&self.witnesses.keys());
            (!by.is_empty()).then(|| Cosigned { checkpoint: shown(&stored), by })
        });
        Ok(LogView {
            origin: self.core.config.log_origin(),
            prefix: format!("{}/log", self.core.config.base_url),
            checkpoint: published.as_ref().map(shown),
            keys: self.keys.clone(),
            witnesses: self.witnesses.views(),
            cosigned,
            growth: log_days::growth(self.core.store.db()).await?,
        })
    }

    async fn checkpoint(&self) -> Result<Option<String>, Failure> {
        Ok(self.stored(CheckpointKind::Published).await?.map(|stored| stored.note))
    }

    async fn tile(&self, at: TileAt, width: u16) -> Result<Option<Vec<u8>>, Failure> {
        let size = self.stored(CheckpointKind::Published).await?.map_or(0, |stored| stored.size);
        if width == 0 || width > at.width_in(size) {
            return Ok(None);
        }
        let tiles = log_tree::tiles(self.core.store.db(), &[at]).await?;
        // What is published is there; a tile only grows, so its beginning is the tile of every smaller size.
        let hashes = tiles.get(at).and_then(|hashes| hashes.get(..usize::from(width)));
        let hashes = hashes.ok_or_else(|| inconsistent("log_tiles", "hashes", format!("{}/{}", at.level, at.index)))?;
        Ok(Some(hashes.iter().flat_map(|hash| hash.0).collect()))
    }

    async fn receipt(&self, actor: &Actor, at: Position) -> Result<Option<Receipt>, Failure> {
        actor.may(Operation::SeeChoices)?;
        let db = self.core.store.db();
        let own = links::proved_with(db, actor.subject()?).await?;
        let Some(leaf) = choices::leaf_of(db, &own, at).await? else {
            // Whose it was is not known any more: whoever has the number is told.
            return if leaves::erased_by(db, at).await?.is_some() { Err(Problem::Erased.into()) } else { Ok(None) };
        };
        let covering = self.covering(at).await?;
        let tiles = log_tree::tiles(db, &Tiles::for_inclusion(covering.size, at)).await?;
        let proof = tiles.inclusion_proof(covering.size, at).map_err(|_| inconsistent("log_tiles", "hashes", at))?;
        Ok(Some(Receipt { position: at, leaf, proof, checkpoint: covering.note }))
    }
}

fn shown(stored: &StoredCheckpoint) -> Published {
    Published { size: stored.size, root: stored.root, time: stored.time }
}

/// Enters that a longer log was lost, of which that is the newest checkpoint that is known. What is entered is public: it needs no
/// line of the audit, which would stand in the same restored database.
///
/// # Errors
/// The database holds more entries than were lost: then it is no older copy.
pub async fn enter_gap(core: &Core, lost: &Checkpoint) -> Result<Position, Failure> {
    let tx = core.store.begin().await?;
    let mut head = log::lock(&tx).await?;
    let (from, time) = (head.next().0, head.time(core.now()));
    if from > lost.size {
        return Err(Failure::Internal(format!("the database holds {from} entries, the kept checkpoint {}: no older copy", lost.size)));
    }
    let leaf = GapLeaf { v: V1, time, from, lost_size: lost.size, lost_root: lost.root };
    let (at, _) = log::append(&tx, &mut head, leaf.to_bytes(), LeafOf::Event(Kind::Gap, time)).await?;
    commit(tx).await?;
    Ok(at)
}
