//! Sealing: what people wrote is kept so that a copy of the database does not read it (security.md, "Keys").
//!
//! A sealed text is key version (1 byte) ‖ nonce (12 bytes) ‖ AES-256-GCM-SIV of the text. What it is, which row it
//! stands in and the key version are authenticated with it, so that neither a text nor its version can be moved.
//! GCM-SIV rather than GCM, because two rows that met the same nonce by chance would then show only whether they are equal.

use super::versions::Versions;
use super::{Key, KeyError};
use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use domain::clock::Random;
use domain::failure::Failure;
use std::path::Path;
use uuid::Uuid;

const NONCE: usize = 12;

/// The key that seals now, and those before it, which still open.
pub(super) struct SealingKeys(Versions);

/// A text that cannot be opened: it was changed or moved, or its key is no longer here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sealed {context} of row {row} does not open")]
pub struct SealError {
    context: &'static str,
    row: Uuid,
}

impl From<SealError> for Failure {
    fn from(error: SealError) -> Self {
        Self::Inconsistent { table: error.context, column: "sealed", row: error.row.to_string() }
    }
}

impl SealingKeys {
    /// `sealing.key` seals; the files before it still open (see [`Versions`]).
    pub(super) fn read(folder: &Path, may_make: bool, random: &dyn Random) -> Result<Self, KeyError> {
        Versions::read(folder, "sealing", may_make, random).map(Self)
    }

    /// A key that was never in a file.
    pub(super) fn of(key: Key) -> Self {
        Self(Versions::of(key))
    }

    /// The version that seals now.
    pub(super) fn version(&self) -> u8 {
        self.0.version()
    }

    /// Version and check value of each key.
    pub(super) fn check_values(&self) -> impl Iterator<Item = (i32, [u8; 32])> {
        self.0.check_values("hikae key check: sealing")
    }

    pub(super) fn seal(&self, random: &dyn Random, context: &'static str, row: Uuid, plain: &str) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        random.fill(&mut nonce);
        let version = self.0.version();
        let aad = place(version, context, row);
        let sealed = cipher(self.0.newest()).encrypt(&Nonce::from(nonce), Payload { msg: plain.as_bytes(), aad: &aad });
        #[expect(clippy::expect_used, reason = "encrypting fails from 64 GiB on, and request bodies are limited far below")]
        let sealed = sealed.expect("a text of a request can be encrypted");
        [&[version][..], &nonce, &sealed].concat()
    }

    pub(super) fn open(&self, context: &'static str, row: Uuid, sealed: &[u8]) -> Result<String, SealError> {
        let plain = || {
            let (version, rest) = sealed.split_first()?;
            let (nonce, cipher_text) = rest.split_first_chunk::<NONCE>()?;
            let key = self.0.get(*version)?;
            let aad = place(*version, context, row);
            let plain = cipher(key).decrypt(&Nonce::from(*nonce), Payload { msg: cipher_text, aad: &aad }).ok()?;
            String::from_utf8(plain).ok()
        };
        plain().ok_or(SealError { context, row })
    }
}

fn cipher(key: &Key) -> Aes256GcmSiv {
    Aes256GcmSiv::new(key.into())
}

/// What a sealed text is bound to. The row comes last and has a fixed length, so no two places spell the same.
fn place(version: u8, context: &str, row: Uuid) -> Vec<u8> {
    [&[version][..], context.as_bytes(), row.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::SystemRandom;

    const TEXT: &str = "検査の前に使われましたか。";
    const ROW: Uuid = Uuid::from_u128(7);

    fn keys(folder: &Path) -> SealingKeys {
        SealingKeys::read(folder, true, &SystemRandom).unwrap()
    }

    fn some_keys() -> SealingKeys {
        SealingKeys::of([7; 32])
    }

    #[test]
    fn what_was_sealed_opens_in_its_place() {
        let keys = some_keys();
        for text in ["", "a", TEXT, &TEXT.repeat(1_000)] {
            let sealed = keys.seal(&SystemRandom, "inquiry", ROW, text);
            assert_eq!(keys.open("inquiry", ROW, &sealed).as_deref(), Ok(text));
        }
    }

    #[test]
    fn it_does_not_show_what_it_is() {
        let sealed = some_keys().seal(&SystemRandom, "inquiry", ROW, TEXT);
        assert!(!sealed.windows(3).any(|window| TEXT.as_bytes().windows(3).any(|plain| plain == window)));
        assert_ne!(sealed, some_keys().seal(&SystemRandom, "inquiry", ROW, TEXT), "each text has a nonce of its own");
    }

    #[test]
    fn it_opens_in_no_other_place() {
        let keys = some_keys();
        let sealed = keys.seal(&SystemRandom, "inquiry", ROW, TEXT);
        assert_eq!(keys.open("inquiry", Uuid::from_u128(8), &sealed), Err(SealError { context: "inquiry", row: Uuid::from_u128(8) }));
        assert_eq!(keys.open("conflict", ROW, &sealed), Err(SealError { context: "conflict", row: ROW }));
    }

    #[test]
    fn a_changed_byte_is_noticed_wherever_it_is() {
        let keys = some_keys();
        let sealed = keys.seal(&SystemRandom, "inquiry", ROW, TEXT);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(keys.open("inquiry", ROW, &changed).is_err(), "byte {at}");
            assert!(keys.open("inquiry", ROW, &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_rotated_key_still_opens_and_the_new_one_seals() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = keys(folder.path()).seal(&SystemRandom, "inquiry", ROW, TEXT);
        std::fs::rename(folder.path().join("sealing.key"), folder.path().join("sealing.1.key")).unwrap();
        let rotated = keys(folder.path());
        assert_eq!(rotated.open("inquiry", ROW, &sealed).as_deref(), Ok(TEXT));
        let newer = rotated.seal(&SystemRandom, "inquiry", ROW, TEXT);
        assert_eq!((sealed[0], newer[0]), (1, 2));
        std::fs::remove_file(folder.path().join("sealing.1.key")).unwrap();
        assert!(keys(folder.path()).open("inquiry", ROW, &sealed).is_err(), "the key is gone, and so is the text");
    }

    #[test]
    fn a_version_does_not_change_its_key_unnoticed() {
        let folder = tempfile::tempdir().unwrap();
        let values = |folder: &Path| keys(folder).check_values().collect::<Vec<_>>();
        let first = values(folder.path());
        assert_eq!(first, values(folder.path()));
        std::fs::rename(folder.path().join("sealing.key"), folder.path().join("sealing.1.key")).unwrap();
        let rotated = values(folder.path());
        assert_eq!(rotated[1..], first[..], "the newest comes first");
        assert_eq!(rotated.len(), 2);
        std::fs::remove_file(folder.path().join("sealing.1.key")).unwrap();
        assert_ne!(values(folder.path()), first, "version 1 is another key now, which the start refuses");
    }
}
