//! Two subjects that were joined to one person, or parted again.

use super::{Blinding, Hidden, ReadLeaf, V1};
use crate::clock::Timestamp;
use crate::id::SubjectId;
use serde::{Deserialize, Serialize};

/// A link or unlink of two subjects as it is logged.
#[derive(Clone, Debug)]
pub struct LinkLeaf {
    /// When it was entered.
    pub time: Timestamp,
    /// `true` joins, `false` parts.
    pub joins: bool,
    /// One of the two.
    pub one: SubjectId,
    /// The other.
    pub other: SubjectId,
    /// Its blinding.
    pub blinding: Blinding,
}

impl LinkLeaf {
    /// The leaf bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let subjects = [self.blinding.hide(self.one.0), self.blinding.hide(self.other.0)];
        let written = ReadLink { v: V1, time: self.time, subjects, blinding: self.blinding };
        if self.joins { ReadLeaf::Link(written) } else { ReadLeaf::Unlink(written) }.to_bytes()
    }
}

/// A link, or an unlink, as its leaf says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadLink {
    /// How it is written.
    pub v: V1,
    /// When it was entered.
    pub time: Timestamp,
    /// The two.
    pub subjects: [Hidden; 2],
    /// Its blinding.
    pub blinding: Blinding,
}
