//! A key that is exchanged from time to time: the newest is used, those before it are still known.
//!
//! `<name>.key` is the newest; `<name>.1.key`, `<name>.2.key`, … are those before it. Its version follows the last of them.

use super::files::{KeyError, read_or_make};
use super::{Key, mac};
use domain::clock::Random;
use std::collections::BTreeMap;
use std::path::Path;

/// The newest key of a name, and those before it.
pub(super) struct Versions {
    version: u8,
    newest: Key,
    older: BTreeMap<u8, Key>,
}

impl Versions {
    /// Reads every key of that name.
    pub(super) fn read(folder: &Path, name: &str, may_make: bool, random: &dyn Random) -> Result<Self, KeyError> {
        let newest = read_or_make(&folder.join(format!("{name}.key")), may_make, random)?;
        let mut older = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(|e| KeyError::File(folder.to_owned(), e))? {
            let path = entry.map_err(|e| KeyError::File(folder.to_owned(), e))?.path();
            if let Some(version) = older_version(&path, name) {
                older.insert(version, read_or_make(&path, false, random)?);
            }
        }
        let version = older.keys().last().map_or(1, |last| last + 1);
        Ok(Self { version, newest, older })
    }

    /// A key that was never in a file.
    pub(super) fn of(newest: Key) -> Self {
        Self { version: 1, newest, older: BTreeMap::new() }
    }

    /// The version of the newest one.
    pub(super) fn version(&self) -> u8 {
        self.version
    }

    /// The one that is used.
    pub(super) fn newest(&self) -> &Key {
        &self.newest
    }

    /// The one of that version, if it is here.
    pub(super) fn get(&self, version: u8) -> Option<&Key> {
        if version == self.version { Some(&self.newest) } else { self.older.get(&version) }
    }

    /// Every one, the newest first.
    pub(super) fn all(&self) -> impl Iterator<Item = (u8, &Key)> {
        std::iter::once((self.version, &self.newest)).chain(self.older.iter().rev().map(|(version, key)| (*version, key)))
    }

    /// Version and check value of each.
    pub(super) fn check_values(&self, text: &'static str) -> impl Iterator<Item = (i32, [u8; 32])> {
        self.all().map(move |(version, key)| (i32::from(version), mac(key, &[text.as_bytes()])))
    }
}

fn older_version(path: &Path, name: &str) -> Option<u8> {
    let number = path.file_name()?.to_str()?.strip_prefix(name)?.strip_prefix('.')?.strip_suffix(".key")?;
    let version: u8 = number.parse().ok()?;
    (1..u8::MAX).contains(&version).then_some(version)
}
