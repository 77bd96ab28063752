//! Keys that signed this log and sign no more: only their public halves are left, so that old receipts verify for ever. A file of
//! lines beside the keys, which `hikae log key retire` writes: each key with the size of the log when it was retired. A larger one it
//! cannot vouch for by itself.

use crate::config::Config;
use domain::log::note::VerifierKey;
use std::io::{Error, ErrorKind, Write};
use std::path::PathBuf;

/// Where it is.
#[must_use]
pub fn path(config: &Config) -> PathBuf {
    config.keys.join("log-retired.vkeys")
}

/// The retired keys, the first retired first.
///
/// # Errors
/// The file cannot be read, or holds something else.
pub fn read(config: &Config) -> Result<Vec<VerifierKey>, Error> {
    let text = match std::fs::read_to_string(path(config)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let key = |line: &str| line.parse().map_err(|fault| Error::new(ErrorKind::InvalidData, fault));
    text.lines().filter(|line| !line.is_empty()).map(key).collect()
}

/// Adds a key to them, for good: retired when the log had so many entries.
///
/// # Errors
/// The file cannot be written.
pub fn add(config: &Config, key: &VerifierKey, size: u64) -> Result<(), Error> {
    if read(config)?.iter().any(|retired| retired.is(key)) {
        return Ok(());
    }
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path(config))?;
    writeln!(file, "{}", key.clone().retired_at(size))?;
    file.sync_all()
}
