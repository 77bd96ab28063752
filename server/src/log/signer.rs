//! Signs checkpoints. The only place that touches the signing keys.

use crate::service::Core;
use domain::log::note::{Checkpoint, InvalidKey, NoteFault, NoteSigner, SignedCheckpoint, VerifierKey};
use domain::log::tree::TreeHash;
use ed25519_dalek::{Signer as _, SigningKey};

/// The log's keys, and its name. More than one key while they are exchanged: each signs a line of its own.
pub struct Signer {
    origin: String,
    keys: Vec<Key>,
}

struct Key {
    public: VerifierKey,
    secret: SigningKey,
}

impl NoteSigner for Key {
    fn key(&self) -> &VerifierKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("keys", &self.keys()).finish()
    }
}

impl Signer {
    /// With the keys of this installation.
    ///
    /// # Errors
    /// The log's origin is no name for a key.
    pub fn new(core: &Core) -> Result<Self, InvalidKey> {
        let origin = core.config.log_origin();
        let key = |seed: &[u8; 32]| {
            let secret = SigningKey::from_bytes(seed);
            Ok(Key { public: VerifierKey::from_ed25519(&origin, secret.verifying_key().as_bytes())?, secret })
        };
        let keys = core.keys.log_signing().iter().map(key).collect::<Result<_, _>>()?;
        Ok(Self { origin, keys })
    }

    /// The log's name: the first line of its checkpoints.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The public keys.
    #[must_use]
    pub fn keys(&self) -> Vec<VerifierKey> {
        self.keys.iter().map(|key| key.public.clone()).collect()
    }

    /// The checkpoint of a tree, with a line of each key.
    ///
    /// # Errors
    /// There is no key.
    pub fn sign(&self, size: u64, root: TreeHash) -> Result<SignedCheckpoint, NoteFault> {
        let keys: Vec<&dyn NoteSigner> = self.keys.iter().map(|key| key as &dyn NoteSigner).collect();
        Checkpoint { origin: self.origin.clone(), size, root }.sign(&keys)
    }

    /// Whether each of the keys has signed that note.
    #[must_use]
    pub fn signed_with_all(&self, note: &str) -> bool {
        let Ok(note) = SignedCheckpoint::parse(note) else { return false };
        self.keys.iter().all(|key| note.verify(std::slice::from_ref(&key.public)).is_ok())
    }

    /// Whether any of the keys has signed that note, and none wrongly.
    #[must_use]
    pub fn knows(&self, note: &str) -> bool {
        SignedCheckpoint::parse(note).is_ok_and(|note| note.verify(&self.keys()).is_ok())
    }
}
