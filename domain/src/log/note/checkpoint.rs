//! Checkpoints: size and root of a log, in three lines (C2SP tlog-checkpoint).

use super::{NoteFault, NoteSigner, SignedCheckpoint};
use crate::log::tree::{TreeHash, decimal};
use base64::{Engine, engine::general_purpose::STANDARD};

/// What a log says of itself at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// "A unique identifier for the log identity which issued the checkpoint"; the name of its keys, too.
    pub origin: String,
    /// How many leaves the tree has.
    pub size: u64,
    /// Its root.
    pub root: TreeHash,
}

impl Checkpoint {
    /// The text that is signed: origin, tree size and root hash, one line each.
    #[must_use]
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root)
    }

    /// Reads the text that is signed. Extension lines ("OPTIONAL", "NOT RECOMMENDED") are refused: our log writes none, so
    /// whoever finds one looks at something else.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`].
    pub fn parse(body: &str) -> Result<Self, NoteFault> {
        let mut lines = body.strip_suffix('\n').ok_or(NoteFault::Malformed)?.split('\n');
        let (Some(origin), Some(size), Some(root), None) = (lines.next(), lines.next(), lines.next(), lines.next()) else {
            return Err(NoteFault::Malformed);
        };
        // "The origin MUST be non-empty."
        if origin.is_empty() || origin.contains(char::is_control) {
            return Err(NoteFault::Malformed);
        }
        // "The ASCII decimal representation …, with no leading zeroes (unless the tree is empty …)."
        let size = decimal(size).ok_or(NoteFault::Malformed)?;
        let root = root.parse().map_err(|_| NoteFault::Malformed)?;
        Ok(Self { origin: origin.to_owned(), size, root })
    }

    /// Signs it with each of these keys, one line each.
    ///
    /// # Errors
    /// [`NoteFault::Malformed`] for an origin that is no line of text, and without any signer.
    pub fn sign(&self, signers: &[&dyn NoteSigner]) -> Result<SignedCheckpoint, NoteFault> {
        let body = self.body();
        let mut note = format!("{body}\n");
        for signer in signers {
            let key = signer.key();
            let signature = [&key.id().to_be_bytes()[..], &signer.sign(body.as_bytes())].concat();
            note = note + "— " + key.name() + " " + &STANDARD.encode(signature) + "\n";
        }
        SignedCheckpoint::parse(&note)
    }
}
