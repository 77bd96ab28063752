//! The register of studies: each version that the log knows still is what was published then.

use super::leaf::Leaf;
use super::{CHUNK, Check, Fault};
use crate::store::{StoreError, Tx, log_check};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::StudyId;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

impl Check {
    /// Every entry about a study, against the document that is stored today.
    pub(super) async fn register(&mut self, db: &Tx) -> Result<(), StoreError> {
        let mut from = 0;
        loop {
            let rows = log_check::leaves_of_kind(db, "study", from, CHUNK).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            from = last.position + 1;
            let said = rows.iter().filter_map(|row| Some((u64::try_from(row.position).ok()?, Leaf::read(&row.bytes).ok()?.study()?)));
            let said: Vec<(u64, Said)> = said.collect();
            let ids: Vec<_> = said.iter().map(|(_, said)| said.study.0).collect();
            let stored = log_check::study_versions(db, &ids).await?;
            let stored: BTreeMap<_, _> = stored.into_iter().map(|row| ((StudyId(row.study_id), row.version), row.document)).collect();
            for (entry, Said { study, version, hash }) in said {
                if stored.get(&(study, version)).and_then(|document| hash_of(document)).as_deref() != Some(hash.as_str()) {
                    self.faults.push(Fault::Study { entry, study, version });
                }
            }
        }
    }
}

/// What an entry says of a study.
pub(super) struct Said {
    pub(super) study: StudyId,
    pub(super) version: i32,
    pub(super) hash: String,
}

/// SHA-256 over the canonical JSON of what was registered; results come later and count as absent (docs/log-leaves.md).
fn hash_of(document: &str) -> Option<String> {
    let mut document: Value = serde_json::from_str(document).ok()?;
    document["results"] = Value::Null;
    Some(URL_SAFE_NO_PAD.encode(Sha256::digest(serde_json_canonicalizer::to_vec(&document).ok()?)))
}
