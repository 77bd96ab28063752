//! What can be wrong with a receipt, so that a person can be told in plain words.

use crate::log::note::NoteFault;

/// A part of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The leaf, in the line `extra`.
    Leaf,
    /// The line `index`.
    Index,
    /// The lines of the inclusion proof.
    Proof,
    /// The checkpoint with its signatures.
    Checkpoint,
}

impl Part {
    /// The key of its words is `receipt-part-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Leaf => "leaf",
            Self::Index => "index",
            Self::Proof => "proof",
            Self::Checkpoint => "checkpoint",
        }
    }
}

/// Why a receipt does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptFault {
    /// It does not even begin as one, or is far too long.
    #[error("not a receipt")]
    NotAReceipt,
    /// It begins as a receipt; this part is missing, cut off or cannot be read.
    #[error("the part {} is missing, cut off or damaged", .0.code())]
    Malformed(Part),
    /// The checkpoint is about another log.
    #[error("a receipt of another log, {0}")]
    OtherLog(String),
    /// The log is ours, but no key that we know has signed.
    #[error("signed with a key that is not known")]
    UnknownKey,
    /// A key of the log has signed, and no other, that was retired before the log was so large: whoever has it now may not be the log.
    #[error("signed only with a key of {0} that was retired before the log was so large")]
    RetiredKey(String),
    /// The log's signature does not fit: the checkpoint was changed, or not signed by the log.
    #[error("the signature of {0} does not fit")]
    BadSignature(String),
    /// The signature of a witness does not fit.
    #[error("the signature of the witness {0} does not fit")]
    BadCosignature(String),
    /// What was said is no entry of a log any more, and is not in this one: it was changed.
    #[error("the entry was changed")]
    LeafChanged,
    /// The number of the entry is larger than the log was.
    #[error("the number lies beyond the checkpoint")]
    BeyondCheckpoint,
    /// The signature is right, but entry, number and proof do not lead to what was signed: one of them was changed.
    #[error("the entry is not in the log that was signed")]
    NotIncluded,
}

impl ReceiptFault {
    /// The key of its words is `receipt-fault-<code>`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAReceipt => "not-a-receipt",
            Self::Malformed(_) => "malformed",
            Self::OtherLog(_) => "other-log",
            Self::UnknownKey => "unknown-key",
            Self::RetiredKey(_) => "retired-key",
            Self::BadSignature(_) => "bad-signature",
            Self::BadCosignature(_) => "bad-cosignature",
            Self::LeafChanged => "leaf-changed",
            Self::BeyondCheckpoint => "beyond-checkpoint",
            Self::NotIncluded => "not-included",
        }
    }

    /// Every code, for whoever has words for them.
    pub const CODES: [&'static str; 10] = [
        "not-a-receipt",
        "malformed",
        "other-log",
        "unknown-key",
        "retired-key",
        "bad-signature",
        "bad-cosignature",
        "leaf-changed",
        "beyond-checkpoint",
        "not-included",
    ];
}

impl From<NoteFault> for ReceiptFault {
    fn from(fault: NoteFault) -> Self {
        match fault {
            NoteFault::Malformed => Self::Malformed(Part::Checkpoint),
            NoteFault::OtherLog(origin) => Self::OtherLog(origin),
            NoteFault::UnknownKey => Self::UnknownKey,
            NoteFault::RetiredKey(name) => Self::RetiredKey(name),
            NoteFault::BadSignature(name) => Self::BadSignature(name),
        }
    }
}
