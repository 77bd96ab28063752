//! Leaves: what is hashed into the log. Canonical JSON (RFC 8785), hashed as RFC 6962 §2.1 says. Every kind is written down
//! with an example in docs/log-leaves.md.

mod audit_head;
mod catalogue;
mod decision;
mod erasure;
mod gap;
mod link;
mod proxy;
mod read;
mod study;
#[cfg(test)]
mod tests;

pub use audit_head::{AuditHeadLeaf, ChainHead};
pub use catalogue::CatalogueLeaf;
pub use decision::{DecisionLeaf, ReadDecision};
pub use erasure::ErasureLeaf;
pub use gap::GapLeaf;
pub use link::{LinkLeaf, ReadLink};
pub use proxy::{ProxyLeaf, ReadProxy};
pub use read::{Kind, ReadLeaf, UnreadableLeaf, V1};
pub use study::{StudyEvent, StudyLeaf};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// SHA-256(0x00 ‖ leaf bytes).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LeafHash(pub [u8; 32]);

impl LeafHash {
    /// The hash of these leaf bytes (RFC 6962 §2.1: the prefix keeps leaves and nodes apart).
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
    }
}

/// 32 random bytes that make a leaf unguessable.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Blinding(pub [u8; 32]);

// Private: with it and a subject's id anybody could find the leaf.
impl std::fmt::Debug for Blinding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Blinding(…)")
    }
}

impl Blinding {
    /// SHA-256(blinding ‖ id): names a subject, or an account, to those who know both, and to nobody else.
    #[must_use]
    pub fn hide(&self, id: Uuid) -> Hidden {
        Hidden(Sha256::new().chain_update(self.0).chain_update(id.as_bytes()).finalize().into())
    }
}

/// Somebody, as a leaf names them: see [`Blinding::hide`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hidden(pub [u8; 32]);

/// SHA-256 of something that stands elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// That of a document, written as canonical JSON.
    #[must_use]
    pub(crate) fn of(document: &impl Serialize) -> Self {
        Self(Sha256::digest(canonical(document)).into())
    }
}

/// Leaves carry 32 bytes as base64url without padding.
macro_rules! as_base64url {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let bytes = URL_SAFE_NO_PAD.decode(String::deserialize(from)?).map_err(serde::de::Error::custom)?;
                bytes.try_into().map(Self).map_err(|_| serde::de::Error::custom("not 32 bytes"))
            }
        }
    )*};
}

as_base64url!(LeafHash, Blinding, Hidden, Fingerprint);

/// What is not private is shown as leaves carry it.
macro_rules! shown {
    ($($name:ident),*) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }
    )*};
}

shown!(LeafHash, Hidden, Fingerprint);

/// Where a subject's own chain of leaves stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainEnd {
    /// The number of the subject's latest leaf, counted from 1.
    pub seq: u64,
    /// Its hash.
    pub hash: LeafHash,
}

#[expect(clippy::expect_used, reason = "the leaf types hold only strings and small integers, which JSON can always carry")]
fn canonical(leaf: &impl Serialize) -> Vec<u8> {
    serde_json_canonicalizer::to_vec(leaf).expect("leaf types serialise")
}
