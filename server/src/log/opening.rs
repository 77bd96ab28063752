//! What is looked at before a node serves: whether the database is the one that it was, or an older copy of it, and whether there is a log
//! at all. Opening one is not beginning one: in production somebody does that by hand, so that no server ever begins a second log because
//! it does not find the first.

use crate::config::Mode;
use crate::log::kept;
use crate::log::signer::Signer;
use crate::service::Core;
use crate::store::log_tree::{self, CheckpointKind};
use crate::store::{StoreError, Tx, inconsistent, log};
use domain::log::note::{InvalidKey, SignedCheckpoint};
use domain::log::tree::Tiles;
use std::path::PathBuf;

/// Why a log is not served.
#[derive(Debug, thiserror::Error)]
pub enum LogFault {
    /// Its name is no name.
    #[error("log_origin: {0}")]
    Origin(#[from] InvalidKey),
    /// The database cannot be read, or a row of it breaks a rule.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The tiles at the right edge do not give the root that was signed.
    #[error("log_edge_tiles: the tiles at the right edge do not give the root of the signed checkpoint; `hikae log verify` says more")]
    Edge,
    /// The database has fewer entries than were signed for.
    #[error("log_head: {head} entries, and the signed checkpoint has {signed}; `hikae log verify` says more")]
    Shorter {
        /// How many there are.
        head: u64,
        /// How many were signed for.
        signed: u64,
    },
    /// What everybody was shown, or this node has kept, was signed, and what is signed is gone.
    #[error(
        "log_checkpoints: the signed checkpoint is missing, though one of {shown} entries was shown or kept: no log is begun over \
         another one. Bring the row back, or the newest copy of the database; `hikae log verify` says more"
    )]
    Unsigned {
        /// How many entries that one has.
        shown: u64,
    },
    /// Nothing was ever signed here.
    #[error(
        "there is no log yet, and in production a server does not begin one by itself: run `hikae log create`, once, on one node (with \
         --make-key where there is no log-signing.key)"
    )]
    NotCreated,
    /// The log has another name than the configuration gives it.
    #[error(
        "this log is called {stored}, and log_origin (or base_url, where log_origin is empty) calls it {configured}: its checkpoints, its keys and \
         every receipt carry its name for ever. Set log_origin = \"{stored}\""
    )]
    OtherName {
        /// The name that its checkpoints carry.
        stored: String,
        /// The name that is configured.
        configured: String,
    },
    /// The checkpoint in the database was signed with none of our keys.
    #[error("the log-signing key is not the one this log was signed with")]
    WrongKey,
    /// The kept checkpoint cannot be read.
    #[error("the kept checkpoint {0}: {1}")]
    Kept(PathBuf, std::io::Error),
    /// The database is an older copy, or another log.
    #[error(
        "the kept checkpoint {path} has {kept} entries, and the log in the database, with {stored}, is not one that it grew into: \
         an older copy of the database was restored, and decisions that people hold receipts for are lost. Bring the newest copy. If there \
         is none, `hikae log resume --after-loss` says so in the log and goes on from here"
    )]
    Lost {
        /// Where it is.
        path: PathBuf,
        /// How many entries it has.
        kept: u64,
        /// How many are published in the database.
        stored: u64,
    },
}

/// Looks at head, right edge, signed checkpoint and kept checkpoint: nothing is served, and nothing signed, unless they fit.
///
/// # Errors
/// [`LogFault`]. In production [`LogFault::NotCreated`], too: where nothing else is wrong and there is no log.
pub async fn look(core: &Core, signer: &Signer) -> Result<(), LogFault> {
    let snapshot = core.store.snapshot().await?;
    let head = log::head(&snapshot).await?.size.0;
    let covered = log_tree::covered(&snapshot).await?;
    if head < covered {
        return Err(LogFault::Shorter { head, signed: covered });
    }
    let begun = signed_fits(&snapshot, signer, covered).await?;
    let path = kept::path(&core.config);
    let Some(kept) = kept::read(&core.config).map_err(|error| LogFault::Kept(path.clone(), error))? else {
        return if begun || core.config.mode == Mode::Development { Ok(()) } else { Err(LogFault::NotCreated) };
    };
    named(signer, &kept.origin)?;
    let grown = kept.size <= covered && log_tree::root_at(&snapshot, kept.size).await? == Some(kept.root);
    if !grown {
        return Err(LogFault::Lost { path, kept: kept.size, stored: covered });
    }
    // A log that was created and has no entry yet can be begun again: it is the same one.
    if begun || kept.size == 0 { Ok(()) } else { Err(LogFault::Unsigned { shown: kept.size }) }
}

/// Whether there is a log, once tiles and signed checkpoint are known to go together.
async fn signed_fits(snapshot: &Tx, signer: &Signer, covered: u64) -> Result<bool, LogFault> {
    let edge = log_tree::tiles(snapshot, &Tiles::for_root(covered)).await?.root(covered).map_err(|_| LogFault::Edge)?;
    let Some(signed) = log_tree::checkpoint(snapshot, CheckpointKind::Signed).await? else {
        return shown(snapshot).await?.map_or(Ok(false), |shown| Err(LogFault::Unsigned { shown }));
    };
    if (signed.size, signed.root) != (covered, edge) {
        return Err(LogFault::Edge);
    }
    let note = SignedCheckpoint::parse(&signed.note).map_err(|_| inconsistent("log_checkpoints", "note", "signed"))?;
    named(signer, &note.claimed().origin)?;
    if signer.knows(&signed.note) { Ok(true) } else { Err(LogFault::WrongKey) }
}

/// The size of a checkpoint that everybody was shown. Where nothing is signed there can be none: whoever signed on would begin a second log
/// below it.
pub(super) async fn shown(tx: &Tx) -> Result<Option<u64>, StoreError> {
    for kind in [CheckpointKind::Published, CheckpointKind::Cosigned] {
        if let Some(stored) = log_tree::checkpoint(tx, kind).await? {
            return Ok(Some(stored.size));
        }
    }
    Ok(None)
}

/// A log keeps its name.
fn named(signer: &Signer, origin: &str) -> Result<(), LogFault> {
    if origin == signer.origin() {
        return Ok(());
    }
    Err(LogFault::OtherName { stored: origin.to_owned(), configured: signer.origin().to_owned() })
}
