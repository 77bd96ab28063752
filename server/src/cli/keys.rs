//! `hikae keys`: exchanging keys while the data that was written with them lives on (security.md, "Keys").
//!
//! The old key stays beside the new one as `<name>.<version>.key`. Whatever is interrupted goes on when the command is run again.

use crate::config::Config;
use crate::keys::{self, KeyCheck, KeyError, Keys, Rotating};
use crate::machine::SystemRandom;
use crate::service::Core;
use crate::state::{StartError, open_core, whole};
use crate::store::storage_rotation::{digests_after, forget_look_ups, replace};
use crate::store::{Tx, commit, key_checks};
use clap::Subcommand;
use std::error::Error;
use std::sync::Arc;

/// How many digests one statement encrypts anew: two parameters each, and SQLite takes 32,766.
const BATCH: u64 = 5_000;

/// What can be done with the keys.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum KeysCommand {
    /// Encrypt every digest of an identifier with a new storage key. Stop every node first.
    RotateStorage,
    /// Seal with a new key from now on. What was sealed before still opens.
    RotateSealing,
    /// Sign checks with a new key from now on. Checks from before still count in reports.
    RotateCheckToken,
    /// Hash codes with a new pepper from now on. Letters from before still open accounts.
    RotateCodePepper,
}

/// Does what the command says, and answers what to print.
///
/// # Errors
/// Whatever keeps it from being done, in words for the operator.
pub async fn run(config: Config, command: KeysCommand) -> Result<String, Box<dyn Error>> {
    match command {
        KeysCommand::RotateStorage => storage(config).await,
        KeysCommand::RotateSealing => sealing(config).await,
        KeysCommand::RotateCheckToken => unknown_to_the_database(config, Rotating::CheckToken).await,
        KeysCommand::RotateCodePepper => unknown_to_the_database(config, Rotating::CodePepper).await,
    }
}

/// A key that the database keeps no check value of.
async fn unknown_to_the_database(config: Config, key: Rotating) -> Result<String, Box<dyn Error>> {
    keys::finish_exchange(&config.keys, key.name())?;
    let core = open_core(config).await?;
    whole(&core).await?;
    let old = core.keys.version_of(key);
    keys::exchange(&core.config.keys, key.name(), old, &SystemRandom)?;
    Ok(exchanged(&core, key, old))
}

fn exchanged(core: &Core, key: Rotating, old: u8) -> String {
    let (folder, name) = (core.config.keys.display(), key.name());
    format!(
        "{name}: version {} is the newest now; the one before it is {folder}/{name}.{old}.key.\n\
         Give every node both files and start it again. Remove the old file when nothing is left that was written with it.\n",
        old + 1
    )
}

/// The sealing key. A new one that was put there by hand is taken into use as it is.
async fn sealing(config: Config) -> Result<String, Box<dyn Error>> {
    let key = Rotating::Sealing;
    keys::finish_exchange(&config.keys, key.name())?;
    let mut core = open_core(config).await?;
    match whole(&core).await {
        Ok(()) => core = with_new(core, key)?,
        Err(StartError::NewKey(name, version)) if name == key.name() && version == i32::from(core.keys.version_of(key)) => {}
        Err(fault) => return Err(fault.into()),
    }
    let newest = core.keys.version_of(key);
    let check = core.keys.check_values().into_iter().find(|check| check.name == key.name() && check.version == i32::from(newest));
    let tx = core.store.begin().await?;
    key_checks::insert(&tx, &check.ok_or("the new key was not found again")?).await?;
    commit(tx).await?;
    Ok(exchanged(&core, key, newest.saturating_sub(1)))
}

/// The storage key: begun here, or gone on with.
async fn storage(config: Config) -> Result<String, Box<dyn Error>> {
    // One connection, so that any other one is somebody else's.
    let config = Config { database_connections: 1, ..config };
    keys::finish_exchange(&config.keys, Rotating::Storage.name())?;
    let mut core = open_core(config).await?;
    let goes_on = match whole(&core).await {
        Ok(()) => false,
        Err(StartError::RotationUnfinished) => true,
        Err(fault) => return Err(fault.into()),
    };
    let alone = core.store.begin_alone().await?;
    let tx = alone.ok_or("somebody else is connected to the database: stop every node first, and whatever else reads it")?;
    if !goes_on {
        core = with_new(core, Rotating::Storage)?;
    }
    encrypt_anew(&core, tx).await
}

/// The same with a new key of that name.
fn with_new(core: Core, key: Rotating) -> Result<Core, KeyError> {
    keys::exchange(&core.config.keys, key.name(), core.keys.version_of(key), &SystemRandom)?;
    Ok(Core { keys: Arc::new(Keys::open(&core.config, &SystemRandom)?), ..core })
}

async fn encrypt_anew(core: &Core, mut tx: Tx) -> Result<String, Box<dyn Error>> {
    let to = core.keys.storage_version();
    let here = core.keys.storage_check_values();
    let kept = key_checks::versions_of(&tx, Rotating::Storage.name()).await?;
    // Whoever encrypts with a wrong key makes every refusal vanish, and no way leads back.
    for (version, value) in &kept {
        if !here.iter().any(|(here, check)| here == version && check.as_slice() == value) {
            return Err(format!("version {version} of the storage key, which this database was written with, is not here").into());
        }
    }
    let (newest, value) = *here.first().ok_or("there is no storage key")?;
    if !kept.contains_key(&newest) {
        key_checks::insert(&tx, &KeyCheck { name: Rotating::Storage.name(), version: newest, value }).await?;
        tx = core.store.step(tx).await?;
    }
    let mut count = 0;
    for (older, _) in here.iter().skip(1) {
        let from = i16::try_from(*older)?;
        let mut after = None;
        loop {
            let batch = digests_after(&tx, from, after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = Some(*last);
            let anew = |digest: &_| core.keys.reencrypted(digest, u8::try_from(from).ok()?);
            let pairs: Option<Vec<_>> = batch.iter().map(|digest| Some((*digest, anew(digest)?))).collect();
            replace(&tx, &pairs.ok_or("a storage key is gone")?, (from, to)).await?;
            count += batch.len();
            tx = core.store.step(tx).await?;
        }
    }
    forget_look_ups(&tx).await?;
    key_checks::forget_before(&tx, Rotating::Storage.name(), newest).await?;
    commit(tx).await?;
    Ok(format!(
        "{count} digests are encrypted with version {newest} of the storage key.\nGive every node {}/storage.key, and the older files \
         as long as reports with tokens of earlier checks may come; then start them.\n",
        core.config.keys.display()
    ))
}
