//! A log in a handful of lines, for tests: its keys, its witnesses and what they sign.

use super::Position;
use super::leaf::LeafHash;
use super::note::{Checkpoint, NoteSigner, SignedCheckpoint, VerifierKey, cosigned_message};
use super::receipt::Receipt;
use super::tree::Tiles;
use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer, SigningKey};

pub(super) const ORIGIN: &str = "hikae.example/log";

/// A key made from one byte.
pub(super) struct Key {
    secret: SigningKey,
    public: VerifierKey,
}

impl Key {
    pub(super) fn of_log(name: &str, seed: u8) -> Self {
        let secret = SigningKey::from_bytes(&[seed; 32]);
        let public = VerifierKey::from_ed25519(name, secret.verifying_key().as_bytes()).unwrap();
        Self { secret, public }
    }

    pub(super) fn of_witness(name: &str, seed: u8) -> Self {
        let secret = SigningKey::from_bytes(&[seed; 32]);
        let public = VerifierKey::of_witness(name, secret.verifying_key().as_bytes()).unwrap();
        Self { secret, public }
    }

    /// The line with which a witness cosigns.
    pub(super) fn cosigns(&self, body: &str, time: u64) -> String {
        let signature = self.secret.sign(&cosigned_message(body.as_bytes(), time)).to_bytes();
        let line = [&self.public.id().to_be_bytes()[..], &time.to_be_bytes(), &signature].concat();
        format!("— {} {}\n", self.public.name(), STANDARD.encode(line))
    }
}

impl NoteSigner for Key {
    fn key(&self) -> &VerifierKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

/// The log's own key.
pub(super) fn log_key() -> Key {
    Key::of_log(ORIGIN, 1)
}

/// Signed by the log.
pub(super) fn signed(checkpoint: &Checkpoint) -> SignedCheckpoint {
    checkpoint.sign(&[&log_key()]).unwrap()
}

/// The receipt for one of these leaves.
pub(super) fn receipt(leaves: &[Vec<u8>], position: usize) -> Receipt {
    let hashes: Vec<LeafHash> = leaves.iter().map(|leaf| LeafHash::of(leaf)).collect();
    let mut tiles = Tiles::default();
    tiles.grow(0, &hashes).unwrap();
    let (size, at) = (leaves.len() as u64, Position(position as u64));
    let checkpoint = Checkpoint { origin: ORIGIN.into(), size, root: tiles.root(size).unwrap() };
    let proof = tiles.inclusion_proof(size, at).unwrap();
    Receipt { position: at, leaf: leaves[position].clone(), proof, checkpoint: signed(&checkpoint).to_string() }
}
