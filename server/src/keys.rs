//! The keys, and everything that is computed with one (security.md, "Keys").
//!
//! They come from files and never enter the database; what enters it are check values, so that a node with a wrong key
//! refuses to start: with a wrong identifier key every refusal would vanish.

mod check_ids;
mod codes;
mod files;
mod sealing;
mod versions;

pub use files::{KeyError, exchange, finish_exchange, make_key, write_private};
pub use sealing::SealError;

use crate::config::{Config, Mode};
use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use domain::clock::{Date, Random, format_date};
use domain::id::SubjectId;
use domain::identifier::Identifier;
use files::{read_all, read_or_make};
use hmac::{Hmac, Mac};
use sealing::SealingKeys;
use sha2::Sha256;
use std::fs;
use std::path::{Path, PathBuf};
use uuid::Uuid;
use versions::Versions;

type Key = [u8; 32];

/// What an identifier is stored as.
pub type IdentifierDigest = [u8; 16];

/// All keys of an installation.
pub struct Keys {
    identifier: Key,
    storage: Versions,
    check_token: Versions,
    session_pepper: Key,
    token_pepper: Key,
    code_pepper: Versions,
    sealing: SealingKeys,
    log_signing: Vec<Key>,
    /// Made by this program in development, which production refuses.
    generated: bool,
}

/// There is one identifier key, for ever: nothing clear is left that could be hashed again.
const IDENTIFIER_KEY_VERSION: i32 = 1;
/// What a storage key is known by.
const STORAGE_CHECK: &str = "hikae key check: storage";

/// By what the database knows a key again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyCheck {
    /// Which key.
    pub name: &'static str,
    /// Which version of it.
    pub version: i32,
    /// HMAC of a fixed text under it.
    pub value: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Reads the keys; development makes those that are missing, readable by their owner alone.
    ///
    /// # Errors
    /// [`KeyError`] names the file.
    pub fn open(config: &Config, random: &dyn Random) -> Result<Self, KeyError> {
        let folder = &config.keys;
        let marker = folder.join("made-by-development");
        if config.mode == Mode::Production && marker.exists() {
            return Err(KeyError::Generated(folder.clone()));
        }
        if config.mode == Mode::Development && !folder.exists() {
            fs::create_dir_all(folder).map_err(|e| KeyError::File(folder.clone(), e))?;
            write_private(&marker, "These keys were made by a development server. Production refuses them.\n")?;
        }
        let may_make = config.mode == Mode::Development && marker.exists();
        let key = |name: &str| read_or_make(&folder.join(name), may_make, random);
        let versions = |name: &str| Versions::read(folder, name, may_make, random);
        Ok(Self {
            identifier: key("identifier.key")?,
            storage: versions("storage")?,
            check_token: versions("check-token")?,
            session_pepper: key("session-pepper.key")?,
            token_pepper: key("token-pepper.key")?,
            code_pepper: versions("code-pepper")?,
            sealing: SealingKeys::read(folder, may_make, random)?,
            log_signing: read_all(folder, "log-signing", may_make, random)?,
            generated: marker.exists(),
        })
    }

    /// Keys by chance, for an installation that lives as long as a test.
    #[must_use]
    pub fn random(random: &dyn Random) -> Self {
        let key = || {
            let mut key = [0; 32];
            random.fill(&mut key);
            key
        };
        Self {
            identifier: key(),
            storage: Versions::of(key()),
            check_token: Versions::of(key()),
            session_pepper: key(),
            token_pepper: key(),
            code_pepper: Versions::of(key()),
            sealing: SealingKeys::of(key()),
            log_signing: vec![key()],
            generated: true,
        }
    }

    /// Whether development made them.
    #[must_use]
    pub fn generated(&self) -> bool {
        self.generated
    }

    /// What the database must know of the keys, and nothing else: the most fundamental first.
    ///
    /// The normaliser, too: identifiers that were written in another form are never found again. Its value is that of the key which
    /// they were hashed with.
    #[must_use]
    pub fn check_values(&self) -> Vec<KeyCheck> {
        let identifier = mac(&self.identifier, &[b"hikae key check: identifier"]);
        let mut values = vec![
            KeyCheck { name: "identifier", version: IDENTIFIER_KEY_VERSION, value: identifier },
            KeyCheck { name: "normaliser", version: domain::identifier::NORMALISER_VERSION, value: identifier },
        ];
        let newest = self.storage_check_values().into_iter().take(1);
        values.extend(newest.map(|(version, value)| KeyCheck { name: "storage", version, value }));
        values.extend(self.sealing.check_values().map(|(version, value)| KeyCheck { name: "sealing", version, value }));
        values
    }

    /// Version and check value of every storage key that is here, the newest first.
    #[must_use]
    pub fn storage_check_values(&self) -> Vec<(i32, [u8; 32])> {
        self.storage.check_values(STORAGE_CHECK).collect()
    }

    /// Which version of the key of that name is the newest here: 1 where it has none.
    #[must_use]
    pub fn version_of(&self, key: Rotating) -> u8 {
        match key {
            Rotating::Storage => self.storage.version(),
            Rotating::Sealing => self.sealing.version(),
            Rotating::CheckToken => self.check_token.version(),
            Rotating::CodePepper => self.code_pepper.version(),
        }
    }

    /// Which version of the storage key encrypts digests now.
    #[must_use]
    pub fn storage_version(&self) -> i16 {
        self.storage.version().into()
    }

    /// The files that the keys come from that sign the log, in the order in which those sign.
    ///
    /// # Errors
    /// [`KeyError::File`].
    pub fn log_signing_files(folder: &Path) -> Result<Vec<PathBuf>, KeyError> {
        files::all(folder, "log-signing")
    }

    /// The keys that sign the log: for the log's signer alone.
    pub(crate) fn log_signing(&self) -> &[[u8; 32]] {
        &self.log_signing
    }

    /// Seals a text that somebody wrote. `context` names what it is, `row` where it will stand: it opens nowhere else.
    #[must_use]
    pub fn seal(&self, random: &dyn Random, context: &'static str, row: Uuid, plain: &str) -> Vec<u8> {
        self.sealing.seal(random, context, row, plain)
    }

    /// Opens a sealed text.
    ///
    /// # Errors
    /// [`SealError`]: it was changed or moved, or its key is no longer here.
    pub fn unseal(&self, context: &'static str, row: Uuid, sealed: &[u8]) -> Result<String, SealError> {
        self.sealing.open(context, row, sealed)
    }

    /// AES-256(storage key, first 16 bytes of HMAC-SHA-256(identifier key, system ‖ 0 ‖ value)).
    #[must_use]
    pub fn identifier_digest(&self, identifier: &Identifier) -> IdentifierDigest {
        let hashed = mac(&self.identifier, &[&identifier.hash_input()]);
        let mut block = aes::Block::default();
        block.copy_from_slice(&hashed[..16]);
        Aes256::new(self.storage.newest().into()).encrypt_block(&mut block);
        block.into()
    }

    /// A digest that was encrypted with the storage key of that version, as the newest one encrypts it. `None`: that key is not here.
    #[must_use]
    pub fn reencrypted(&self, digest: &IdentifierDigest, version: u8) -> Option<IdentifierDigest> {
        Some(recoded(digest, self.storage.get(version)?, self.storage.newest()))
    }

    /// HMAC-SHA-256(identifier key, subject id ‖ date).
    #[must_use]
    pub fn birth_digest(&self, subject: SubjectId, birth_date: Date) -> [u8; 32] {
        mac(&self.identifier, &[subject.0.as_bytes(), format_date(birth_date).as_bytes()])
    }

    /// What a session's secret is stored as.
    #[must_use]
    pub fn session_digest(&self, secret: &[u8]) -> [u8; 32] {
        mac(&self.session_pepper, &[secret])
    }

    /// What an access token is stored as.
    #[must_use]
    pub fn token_digest(&self, token: &str) -> [u8; 32] {
        mac(&self.token_pepper, &[token.as_bytes()])
    }
}

/// A key that can be exchanged while the data that was written with it lives on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotating {
    /// Encrypts the digests of identifiers.
    Storage,
    /// Seals what people wrote.
    Sealing,
    /// Signs check ids and row tokens.
    CheckToken,
    /// Hashes the codes of letters, and spells recovery codes.
    CodePepper,
}

impl Rotating {
    /// What its files are named by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Storage => "storage",
            Self::Sealing => "sealing",
            Self::CheckToken => "check-token",
            Self::CodePepper => "code-pepper",
        }
    }
}

/// What one storage key encrypted, as another one encrypts it.
fn recoded(digest: &IdentifierDigest, from: &Key, to: &Key) -> IdentifierDigest {
    let mut block = aes::Block::from(*digest);
    Aes256::new(from.into()).decrypt_block(&mut block);
    Aes256::new(to.into()).encrypt_block(&mut block);
    block.into()
}

/// Base64 with the URL alphabet and without padding.
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

fn mac(key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("32 bytes are a key");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::SystemRandom;
    use domain::identifier::{INSURED, Systems};
    use std::path::Path;

    fn config(folder: &Path, mode: Mode) -> Config {
        Config { mode, keys: folder.join("keys"), ..Config::defaults().unwrap() }
    }

    fn digest(keys: &Keys) -> IdentifierDigest {
        let open = Systems { insured_numbers: true, local: None };
        keys.identifier_digest(&Identifier::parse(INSURED, "06132013:12:567:01", &open).unwrap())
    }

    #[test]
    fn development_makes_keys_once_and_keeps_them() {
        let folder = tempfile::tempdir().unwrap();
        let first = Keys::open(&config(folder.path(), Mode::Development), &SystemRandom).unwrap();
        let again = Keys::open(&config(folder.path(), Mode::Development), &SystemRandom).unwrap();
        assert_eq!(digest(&first), digest(&again));
        assert_eq!(first.check_values(), again.check_values());
    }

    #[test]
    #[cfg(unix)]
    fn nobody_else_can_read_them() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        Keys::open(&config(folder.path(), Mode::Development), &SystemRandom).unwrap();
        let mode = fs::metadata(folder.path().join("keys/identifier.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn production_brings_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let missing = Keys::open(&config(folder.path(), Mode::Production), &SystemRandom);
        assert!(matches!(missing, Err(KeyError::File(..))));
        Keys::open(&config(folder.path(), Mode::Development), &SystemRandom).unwrap();
        let generated = Keys::open(&config(folder.path(), Mode::Production), &SystemRandom);
        assert!(matches!(generated, Err(KeyError::Generated(_))));
    }

    #[test]
    fn a_lost_key_is_not_quietly_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path(), Mode::Development);
        Keys::open(&config, &SystemRandom).unwrap();
        fs::write(config.keys.join("identifier.key"), "not a key").unwrap();
        assert!(matches!(Keys::open(&config, &SystemRandom), Err(KeyError::Shape(_))));
    }

    #[test]
    fn one_wrong_key_changes_every_digest() {
        assert_ne!(digest(&Keys::random(&SystemRandom)), digest(&Keys::random(&SystemRandom)));
    }
}
