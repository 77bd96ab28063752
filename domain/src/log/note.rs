//! Signed notes (C2SP signed-note): what the log says about itself, and who has signed it.

mod checkpoint;
mod key;
mod signed;

pub use checkpoint::Checkpoint;
pub use key::{InvalidKey, KeyKind, NoteSigner, VerifierKey, cosigned_message};
pub use signed::SignedCheckpoint;

/// What is wrong with a checkpoint or its signatures.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// It has not the form of a signed checkpoint.
    #[error("not a signed checkpoint")]
    Malformed,
    /// It is about a log that none of the keys belongs to.
    #[error("a checkpoint of another log, {0}")]
    OtherLog(String),
    /// The log is ours, but none of its keys that we know has signed.
    #[error("not signed with a known key of the log")]
    UnknownKey,
    /// Only a key has signed that was retired before the log was so large.
    #[error("signed only with a key of {0} that was retired before")]
    RetiredKey(String),
    /// The signature of a known key does not fit the text.
    #[error("the signature of {0} does not fit")]
    BadSignature(String),
}

#[cfg(test)]
mod tests;
