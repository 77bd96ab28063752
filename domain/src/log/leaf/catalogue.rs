//! The catalogue of purposes that people choose about from now on. Public: nothing in it is about a person.

use super::{Fingerprint, ReadLeaf, V1};
use crate::clock::Timestamp;
use crate::purpose::{Catalogue, Purpose};
use serde::{Deserialize, Serialize};

/// A catalogue as it is logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueLeaf {
    /// How it is written.
    pub v: V1,
    /// When it was entered.
    pub time: Timestamp,
    /// Its version.
    pub version: u32,
    /// What stands in it: see [`Self::hash_of`].
    pub hash: Fingerprint,
}

/// What the hash is taken over.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    purposes: &'a [Purpose],
}

impl CatalogueLeaf {
    /// SHA-256 over the canonical JSON of version and purposes, in the order in which they are shown.
    #[must_use]
    pub fn hash_of(catalogue: &Catalogue) -> Fingerprint {
        Fingerprint::of(&Document { version: catalogue.version, purposes: &catalogue.purposes })
    }

    /// The leaf bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        ReadLeaf::Catalogue(self.clone()).to_bytes()
    }
}
