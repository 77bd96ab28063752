//! `hikae log key`: which keys sign, and how one takes the place of another. While both are there each checkpoint has two signature
//! lines, so that whoever knows either can verify it.

use crate::config::Config;
use crate::keys::{Keys, make_key};
use crate::log::retired;
use crate::log::signer::Signer;
use crate::machine::SystemRandom;
use crate::service::Core;
use crate::state::{open_core, whole};
use crate::store::log_tree::{self, CheckpointKind};
use clap::Subcommand;
use domain::clock::Random;
use domain::log::note::{SignedCheckpoint, VerifierKey};
use std::error::Error;
use std::fs;
use std::path::PathBuf;

/// What can be done with the keys.
#[derive(Clone, Debug, Subcommand)]
pub enum KeyCommand {
    /// Print the public keys: those that sign, and those that did.
    List,
    /// Make one more key, which signs beside the others once every node has it and was started again.
    Add,
    /// Let a key sign no more. Its public half stays known, so that old receipts verify.
    Retire {
        /// Its id: the eight digits in the middle of its line.
        id: String,
    },
}

/// A key that signs, and the file that it comes from.
type Signing = (VerifierKey, PathBuf);

/// Does what the command says, and answers what to print.
pub(super) async fn run(config: Config, command: &KeyCommand) -> Result<String, Box<dyn Error>> {
    let core = open_core(config.clone()).await?;
    let before = signing(&core)?;
    match command {
        KeyCommand::List => list(&core, &before),
        KeyCommand::Add => {
            add(&core)?;
            let mut after = signing(&open_core(config).await?)?;
            after.retain(|key| !before.contains(key));
            let (key, file) = after.pop().ok_or("the new key was not found again")?;
            Ok(format!(
                "{key}\n{}\nGive every node this file and start it again: from then on checkpoints have one more line.\n",
                file.display()
            ))
        }
        KeyCommand::Retire { id } => retire(&core, before, id).await,
    }
}

fn signing(core: &Core) -> Result<Vec<Signing>, Box<dyn Error>> {
    let files = Keys::log_signing_files(&core.config.keys)?;
    Ok(Signer::new(core)?.keys().into_iter().zip(files).collect())
}

fn list(core: &Core, signing: &[Signing]) -> Result<String, Box<dyn Error>> {
    let signing = signing.iter().map(|(key, file)| format!("{key}\n    signs, {}\n", file.display()));
    let retired = retired::read(&core.config)?.into_iter().map(|key| format!("{key}\n    retired\n"));
    Ok(signing.chain(retired).collect())
}

fn add(core: &Core) -> Result<(), Box<dyn Error>> {
    let file = format!("log-signing-{}.key", core.now().millis());
    Ok(make_key(&core.config.keys.join(file), &SystemRandom)?)
}

/// Only once another key has signed what is published: else a node would find a log that it cannot go on with.
async fn retire(core: &Core, signing: Vec<Signing>, id: &str) -> Result<String, Box<dyn Error>> {
    whole(core).await?;
    let (gone, left): (Vec<Signing>, Vec<Signing>) = signing.into_iter().partition(|(key, _)| format!("{:08x}", key.id()) == id);
    let [(key, file)] = gone.as_slice() else { return Err(format!("no key with the id {id:?} signs: `hikae log key list`").into()) };
    let others: Vec<VerifierKey> = left.iter().map(|(key, _)| key.clone()).collect();
    // Of what they say, receipts rest on the cosigned one first.
    let mut size = 0;
    for kind in [CheckpointKind::Signed, CheckpointKind::Published, CheckpointKind::Cosigned] {
        let Some(stored) = log_tree::checkpoint(core.store.db(), kind).await? else { continue };
        size = size.max(stored.size);
        if SignedCheckpoint::parse(&stored.note)?.verify(&others).is_err() {
            let wait = "add one, start every node again, and wait for a checkpoint, and for the witnesses to cosign it";
            return Err(format!("no other key has signed the newest {} checkpoint: {wait}", kind.code()).into());
        }
    }
    let first = others.first().zip(left.first()).map(|(_, (_, file))| file).ok_or("the only key cannot be retired")?;
    retired::add(&core.config, key, size)?;
    // The first file is the one without a number: another key takes its place.
    if file.file_name().is_some_and(|name| name == "log-signing.key") {
        fs::rename(first, file)?
    } else {
        fs::remove_file(file)?
    }
    Ok(format!("{key}\nsigns no more on this node. Its secret half was removed here: remove it from every other node, too.\n"))
}

/// Makes the signing key where there is none.
pub(super) fn make_first(config: &Config, random: &dyn Random) -> Result<(), Box<dyn Error>> {
    let path = config.keys.join("log-signing.key");
    if path.exists() { Ok(()) } else { Ok(make_key(&path, random)?) }
}
