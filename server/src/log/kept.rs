//! The kept checkpoint: the newest one that this node signed, beside the database (`log/checkpoint` below `var`). A database that was
//! restored from an older copy is told by it.
//!
//! It stands in one of two files, which are written in turn, in place: one wait for the disk is enough then, and whatever a power cut
//! leaves of the one that was being written, the other has the checkpoint before it.

use crate::config::Config;
use domain::clock::Timestamp;
use domain::log::note::{Checkpoint, SignedCheckpoint};
use std::fs::{self, File, OpenOptions};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where it is: this one or [`other`].
#[must_use]
pub fn path(config: &Config) -> PathBuf {
    config.var.join("log").join("checkpoint")
}

/// The other file.
fn other(config: &Config) -> PathBuf {
    path(config).with_extension("other")
}

/// One of the two, as it stands there.
struct Slot {
    path: PathBuf,
    /// `None`: there is nothing, or what a power cut left.
    note: Option<SignedCheckpoint>,
    /// It holds something that is no checkpoint.
    broken: bool,
}

impl Slot {
    fn read(path: PathBuf) -> Result<Self, Error> {
        let text = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let note = std::str::from_utf8(&text).ok().and_then(|text| SignedCheckpoint::parse(text).ok());
        let broken = note.is_none() && !text.is_empty();
        Ok(Self { path, note, broken })
    }

    fn size(&self) -> Option<u64> {
        self.note.as_ref().map(|note| note.claimed().size)
    }
}

/// Both, the newer one first.
fn slots(config: &Config) -> Result<[Slot; 2], Error> {
    let mut both = [Slot::read(path(config))?, Slot::read(other(config))?];
    both.sort_by_key(|slot| std::cmp::Reverse(slot.size()));
    // One is what was being written; that there is no other is no power cut.
    if both[0].note.is_none() && both.iter().any(|slot| slot.broken) {
        return Err(Error::new(ErrorKind::InvalidData, "not a signed checkpoint"));
    }
    Ok(both)
}

/// The kept checkpoint, if there is one. An empty file is none: older versions did not wait for the disk, and a power cut left it so.
///
/// # Errors
/// The files cannot be read, or hold something else.
pub fn read(config: &Config) -> Result<Option<Checkpoint>, Error> {
    let [newest, _] = slots(config)?;
    Ok(newest.note.map(|note| note.claimed().clone()))
}

/// The same as it stands there, for who looks at its signatures.
///
/// # Errors
/// As [`read`].
pub fn text(config: &Config) -> Result<Option<String>, Error> {
    let [newest, _] = slots(config)?;
    Ok(newest.note.map(|note| note.to_string()))
}

/// Keeps that note beside the one before, and waits for the disk. It never goes back: where a larger log is kept, or another one of the
/// same size, that stays, and is answered.
///
/// # Errors
/// The files cannot be written, or hold something else.
pub fn write(config: &Config, note: &SignedCheckpoint) -> Result<Option<Checkpoint>, Error> {
    let [newest, older] = slots(config)?;
    if let Some(kept) = newest.note.as_ref().map(SignedCheckpoint::claimed) {
        let new = note.claimed();
        if kept.size > new.size || (kept.size == new.size && kept.root != new.root) {
            return Ok(Some(kept.clone()));
        }
    }
    let slot = if newest.note.is_none() { newest } else { older };
    in_place(&slot.path, note.as_str())?;
    Ok(None)
}

/// Writes a text over what is there. The blocks are there already but for the first time, so the disk has one thing to do.
fn in_place(path: &Path, text: &str) -> Result<(), Error> {
    let is_new = !path.exists();
    if let Some(folder) = path.parent().filter(|_| is_new) {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    file.write_all(text.as_bytes())?;
    let length = text.len() as u64;
    if file.metadata()?.len() != length {
        file.set_len(length)?;
    }
    file.sync_data()?;
    if is_new { sync_folder_of(path) } else { Ok(()) }
}

/// Puts the kept checkpoint aside, where it is the proof of what was lost; answers where. For `hikae log resume` alone: from then on
/// nothing is kept, until the log is signed again.
///
/// # Errors
/// The files cannot be moved.
pub fn put_aside(config: &Config, lost: &Checkpoint) -> Result<PathBuf, Error> {
    let aside = unused(config, lost.size)?;
    let [newest, older] = slots(config)?;
    // First the older one: at no moment it is the newest.
    if older.path.exists() {
        fs::remove_file(&older.path)?;
    }
    fs::rename(&newest.path, &aside)?;
    sync_folder_of(&aside)?;
    Ok(aside)
}

/// Where a lost checkpoint of that size can be put: `checkpoint.lost-<size>`, or with a number behind it. What was put aside before is
/// the proof of another loss, and stays.
fn unused(config: &Config, size: u64) -> Result<PathBuf, Error> {
    let mut aside = path(config).with_extension(format!("lost-{size}"));
    let mut number = 1_u32;
    while aside.try_exists()? {
        number += 1;
        aside = path(config).with_extension(format!("lost-{size}-{number}"));
    }
    Ok(aside)
}

/// When the kept checkpoint was written, by this machine's clock.
///
/// # Errors
/// There is none, or its file system keeps no times.
pub fn written_at(config: &Config) -> Result<Timestamp, Error> {
    let [newest, _] = slots(config)?;
    let since = fs::metadata(newest.path)?.modified()?.duration_since(std::time::UNIX_EPOCH).map_err(Error::other)?;
    Ok(Timestamp::from_millis(i64::try_from(since.as_millis()).map_err(Error::other)?))
}

/// A name in a folder is durable when the folder is.
fn sync_folder_of(file: &Path) -> Result<(), Error> {
    match file.parent() {
        // Elsewhere folders cannot be opened.
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::log::tree::TreeHash;

    fn config(folder: &tempfile::TempDir) -> Config {
        Config { var: folder.path().to_owned(), ..Config::defaults().unwrap() }
    }

    fn note(size: u64, root: u8) -> SignedCheckpoint {
        let body = Checkpoint { origin: "h.example/log".into(), size, root: TreeHash([root; 32]) }.body();
        SignedCheckpoint::parse(&format!("{body}\n— h.example/log AAAAAAA=\n")).unwrap()
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder);
        assert_eq!(read(&config).unwrap(), None);
        assert_eq!(write(&config, &note(3, 0)).unwrap(), None);
        assert_eq!(write(&config, &note(3, 0)).unwrap(), None);
        assert_eq!(read(&config).unwrap().unwrap().size, 3);
        assert_eq!(write(&config, &note(4, 0)).unwrap(), None);
        assert_eq!(write(&config, &note(5, 0)).unwrap(), None);
        assert_eq!(text(&config).unwrap().unwrap(), note(5, 0).as_str());
        assert_eq!(fs::read_dir(path(&config).parent().unwrap()).unwrap().count(), 2, "two files, in turn");
    }

    #[test]
    fn it_never_goes_back() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder);
        write(&config, &note(5, 1)).unwrap();
        for other in [note(4, 0), note(5, 2)] {
            assert_eq!(write(&config, &other).unwrap().as_ref(), Some(note(5, 1).claimed()), "{other}");
        }
        assert_eq!(text(&config).unwrap().unwrap(), note(5, 1).as_str());
        // What is put aside is kept there, and the next one begins anew.
        let aside = put_aside(&config, note(5, 1).claimed()).unwrap();
        assert_eq!(fs::read_to_string(aside).unwrap(), note(5, 1).as_str());
        assert_eq!((read(&config).unwrap(), write(&config, &note(4, 0)).unwrap()), (None, None));
        assert_eq!(read(&config).unwrap().unwrap().size, 4);
    }

    #[test]
    fn the_proof_of_one_loss_is_not_overwritten_by_that_of_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder);
        let asides = [1, 2, 3].map(|root| {
            write(&config, &note(5, root)).unwrap();
            put_aside(&config, note(5, root).claimed()).unwrap()
        });
        for (aside, root) in asides.iter().zip([1, 2, 3]) {
            assert_eq!(fs::read_to_string(aside).unwrap(), note(5, root).as_str(), "{}", aside.display());
        }
        assert!(asides[0].ends_with("checkpoint.lost-5") && asides[2].ends_with("checkpoint.lost-5-3"), "{asides:?}");
    }

    #[test]
    fn whatever_a_power_cut_leaves_of_one_file_the_other_holds() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder);
        for size in 3..=9 {
            write(&config, &note(size, 0)).unwrap();
        }
        let [newest, older] = slots(&config).unwrap();
        let whole = note(9, 0).to_string();
        for length in 0..whole.len() {
            fs::write(&newest.path, &whole[..whole.floor_char_boundary(length)]).unwrap();
            assert!(read(&config).unwrap().unwrap().size >= 8, "{length}");
        }
        fs::write(&newest.path, [0; 200]).unwrap();
        assert_eq!((read(&config).unwrap().unwrap().size, older.size()), (8, Some(8)));
        // It is written over, and never the one that is whole.
        write(&config, &note(10, 0)).unwrap();
        assert_eq!((read(&config).unwrap().unwrap().size, Slot::read(older.path).unwrap().size()), (10, Some(8)));
    }

    #[test]
    fn a_file_that_holds_something_else_is_not_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder);
        fs::create_dir(path(&config).parent().unwrap()).unwrap();
        fs::write(path(&config), "").unwrap();
        assert_eq!(read(&config).unwrap(), None);
        fs::write(path(&config), "3\n").unwrap();
        assert_eq!(read(&config).unwrap_err().kind(), ErrorKind::InvalidData);
        assert_eq!(write(&config, &note(4, 0)).unwrap_err().kind(), ErrorKind::InvalidData);
    }
}
