//! The kept checkpoint: the newest one that this node signed, in a file beside the database (`log/checkpoint` below `var`). A
//! database that was restored from an older copy is told by it.

use crate::config::Config;
use domain::log::note::{Checkpoint, SignedCheckpoint};
use std::io::{Error, ErrorKind};
use std::path::PathBuf;

/// Where it is.
#[must_use]
pub fn path(config: &Config) -> PathBuf {
    config.var.join("log").join("checkpoint")
}

/// The kept checkpoint, if there is one. An empty file is none: a power cut may leave it so, and then the database, which waits
/// for its disk, is the newer of the two.
///
/// # Errors
/// The file cannot be read, or holds something else.
pub fn read(config: &Config) -> Result<Option<Checkpoint>, Error> {
    let Some(text) = text(config)? else { return Ok(None) };
    let kept = SignedCheckpoint::parse(&text).map_err(|fault| Error::new(ErrorKind::InvalidData, fault))?;
    Ok(Some(kept.claimed().clone()))
}

/// The same as it stands there, for who looks at its signatures.
///
/// # Errors
/// The file cannot be read.
pub fn text(config: &Config) -> Result<Option<String>, Error> {
    match std::fs::read_to_string(path(config)) {
        Ok(text) if text.is_empty() => Ok(None),
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps that note instead of the one before: whoever reads finds the one or the other, whole. The disk is not waited for.
///
/// # Errors
/// The file cannot be written.
pub fn write(config: &Config, note: &str) -> Result<(), Error> {
    let file = path(config);
    // Two processes may share `var`: the server, and a command beside it.
    let new = file.with_extension(format!("{}.new", std::process::id()));
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&new, note)?;
    std::fs::rename(&new, &file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &tempfile::TempDir) -> Config {
        Config { var: folder.path().to_owned(), ..Config::defaults().unwrap() }
    }

    const NOTE: &str = "h.example/log\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— h.example/log AAAAAAA=\n";

    #[test]
    fn what_is_kept_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder);
        assert_eq!(read(&config).unwrap(), None);
        write(&config, NOTE).unwrap();
        write(&config, NOTE).unwrap();
        assert_eq!(read(&config).unwrap().unwrap().size, 3);
        assert_eq!(std::fs::read_dir(path(&config).parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_file_that_holds_something_else_is_not_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder);
        write(&config, "").unwrap();
        assert_eq!(read(&config).unwrap(), None);
        write(&config, "3\n").unwrap();
        assert_eq!(read(&config).unwrap_err().kind(), ErrorKind::InvalidData);
    }
}
