//! The published log: signed after every commit, shown to everybody, and looked at again before each signature.

pub mod checker;
pub mod kept;
pub mod opening;
pub mod publisher;
pub mod retired;
pub mod signer;
pub mod soundness;
pub mod witness;
