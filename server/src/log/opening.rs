//! What is looked at before a node serves: whether the database is the one that it was, or an older copy of it.

use crate::log::kept;
use crate::log::signer::Signer;
use crate::service::Core;
use crate::store::log_tree::{self, CheckpointKind};
use crate::store::{StoreError, inconsistent, log};
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
/// [`LogFault`].
pub async fn look(core: &Core, signer: &Signer) -> Result<(), LogFault> {
    let snapshot = core.store.snapshot().await?;
    let head = log::head(&snapshot).await?.size.0;
    let covered = log_tree::covered(&snapshot).await?;
    if head < covered {
        return Err(LogFault::Shorter { head, signed: covered });
    }
    let edge = log_tree::tiles(&snapshot, &Tiles::for_root(covered)).await?.root(covered).map_err(|_| LogFault::Edge)?;
    if let Some(signed) = log_tree::checkpoint(&snapshot, CheckpointKind::Signed).await? {
        if (signed.size, signed.root) != (covered, edge) {
            return Err(LogFault::Edge);
        }
        named(
            signer,
            &SignedCheckpoint::parse(&signed.note).map_err(|_| inconsistent("log_checkpoints", "note", "signed"))?.claimed().origin,
        )?;
        if !signer.knows(&signed.note) {
            return Err(LogFault::WrongKey);
        }
    }
    let path = kept::path(&core.config);
    let Some(kept) = kept::read(&core.config).map_err(|error| LogFault::Kept(path.clone(), error))? else { return Ok(()) };
    named(signer, &kept.origin)?;
    let grown = kept.size <= covered && log_tree::root_at(&snapshot, kept.size).await? == Some(kept.root);
    if grown { Ok(()) } else { Err(LogFault::Lost { path, kept: kept.size, stored: covered }) }
}

/// A log keeps its name.
fn named(signer: &Signer, origin: &str) -> Result<(), LogFault> {
    if origin == signer.origin() {
        return Ok(());
    }
    Err(LogFault::OtherName { stored: origin.to_owned(), configured: signer.origin().to_owned() })
}
