//! `hikae log`: making the log, checking it, proving from it, its keys, and going on after a loss (docs/log.md).

mod erase;
mod keys;
mod resume;

pub use erase::EraseArgs;
pub use keys::KeyCommand;

use crate::config::Config;
use crate::log::checker::{self, Report, Signed};
use crate::log::publisher::Publisher;
use crate::log::signer::Signer;
use crate::log::{kept, retired};
use crate::machine::SystemRandom;
use crate::service::Core;
use crate::state::{open_core, whole};
use crate::store::log_tree::{self, CheckpointKind};
use clap::{Args, Subcommand};
use domain::log::tree::{Tiles, TreeHash, verify_consistency};
use std::error::Error;
use std::fmt::Write;

/// What can be done with the log.
#[derive(Clone, Debug, Subcommand)]
pub enum LogCommand {
    /// Begin the log: signs its first checkpoint, over whatever was decided before. Refuses where there is a log.
    Create {
        /// Make the signing key where there is none yet. In development it is made anyway.
        #[arg(long)]
        make_key: bool,
    },
    /// Recompute everything from the database and name what is wrong.
    Verify,
    /// Print the proof that the log of one size is the beginning of the log of another.
    Prove(ProveArgs),
    /// The keys that sign the log.
    Key {
        /// What to do with them.
        #[command(subcommand)]
        command: KeyCommand,
    },
    /// Erase what decisions that hold no more said, because the law demands it. A refusal in force is never erased.
    Erase(EraseArgs),
    /// Go on with an older copy of the database, saying so in the log.
    Resume {
        /// Entries that people hold receipts for are lost, and there is no newer copy.
        #[arg(long, required = true)]
        after_loss: bool,
    },
}

/// Between which sizes.
#[derive(Clone, Copy, Debug, Args)]
pub struct ProveArgs {
    /// The smaller size, such as that of a check answer.
    #[arg(long, value_name = "N")]
    from: u64,
    /// The larger one.
    #[arg(long, value_name = "M")]
    to: u64,
}

/// Does what the command says, and answers what to print.
///
/// # Errors
/// Whatever keeps it from being done, in words for the operator.
pub async fn run(config: Config, command: &LogCommand) -> Result<String, Box<dyn Error>> {
    match command {
        LogCommand::Create { make_key } => {
            if *make_key {
                keys::make_first(&config, &SystemRandom)?;
            }
            let core = open_core(config).await?;
            // The first thing that is done with a new database: `hikae migrate` would ask for the key that is made here.
            core.store.migrate().await?;
            create(&core).await
        }
        LogCommand::Verify => verify(&open_core(config).await?).await,
        LogCommand::Prove(sizes) => prove(&open_core(config).await?, *sizes).await,
        LogCommand::Key { command } => keys::run(config, command).await,
        LogCommand::Erase(args) => erase::erase(&open_core(config).await?, args).await,
        LogCommand::Resume { .. } => resume::resume(&open_core(config).await?).await,
    }
}

/// Signs and publishes the first checkpoint.
///
/// # Errors
/// There is a log already, in the database or in the kept checkpoint.
pub async fn create(core: &Core) -> Result<String, Box<dyn Error>> {
    whole(core).await?;
    for kind in [CheckpointKind::Signed, CheckpointKind::Published, CheckpointKind::Cosigned] {
        if let Some(there) = log_tree::checkpoint(core.store.db(), kind).await? {
            return Err(format!("there is a log already: {} entries, {} {}", there.size, kind.code(), there.time).into());
        }
    }
    let path = kept::path(&core.config);
    if let Some(kept) = kept::read(&core.config)? {
        return Err(format!("{} is the checkpoint of a log of {} entries that is not in this database", path.display(), kept.size).into());
    }
    let publisher = Publisher::new(core.clone(), Signer::new(core)?);
    publisher.publish().await?;
    publisher.beat().await?;
    let published = log_tree::checkpoint(core.store.db(), CheckpointKind::Published).await?.ok_or("nothing was published")?;
    let keys: String = publisher.signer().keys().iter().map(|key| format!("{key}\n")).collect();
    Ok(format!("{}\nkey:\n{keys}kept: {}\n", published.note.trim_end(), path.display()))
}

/// Checks everything there is.
///
/// # Errors
/// What is wrong, each fault on a line of its own.
pub async fn verify(core: &Core) -> Result<String, Box<dyn Error>> {
    whole(core).await?;
    let signer = Signer::new(core)?;
    let mut keys = signer.keys();
    keys.extend(retired::read(&core.config)?);
    let kept = kept::text(&core.config)?;
    let signed = Signed { origin: signer.origin().to_owned(), keys, kept };
    match checker::examine(&core.store, Some(&signed)).await {
        Ok(report) => Ok(in_words(&report, signed.kept.is_some())),
        Err(faults) => {
            let lines: String = faults.iter().map(|fault| format!("\n  {fault}")).collect();
            Err(format!("the log does not hold:{lines}").into())
        }
    }
}

fn in_words(report: &Report, kept: bool) -> String {
    let Report { entries, erased, published, people, choices, .. } = report;
    let mut words = format!("the log holds: {entries} entries, root {}\n", TreeHash(report.root));
    // Writing into a String cannot fail.
    let _ = writeln!(words, "published: {published} entries, each tile and each checkpoint");
    let _ = writeln!(words, "people: {people}, with {choices} choices in force, each the last word of its person in the log");
    if *erased > 0 {
        let _ = writeln!(words, "erased: {erased} entries, of which the hash alone could be checked");
    }
    if !kept {
        let _ = writeln!(words, "there is no kept checkpoint to compare with");
    }
    words
}

/// The proof, and the roots at its two ends.
///
/// # Errors
/// There is no such size, or the tiles do not give a proof.
pub async fn prove(core: &Core, sizes: ProveArgs) -> Result<String, Box<dyn Error>> {
    let ProveArgs { from, to } = sizes;
    let snapshot = core.store.snapshot().await?;
    let covered = log_tree::covered(&snapshot).await?;
    if from > to || to > covered {
        return Err(format!("--from {from} --to {to}: sizes from 0 to {covered}, the smaller one first").into());
    }
    let wanted: Vec<_> = [Tiles::for_root(from), Tiles::for_root(to), Tiles::for_consistency(from, to)].concat();
    let tiles = log_tree::tiles(&snapshot, &wanted).await?;
    let (old, new) = (tiles.root(from)?, tiles.root(to)?);
    let proof = tiles.consistency_proof(from, to)?;
    verify_consistency((from, old), (to, new), &proof).map_err(|_| "the tiles do not prove it: `hikae log verify` says more")?;
    let lines: String = proof.iter().map(|hash| format!("{hash}\n")).collect();
    Ok(format!("from {from} {old}\nto {to} {new}\n\n{lines}"))
}
