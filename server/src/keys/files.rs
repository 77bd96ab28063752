//! The files that keys come from.

use super::{Key, KeyError};
use domain::clock::Random;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Reads a key; where it is missing and may be made, makes it.
pub(super) fn read_or_make(path: &Path, may_make: bool, random: &dyn Random) -> Result<Key, KeyError> {
    if may_make && !path.exists() {
        let mut key = [0; 32];
        random.fill(&mut key);
        let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        write_private(path, &format!("{text}\n"))?;
        return Ok(key);
    }
    let text = fs::read_to_string(path).map_err(|e| KeyError::File(path.to_owned(), e))?;
    from_hex(text.trim()).ok_or_else(|| KeyError::Shape(path.to_owned()))
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
    options.open(path).map_err(fault)?.write_all(text.as_bytes()).map_err(fault)
}
