//! Studies with their versions, and the catalogues that they name: purposes and kinds of records.

use super::entity::{categories, purposes, studies, study_versions};
use super::{StoreError, inconsistent};
use domain::category::Category;
use domain::clock::Timestamp;
use domain::id::StudyId;
use domain::purpose::{Catalogue, Purpose, PurposeCode};
use domain::study::{Registration, Status, Study};
use domain::words::Words;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// Every purpose there is, in the order in which they are shown.
pub(crate) async fn catalogue<C: ConnectionTrait>(db: &C) -> Result<Catalogue, StoreError> {
    let rows = purposes::Entity::find().order_by_asc(purposes::Column::SortOrder).all(db).await?;
    // The version that brought or changed a purpose last is the catalogue's.
    let version = rows.iter().map(|row| row.changed_version.unwrap_or(row.since_version)).max().unwrap_or(0);
    let version = u32::try_from(version).map_err(|_| inconsistent("purposes", "changed_version", version))?;
    let purposes = rows.into_iter().map(purpose).collect::<Result<Vec<_>, _>>()?;
    Ok(Catalogue { version, purposes })
}

fn purpose(row: purposes::Model) -> Result<Purpose, StoreError> {
    let broken = |column| inconsistent("purposes", column, &row.code);
    let both = |ja: Option<&String>, en: Option<&String>, column| match (ja, en) {
        (None, None) => Ok(None),
        (Some(ja), Some(en)) => Ok(Some(Words::new(ja, en))),
        _ => Err(broken(column)),
    };
    Ok(Purpose {
        code: row.code.parse().map_err(|_| broken("code"))?,
        name: Words::new(&row.name_ja, &row.name_en),
        ehds: row.ehds.clone(),
        act_reason: row.act_reason.clone(),
        legal_basis: both(row.legal_basis_ja.as_ref(), row.legal_basis_en.as_ref(), "legal_basis_en")?,
        exempt_until: row.exempt_until.clone(),
        why: both(row.why_ja.as_ref(), row.why_en.as_ref(), "why_en")?,
        parent: row.parent.as_deref().map(str::parse::<PurposeCode>).transpose().map_err(|_| broken("parent"))?,
        since: u32::try_from(row.since_version).map_err(|_| broken("since_version"))?,
    })
}

/// Every kind of record, in the order in which they are shown.
pub(crate) async fn categories<C: ConnectionTrait>(db: &C) -> Result<Vec<Category>, StoreError> {
    let rows = categories::Entity::find().order_by_asc(categories::Column::SortOrder).all(db).await?;
    rows.into_iter()
        .map(|row| {
            let since = u32::try_from(row.since_version).map_err(|_| inconsistent("categories", "since_version", &row.code))?;
            Ok(Category { name: Words::new(&row.name_ja, &row.name_en), code: row.code, since })
        })
        .collect()
}

/// A study as it stands now, whatever its status: who may know of it is the caller's to say.
pub(crate) async fn study<C: ConnectionTrait>(db: &C, id: StudyId) -> Result<Option<Study>, StoreError> {
    Ok(current(db, &[id]).await?.pop())
}

/// A study as it was registered in that version. Status, end and results are today's: they say what became of it.
pub(crate) async fn study_at<C: ConnectionTrait>(db: &C, id: StudyId, version: i32) -> Result<Option<Study>, StoreError> {
    Ok(every_version(db, &[id]).await?.remove(&(id, version)))
}

/// Those of these studies that exist, as they stand now, in the order asked for.
pub(crate) async fn current<C: ConnectionTrait>(db: &C, ids: &[StudyId]) -> Result<Vec<Study>, StoreError> {
    let mut found: BTreeMap<StudyId, Study> = BTreeMap::new();
    for ((id, _), study) in every_version(db, ids).await? {
        // Versions come in ascending order, so the newest stays.
        found.insert(id, study);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// These studies in each version up to the current one. A study has few versions, and one page names few studies.
pub(crate) async fn every_version<C: ConnectionTrait>(db: &C, ids: &[StudyId]) -> Result<BTreeMap<(StudyId, i32), Study>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = studies::Entity::find().filter(studies::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let documents = study_versions::Entity::find().filter(study_versions::Column::StudyId.is_in(ids)).all(db).await?;
    let mut all = BTreeMap::new();
    for row in &rows {
        versions_of(row, &documents, &mut all)?;
    }
    Ok(all)
}

fn versions_of(
    row: &studies::Model,
    documents: &[study_versions::Model],
    into: &mut BTreeMap<(StudyId, i32), Study>,
) -> Result<(), StoreError> {
    let id = StudyId(row.id);
    let status = Status::from_code(&row.status).ok_or_else(|| inconsistent("studies", "status", id))?;
    let own = documents.iter().filter(|document| document.study_id == row.id && document.version <= row.version);
    let registrations =
        own.map(|document| Ok((document.version, registration(document)?))).collect::<Result<BTreeMap<_, _>, StoreError>>()?;
    let newest = registrations.get(&row.version).ok_or_else(|| inconsistent("studies", "version", id))?;
    let results = newest.results.clone();
    for (version, registration) in registrations {
        let registration = Registration { results: results.clone(), ..registration };
        into.insert((id, version), Study { id, version, status, ended_at: row.ended_at.map(Timestamp::from_millis), registration });
    }
    Ok(())
}

fn registration(document: &study_versions::Model) -> Result<Registration, StoreError> {
    let row = || format!("{}/{}", StudyId(document.study_id), document.version);
    let read: Registration = serde_json::from_str(&document.document).map_err(|_| inconsistent("study_versions", "document", row()))?;
    if read.purposes.is_empty() { Err(inconsistent("study_versions", "document", row())) } else { Ok(read) }
}

/// How many documents are read at once while looking for studies that run.
const AT_ONCE: usize = 200;

/// The studies for which records may be disclosed now, newest first. When a study's period is over stands inside its
/// document: they are read until there are enough.
pub(crate) async fn running<C: ConnectionTrait>(db: &C, now: Timestamp, limit: usize) -> Result<Vec<Study>, StoreError> {
    let ids: Vec<uuid::Uuid> = studies::Entity::find()
        .select_only()
        .column(studies::Column::Id)
        .filter(studies::Column::Status.eq(Status::Published.code()))
        .order_by_desc(studies::Column::PublishedAt)
        .order_by_desc(studies::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let (ids, mut found) = (ids.into_iter().map(StudyId).collect::<Vec<_>>(), Vec::new());
    for some in ids.chunks(AT_ONCE) {
        found.extend(current(db, some).await?.into_iter().filter(|study| !study.over_at(now)));
        if found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}

/// Registers a study with its first version. `published_at`: when it came into the public register, if it did.
pub async fn insert<C: ConnectionTrait>(
    db: &C,
    study: &Study,
    created_at: Timestamp,
    published_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    studies::ActiveModel {
        id: Set(study.id.0),
        version: Set(study.version),
        status: Set(study.status.code().to_owned()),
        ended_at: Set(study.ended_at.map(Timestamp::millis)),
        created_at: Set(created_at.millis()),
        published_at: Set(published_at.map(Timestamp::millis)),
    }
    .insert(db)
    .await?;
    insert_version(db, study, created_at).await
}

/// Adds the next version of a study's registration; from now on it is the current one.
pub async fn amend<C: ConnectionTrait>(db: &C, study: &Study, at: Timestamp) -> Result<(), StoreError> {
    insert_version(db, study, at).await?;
    studies::ActiveModel {
        id: Set(study.id.0),
        version: Set(study.version),
        status: Set(study.status.code().to_owned()),
        ended_at: Set(study.ended_at.map(Timestamp::millis)),
        ..Default::default()
    }
    .update(db)
    .await?;
    Ok(())
}

async fn insert_version<C: ConnectionTrait>(db: &C, study: &Study, at: Timestamp) -> Result<(), StoreError> {
    let unwritable = |error: serde_json::Error| sea_orm::DbErr::Json(error.to_string());
    study_versions::ActiveModel {
        study_id: Set(study.id.0),
        version: Set(study.version),
        document: Set(serde_json::to_string(&study.registration).map_err(unwritable)?),
        created_at: Set(at.millis()),
        drafted_by: Set(None),
        published_by: Set(None),
    }
    .insert(db)
    .await?;
    Ok(())
}
