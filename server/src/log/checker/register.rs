//! The register of studies and the catalogue of purposes: each version that the log knows still is what was published then.

use super::leaf::Leaf;
use super::{CHUNK, Check, Fault};
use crate::store::entity::purposes;
use crate::store::{StoreError, Tx, log_check};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::StudyId;
use serde_json::{Value, json};
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

impl Check {
    /// The catalogue of purposes against the entry that names it last: what was not changed since is what it was then.
    pub(super) async fn catalogue(&mut self, db: &Tx) -> Result<(), StoreError> {
        let (mut named, mut from) = (None, 0);
        loop {
            let rows = log_check::leaves_of_kind(db, "catalogue", from, CHUNK).await?;
            let Some(last) = rows.last() else { break };
            from = last.position + 1;
            named = Leaf::read(&last.bytes).ok().and_then(|leaf| leaf.catalogue()).map(|said| (last.position, said));
        }
        // Before a server has begun to serve nothing is entered.
        let Some((position, (version, hash))) = named else { return Ok(()) };
        let entry = u64::try_from(position).unwrap_or_default();
        let (before, later): (Vec<_>, Vec<_>) = log_check::purposes(db)
            .await?
            .into_iter()
            .partition(|row| i64::from(row.changed_version.unwrap_or(row.since_version)) <= version);
        if catalogue_hash(version, &before).as_deref() != Some(hash.as_str()) {
            self.faults.push(Fault::Catalogue(entry, "is not what the entry says"));
        }
        if !later.is_empty() {
            self.faults.push(Fault::Catalogue(entry, "has more than the entry says (a server that starts enters it)"));
        }
        Ok(())
    }
}

/// SHA-256 over the canonical JSON of version and purposes (docs/log-leaves.md).
fn catalogue_hash(version: i64, rows: &[purposes::Model]) -> Option<String> {
    let words = |ja: &str, en: &str| json!({ "ja": ja, "en": en });
    let purpose = |row: &purposes::Model| {
        let mut document = json!({
            "code": row.code, "name": words(&row.name_ja, &row.name_en), "ehds": row.ehds, "act_reason": row.act_reason,
            "legal_basis": row.legal_basis_ja.as_deref().zip(row.legal_basis_en.as_deref()).map(|(ja, en)| words(ja, en)),
            "parent": row.parent, "since": row.since_version,
        });
        // Version 1 had neither: where they are not set they do not stand there.
        if let Some(why) = row.why_ja.as_deref().zip(row.why_en.as_deref()).map(|(ja, en)| words(ja, en)) {
            document["why"] = why;
        }
        if let Some(until) = &row.exempt_until {
            document["exempt_until"] = json!(until);
        }
        document
    };
    let document = json!({ "version": version, "purposes": rows.iter().map(purpose).collect::<Vec<_>>() });
    Some(URL_SAFE_NO_PAD.encode(Sha256::digest(serde_json_canonicalizer::to_vec(&document).ok()?)))
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
