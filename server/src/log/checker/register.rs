//! The register of studies and the catalogue of purposes: each version that the log knows still is what was published then, and what is in
//! the register came there by an entry.

use super::leaf::Leaf;
use super::{CHUNK, Check, Fault};
use crate::store::entity::purposes;
use crate::store::{StoreError, Tx, log_check, register, studies};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::clock::{Span, Timestamp};
use domain::id::StudyId;
use domain::study::{Status, Study};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// How many studies are looked at at once.
const STUDIES: usize = 200;
/// How far the end of a study may be later than the entry that says so: both are written in one act, but the clock is read for each.
const ONE_ACT: Span = Span::seconds(60);

impl Check {
    /// Every entry about a study against what stands in the register, and every study of the register against the entries.
    pub(super) async fn register(&mut self, db: &Tx) -> Result<(), StoreError> {
        let entered = self.entered(db).await?;
        let known: Vec<StudyId> = entered.keys().copied().collect();
        for some in known.chunks(STUDIES) {
            self.known(db, some, &entered).await?;
        }
        // Before a server has begun to serve nothing is entered; what it finds then it enters with the catalogue.
        let begun = !log_check::leaves_of_kind(db, "catalogue", 0, 1).await?.is_empty();
        if begun { self.unknown(db, &entered).await } else { Ok(()) }
    }

    /// Every entry about a study, against the document that is stored today; what they say all together of each study.
    async fn entered(&mut self, db: &Tx) -> Result<BTreeMap<StudyId, Entered>, StoreError> {
        let (mut entered, mut from): (BTreeMap<StudyId, Entered>, _) = (BTreeMap::new(), 0);
        loop {
            let rows = log_check::leaves_of_kind(db, "study", from, CHUNK).await?;
            let Some(last) = rows.last() else { return Ok(entered) };
            from = last.position + 1;
            let said = rows.iter().filter_map(|row| Some((u64::try_from(row.position).ok()?, Leaf::read(&row.bytes).ok()?.study()?)));
            let said: Vec<(u64, Said)> = said.collect();
            let ids: Vec<_> = said.iter().map(|(_, said)| said.study.0).collect();
            let stored = log_check::study_versions(db, &ids).await?;
            let stored: BTreeMap<_, _> = stored.into_iter().map(|row| ((StudyId(row.study_id), row.version), row.document)).collect();
            for (entry, said) in said {
                let Said { study, version, .. } = said;
                if stored.get(&(study, version)).and_then(|document| hash_of(document)).as_deref() != Some(said.hash.as_str()) {
                    self.faults.push(Fault::Study { entry, study, version });
                }
                entered.entry(study).or_default().add(&said);
            }
        }
    }

    /// Of studies that the log knows: each version was published, and they stand as the entries say.
    async fn known(&mut self, db: &Tx, ids: &[StudyId], entered: &BTreeMap<StudyId, Entered>) -> Result<(), StoreError> {
        let mut versions = register::versions_of(db, ids).await?;
        for (study, said) in ids.iter().filter_map(|id| Some((*id, entered.get(id)?))) {
            let there = versions.remove(&study).unwrap_or_default();
            for (version, _) in there.into_iter().filter(|(version, _)| !said.published.contains(version)) {
                self.faults.push(Fault::NotEntered { study, version });
            }
            // As everybody reads it. A row that cannot be read is one of which the log says nothing.
            let stands = match studies::study(db, study).await {
                Ok(stands) => stands,
                Err(StoreError::Inconsistent { .. }) => None,
                Err(error) => return Err(error),
            };
            if !stands.is_some_and(|stands| said.says(&stands)) {
                self.faults.push(Fault::StudyStands(study));
            }
        }
        Ok(())
    }

    /// Studies of the register of which the log knows nothing.
    async fn unknown(&mut self, db: &Tx, entered: &BTreeMap<StudyId, Entered>) -> Result<(), StoreError> {
        let (mut unknown, mut before) = (BTreeSet::new(), None);
        loop {
            let page = register::published_before(db, before, STUDIES as u64).await?;
            let Some(last) = page.last().copied() else { break };
            before = Some(last);
            unknown.extend(page.into_iter().map(|place| place.study).filter(|study| !entered.contains_key(study)));
        }
        unknown.extend(self.running(db).await?.into_iter().filter(|study| !entered.contains_key(study)));
        let unknown = Vec::from_iter(unknown);
        for some in unknown.chunks(STUDIES) {
            for (study, versions) in register::versions_of(db, some).await? {
                self.faults.extend(versions.into_iter().map(|(version, _)| Fault::NotEntered { study, version }));
            }
        }
        Ok(())
    }

    /// Studies for which records may be disclosed: one without a day of publication is in no list of the register, and is used all
    /// the same.
    async fn running(&mut self, db: &Tx) -> Result<Vec<StudyId>, StoreError> {
        // At a moment before every end.
        match studies::running(db, Timestamp::from_millis(0), usize::MAX).await {
            Ok(running) => Ok(running.into_iter().map(|study| study.id).collect()),
            Err(broken @ StoreError::Inconsistent { .. }) => {
                self.faults.push(Fault::Database(broken.to_string()));
                Ok(Vec::new())
            }
            Err(error) => Err(error),
        }
    }
}

/// What the entries about a study say, all together.
#[derive(Default)]
struct Entered {
    published: BTreeSet<i32>,
    /// When it was said that it is over, and that its data is deleted.
    ended: Option<i64>,
    deleted: bool,
}

impl Entered {
    fn add(&mut self, said: &Said) {
        match said.event.as_str() {
            "published" => {
                self.published.insert(said.version);
            }
            "ended" => self.ended = Some(said.time),
            "deleted" => self.deleted = true,
            // An event that is not known here says nothing.
            _ => {}
        }
    }

    fn status(&self) -> Status {
        match (self.deleted, self.ended, self.published.is_empty()) {
            (true, ..) => Status::Deleted,
            (_, Some(_), _) => Status::Ended,
            (.., false) => Status::Published,
            (.., true) => Status::Draft,
        }
    }

    /// Whether the study stands as they say: in its newest version, and over or not; over no later than was said.
    fn says(&self, stands: &Study) -> bool {
        let ended = self.ended.map(|said| Timestamp::from_millis(said) + ONE_ACT);
        // One that is over and says no moment is open to nobody.
        let in_time = stands.ended_at.is_none_or(|at| ended.is_some_and(|said| at <= said));
        self.published.last() == Some(&stands.version) && self.status() == stands.status && in_time
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
    pub(super) time: i64,
    pub(super) event: String,
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
