//! Receipts: a leaf, its place, and the proof that a signed checkpoint covers it (C2SP tlog-proof).

mod fault;
mod text;

pub use fault::{Part, ReceiptFault};

use super::Position;
use super::leaf::{Kind, LeafHash, ReadDecision, ReadLeaf, UnreadableLeaf};
use super::note::{Checkpoint, NoteFault, SignedCheckpoint, VerifierKey};
use super::tree::{TreeHash, verify_inclusion};
use crate::clock::Timestamp;

/// What a person keeps. It proves what was said then, never what holds today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The place of the leaf in the log.
    pub position: Position,
    /// The leaf bytes.
    pub leaf: Vec<u8>,
    /// The inclusion proof, from the leaf's sibling upwards.
    pub proof: Vec<TreeHash>,
    /// The signed checkpoint, verbatim.
    pub checkpoint: String,
}

/// A receipt that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The checkpoint that covers it.
    pub checkpoint: Checkpoint,
    /// What kind of leaf it is; `None` if the leaf could not be read.
    pub kind: Option<Kind>,
    /// The decision, if it is one.
    pub decision: Option<ReadDecision>,
    /// Why the leaf could not be read. It is in the log nevertheless.
    pub unreadable: Option<UnreadableLeaf>,
    /// The witnesses, of those asked about, that have cosigned.
    pub cosigned_by: Vec<String>,
}

/// What a receipt proves, whatever its leaf says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The checkpoint that covers it.
    pub checkpoint: Checkpoint,
    /// The witnesses, of those asked about, that have cosigned, and when by their own clocks.
    pub cosigned: Vec<(String, Timestamp)>,
}

impl Receipt {
    /// Verifies leaf → inclusion → signature ("Verifying a tlog proof") with the keys of the log, and the cosignatures of
    /// these witnesses; and reads the leaf.
    ///
    /// # Errors
    /// [`ReceiptFault`] says what is wrong.
    pub fn verify(&self, keys: &[VerifierKey], witnesses: &[VerifierKey]) -> Result<Verified, ReceiptFault> {
        match (self.prove(keys, witnesses), ReadLeaf::parse(&self.leaf)) {
            (Ok(proven), read) => Ok(Verified::new(proven, read)),
            (Err(ReceiptFault::NotIncluded | ReceiptFault::BeyondCheckpoint), Err(_)) => Err(ReceiptFault::LeafChanged),
            (Err(fault), _) => Err(fault),
        }
    }

    /// As [`Receipt::verify`], without reading the leaf: the browser does that itself (docs/decisions/0007).
    ///
    /// # Errors
    /// All but [`ReceiptFault::LeafChanged`].
    pub fn prove(&self, keys: &[VerifierKey], witnesses: &[VerifierKey]) -> Result<Proven, ReceiptFault> {
        let note = SignedCheckpoint::parse(&self.checkpoint)?;
        // "Check that the checkpoint origin line is acceptable, and … signed by a log public key configured for that origin."
        let checkpoint = note.verify(keys)?;
        // "Verify all cosignatures for witnesses known to the verifier."
        let mut cosigned = Vec::new();
        for witness in witnesses {
            match note.cosignature(witness) {
                Ok(seen) => cosigned.push(seen),
                Err(NoteFault::BadSignature(name)) => return Err(ReceiptFault::BadCosignature(name)),
                Err(_) => {}
            }
        }
        // "Check that the inclusion proof is valid, to bind the leaf hash … to the root hash of the signed checkpoint."
        let included = verify_inclusion(LeafHash::of(&self.leaf), self.position, checkpoint.size, checkpoint.root, &self.proof);
        match included {
            Ok(()) => Ok(Proven { checkpoint, cosigned }),
            Err(_) if self.position.0 >= checkpoint.size => Err(ReceiptFault::BeyondCheckpoint),
            Err(_) => Err(ReceiptFault::NotIncluded),
        }
    }
}

impl Verified {
    fn new(proven: Proven, read: Result<ReadLeaf, UnreadableLeaf>) -> Self {
        let Proven { checkpoint, cosigned } = proven;
        let cosigned_by = cosigned.into_iter().map(|(name, _)| name).collect();
        let (kind, decision, unreadable) = match read {
            Ok(leaf) => {
                let kind = leaf.kind();
                let decision = if let ReadLeaf::Decision(decision) = leaf { Some(decision) } else { None };
                (Some(kind), decision, None)
            }
            Err(fault) => (None, None, Some(fault)),
        };
        Self { checkpoint, kind, decision, unreadable, cosigned_by }
    }
}

#[cfg(test)]
mod tests;
