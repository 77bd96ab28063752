//! A version of a study that came into the public register, or the end of a study and of the records that it held. Public: nothing in it is about a person.

use super::{Fingerprint, ReadLeaf, V1};
use crate::clock::Timestamp;
use crate::id::StudyId;
use crate::study::Registration;
use serde::{Deserialize, Serialize};

/// What happened to a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StudyEvent {
    /// The version stands in the public register from now on.
    Published,
    /// The study is over; it stood in this version.
    Ended,
    /// The records that it held are deleted.
    Deleted,
}

/// What happened to a study, as it is logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyLeaf {
    /// How it is written.
    pub v: V1,
    /// When it was entered.
    pub time: Timestamp,
    /// What happened.
    pub event: StudyEvent,
    /// The study.
    pub study: StudyId,
    /// Its version, counted from 1.
    pub version: u32,
    /// What was registered: see [`Self::hash_of`].
    pub hash: Fingerprint,
}

impl StudyLeaf {
    /// SHA-256 over the canonical JSON of what was registered. Its results come later than that: they count as absent.
    #[must_use]
    pub fn hash_of(registration: &Registration) -> Fingerprint {
        Fingerprint::of(&Registration { results: None, ..registration.clone() })
    }

    /// The leaf bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        ReadLeaf::Study(self.clone()).to_bytes()
    }
}
