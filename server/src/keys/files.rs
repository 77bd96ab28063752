//! The files that keys come from.

use super::Key;
use domain::clock::Random;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Keys that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file is missing or cannot be read or written.
    #[error("key file {0}: {1}")]
    File(PathBuf, std::io::Error),
    /// A file does not hold 32 bytes in hexadecimal.
    #[error("key file {0}: 64 hexadecimal digits were expected")]
    Shape(PathBuf),
    /// Production with keys that development made.
    #[error("production does not start with keys that development made; remove {0} and bring your own")]
    Generated(PathBuf),
}

/// Reads a key; where it is missing and may be made, makes it.
pub(super) fn read_or_make(path: &Path, may_make: bool, random: &dyn Random) -> Result<Key, KeyError> {
    if may_make && !path.exists() {
        make_key(path, random)?;
    }
    let text = fs::read_to_string(path).map_err(|e| KeyError::File(path.to_owned(), e))?;
    from_hex(text.trim()).ok_or_else(|| KeyError::Shape(path.to_owned()))
}

/// Makes a key, where there is no file of that name.
///
/// # Errors
/// [`KeyError::File`]: there is one, or it cannot be written.
pub fn make_key(path: &Path, random: &dyn Random) -> Result<(), KeyError> {
    let mut key = [0; 32];
    random.fill(&mut key);
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    write_private(path, &format!("{text}\n"))
}

/// Puts a new key in the place of `<name>.key`, which becomes `<name>.<version>.key`. Whoever was interrupted calls [`finish_exchange`],
/// and finds either the old state or the new one.
///
/// # Errors
/// [`KeyError::File`].
pub fn exchange(folder: &Path, name: &str, version: u8, random: &dyn Random) -> Result<(), KeyError> {
    let (newest, next) = (folder.join(format!("{name}.key")), folder.join(format!("{name}.next.key")));
    let old = folder.join(format!("{name}.{version}.key"));
    if old.exists() {
        return Err(KeyError::File(old, io::ErrorKind::AlreadyExists.into()));
    }
    if !next.exists() {
        make_key(&next, random)?;
    }
    fs::rename(&newest, &old).map_err(|e| KeyError::File(newest, e))?;
    finish_exchange(folder, name)
}

/// Ends an exchange that was interrupted between its two steps.
///
/// # Errors
/// [`KeyError::File`].
pub fn finish_exchange(folder: &Path, name: &str) -> Result<(), KeyError> {
    let (newest, next) = (folder.join(format!("{name}.key")), folder.join(format!("{name}.next.key")));
    if newest.exists() || !next.exists() {
        return Ok(());
    }
    fs::rename(&next, &newest).map_err(|e| KeyError::File(next, e))?;
    // The names are durable before anything is written with the key.
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|e| KeyError::File(folder.to_owned(), e))
}

/// Reads `<name>.key`, which may be made, and after it every other `<name>-….key`: keys that are exchanged are both there for a
/// while.
pub(super) fn read_all(folder: &Path, name: &str, may_make: bool, random: &dyn Random) -> Result<Vec<Key>, KeyError> {
    let mut keys = vec![read_or_make(&folder.join(format!("{name}.key")), may_make, random)?];
    for path in all(folder, name)?.iter().skip(1) {
        keys.push(read_or_make(path, false, random)?);
    }
    Ok(keys)
}

/// The files that [`read_all`] reads, in that order.
pub(super) fn all(folder: &Path, name: &str) -> Result<Vec<PathBuf>, KeyError> {
    let fault = |e| KeyError::File(folder.to_owned(), e);
    let mut others = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let other = path.file_name().and_then(|file| file.to_str()?.strip_prefix(name)?.strip_prefix('-')?.strip_suffix(".key"));
        if other.is_some() {
            others.push(path);
        }
    }
    others.sort();
    others.insert(0, folder.join(format!("{name}.key")));
    Ok(others)
}

fn from_hex(text: &str) -> Option<Key> {
    let mut key = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (n, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * n..2 * n + 2], 16).ok()?;
    }
    Some(key)
}

/// Writes a file that only its owner may read, and never over an existing one.
///
/// # Errors
/// [`KeyError::File`].
pub fn write_private(path: &Path, text: &str) -> Result<(), KeyError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let fault = |e| KeyError::File(path.to_owned(), e);
    let mut file = options.open(path).map_err(fault)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(fault)
}
