//! The published log, and a person's own receipts from it. Nothing here reads what decisions wait for.

use crate::log::witness::Witnesses;
use crate::service::Core;
use crate::store::audit::{self, Line};
use crate::store::log::LeafOf;
use crate::store::log_tree::{self, CheckpointKind, StoredCheckpoint};
use crate::store::{Tx, choices, commit, inconsistent, leaves, links, log, log_days};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::id::SubjectId;
use domain::log::Position;
use domain::log::leaf::{GapLeaf, Kind, ReadLeaf, V1};
use domain::log::note::{Checkpoint, SignedCheckpoint, VerifierKey};
use domain::log::receipt::Receipt;
use domain::log::tree::{TileAt, Tiles, TreeHash};
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
        receipt_of(&self.core, &own, at).await
    }
}

/// The receipt of a decision of these subjects: whether anybody may see it was asked before.
///
/// # Errors
/// It was erased, or the database cannot be reached.
pub(crate) async fn receipt_of(core: &Core, own: &[SubjectId], at: Position) -> Result<Option<Receipt>, Failure> {
    let db = core.store.db();
    let Some(leaf) = choices::leaf_of(db, own, at).await? else {
        // Whose it was is not known any more: whoever has the number is told.
        return if leaves::erased_by(db, at).await?.is_some() { Err(Problem::Erased.into()) } else { Ok(None) };
    };
    let covering = covering(core, at).await?;
    let tiles = log_tree::tiles(db, &Tiles::for_inclusion(covering.size, at)).await?;
    let proof = tiles.inclusion_proof(covering.size, at).map_err(|_| inconsistent("log_tiles", "hashes", at))?;
    Ok(Some(Receipt { position: at, leaf, proof, checkpoint: covering.note }))
}

/// The checkpoint that a receipt of that entry rests on: the one that witnesses saw, if it reaches so far.
async fn covering(core: &Core, at: Position) -> Result<StoredCheckpoint, Failure> {
    for kind in [CheckpointKind::Cosigned, CheckpointKind::Published, CheckpointKind::Signed] {
        if let Some(stored) = log_tree::checkpoint(core.store.db(), kind).await?.filter(|stored| stored.size > at.0) {
            return Ok(stored);
        }
    }
    Err(Failure::Unavailable(format!("entry {at} is not signed yet")))
}

fn shown(stored: &StoredCheckpoint) -> Published {
    Published { size: stored.size, root: stored.root, time: stored.time }
}

/// What the log says of a loss.
#[derive(Clone, Copy, Debug)]
pub struct Loss {
    /// Where it says so.
    pub at: Position,
    /// From which entry on others stood there.
    pub from: u64,
    /// The size of the newest checkpoint of the lost log that is known.
    pub lost_size: u64,
    /// Its root.
    pub lost_root: TreeHash,
    /// Whether it said so before.
    pub known: bool,
}

/// Enters that a longer log was lost, of which a node kept that checkpoint at that time. Where the loss was entered since then, on another
/// node, it is not entered once more: that would tell everybody of a second loss.
///
/// # Errors
/// The database holds more entries than were lost: then it is no older copy.
pub async fn enter_gap(core: &Core, lost: &Checkpoint, kept_at: Timestamp) -> Result<Loss, Failure> {
    Actor::System.may(Operation::ResumeLog)?;
    let tx = core.store.begin().await?;
    let mut head = core.lock_log(&tx).await?;
    let (from, time) = (head.next().0, head.time(core.now()));
    let loss = match entered(&tx, lost, kept_at).await? {
        Some(loss) => loss,
        None if from > lost.size => {
            return Err(Failure::Internal(format!("the database holds {from} entries, the kept checkpoint {}: no older copy", lost.size)));
        }
        None => {
            let leaf = GapLeaf { v: V1, time, from, lost_size: lost.size, lost_root: lost.root };
            let (at, _) = log::append(&tx, &mut head, leaf.to_bytes(), LeafOf::Event(Kind::Gap, time)).await?;
            Loss { at, from, lost_size: lost.size, lost_root: lost.root, known: false }
        }
    };
    let because = format!("the kept checkpoint of {} entries was put aside", lost.size);
    let line = Line::of(&Actor::System, Operation::ResumeLog, time).to(loss.at).because(&because);
    audit::append(&tx, &core.config.node, [line]).await?;
    commit(tx).await?;
    Ok(loss)
}

/// The loss of that checkpoint, if it was entered after it was kept: what was kept later belongs to the log that went on.
async fn entered(tx: &Tx, lost: &Checkpoint, kept_at: Timestamp) -> Result<Option<Loss>, Failure> {
    let mut next = Position::FIRST;
    loop {
        let page = leaves::of_kind_from(tx, Kind::Gap, next).await?;
        let Some((last, _)) = page.last() else { return Ok(None) };
        next = last.next();
        for (at, leaf) in page {
            if let ReadLeaf::Gap(GapLeaf { time, from, lost_size, lost_root, .. }) = leaf
                && (from..=lost_size).contains(&lost.size)
                && kept_at <= time
            {
                return Ok(Some(Loss { at, from, lost_size, lost_root, known: true }));
            }
        }
    }
}
