//! Reading leaves back: from a receipt, and for whoever checks the log.

use super::{AuditHeadLeaf, CatalogueLeaf, ErasureLeaf, GapLeaf, ReadDecision, ReadLink, ReadProxy, StudyLeaf, canonical};
use crate::clock::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A leaf as its bytes say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ReadLeaf {
    /// What somebody said.
    Decision(ReadDecision),
    /// Two subjects were joined.
    Link(ReadLink),
    /// Two subjects were parted.
    Unlink(ReadLink),
    /// A grant began or ended.
    Proxy(ReadProxy),
    /// Leaf bytes were erased.
    Erasure(ErasureLeaf),
    /// A catalogue of purposes.
    Catalogue(CatalogueLeaf),
    /// Something about a study.
    Study(StudyLeaf),
    /// The ends of the audit chains.
    AuditHead(AuditHeadLeaf),
    /// A loss.
    Gap(GapLeaf),
}

/// The kinds of leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What somebody said.
    Decision,
    /// Two subjects were joined.
    Link,
    /// Two subjects were parted.
    Unlink,
    /// A grant began or ended.
    Proxy,
    /// Leaf bytes were erased.
    Erasure,
    /// A catalogue of purposes.
    Catalogue,
    /// Something about a study.
    Study,
    /// The ends of the audit chains.
    AuditHead,
    /// A loss.
    Gap,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] =
        [Self::Decision, Self::Link, Self::Unlink, Self::Proxy, Self::Erasure, Self::Catalogue, Self::Study, Self::AuditHead, Self::Gap];

    /// As leaves name it, and as it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::Proxy => "proxy",
            Self::Erasure => "erasure",
            Self::Catalogue => "catalogue",
            Self::Study => "study",
            Self::AuditHead => "audit-head",
            Self::Gap => "gap",
        }
    }

    /// The kind with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Bytes that are not a leaf exactly as the log writes it. Their hash may stand in the log nevertheless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableLeaf {
    /// Not a leaf: no JSON, an unknown kind, or a field that is missing, unknown or wrong.
    #[error("not an entry of the log")]
    NotALeaf,
    /// The same written in another way, which the log never does (RFC 8785).
    #[error("not written as the log writes")]
    NotCanonical,
    /// Values that contradict each other.
    #[error("an entry that contradicts itself")]
    Contradiction,
}

impl ReadLeaf {
    /// Reads leaf bytes.
    ///
    /// # Errors
    /// [`UnreadableLeaf`] for everything that [`Self::to_bytes`] would not have written.
    pub fn parse(bytes: &[u8]) -> Result<Self, UnreadableLeaf> {
        let leaf: Self = serde_json::from_slice(bytes).map_err(|_| UnreadableLeaf::NotALeaf)?;
        if leaf.to_bytes() != bytes {
            return Err(UnreadableLeaf::NotCanonical);
        }
        if leaf.holds() { Ok(leaf) } else { Err(UnreadableLeaf::Contradiction) }
    }

    /// The leaf bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical(self)
    }

    /// What kind of leaf it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Decision(_) => Kind::Decision,
            Self::Link(_) => Kind::Link,
            Self::Unlink(_) => Kind::Unlink,
            Self::Proxy(_) => Kind::Proxy,
            Self::Erasure(_) => Kind::Erasure,
            Self::Catalogue(_) => Kind::Catalogue,
            Self::Study(_) => Kind::Study,
            Self::AuditHead(_) => Kind::AuditHead,
            Self::Gap(_) => Kind::Gap,
        }
    }

    /// When it was entered.
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        match self {
            Self::Decision(leaf) => leaf.time,
            Self::Link(leaf) | Self::Unlink(leaf) => leaf.time,
            Self::Proxy(leaf) => leaf.time,
            Self::Erasure(leaf) => leaf.time,
            Self::Catalogue(leaf) => leaf.time,
            Self::Study(leaf) => leaf.time,
            Self::AuditHead(leaf) => leaf.time,
            Self::Gap(leaf) => leaf.time,
        }
    }

    fn holds(&self) -> bool {
        match self {
            Self::Decision(leaf) => leaf.holds(),
            Self::Erasure(leaf) => leaf.holds(),
            Self::AuditHead(leaf) => leaf.holds(),
            Self::Gap(leaf) => leaf.holds(),
            Self::Link(_) | Self::Unlink(_) | Self::Proxy(_) | Self::Catalogue(_) | Self::Study(_) => true,
        }
    }
}

/// The first and only way of writing leaves: the number 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct V1;

impl Serialize for V1 {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u8(1)
    }
}

impl<'de> Deserialize<'de> for V1 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if u8::deserialize(from)? == 1 { Ok(Self) } else { Err(serde::de::Error::custom("an unknown way of writing leaves")) }
    }
}
