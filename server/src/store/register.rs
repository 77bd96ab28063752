//! The public register in its order, and the drafts that wait to come into it.

use super::entity::{studies, study_drafts, study_versions, study_writers};
use super::{StoreError, inconsistent, locked};
use domain::clock::Timestamp;
use domain::id::{AccountId, StudyId};
use domain::study::draft::Draft;
use domain::study::search::RegisterCursor;
use domain::study::{Registration, Status};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

/// A draft as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct KeptDraft {
    pub(crate) study: StudyId,
    pub(crate) draft: Draft,
    pub(crate) drafted_by: AccountId,
    /// Counts up with each time it is saved.
    pub(crate) revision: i32,
    pub(crate) saved_at: Timestamp,
}

/// The places of published studies, newest first, after `before`.
pub(crate) async fn published_before<C: ConnectionTrait>(
    db: &C,
    before: Option<RegisterCursor>,
    limit: u64,
) -> Result<Vec<RegisterCursor>, StoreError> {
    use studies::Column::{Id, PublishedAt};
    let mut query = studies::Entity::find().filter(studies::Column::Status.ne(Status::Draft.code())).filter(PublishedAt.is_not_null());
    if let Some(RegisterCursor { published_at, study }) = before {
        let same = Condition::all().add(PublishedAt.eq(published_at.millis())).add(Id.lt(study.0));
        query = query.filter(Condition::any().add(PublishedAt.lt(published_at.millis())).add(same));
    }
    let rows = query.order_by_desc(PublishedAt).order_by_desc(Id).limit(limit).all(db).await?;
    Ok(rows
        .iter()
        .filter_map(|row| Some(RegisterCursor { published_at: Timestamp::from_millis(row.published_at?), study: StudyId(row.id) }))
        .collect())
}

/// Since when each version of these studies holds, the first one first.
pub(crate) async fn versions_of<C: ConnectionTrait>(
    db: &C,
    ids: &[StudyId],
) -> Result<BTreeMap<StudyId, Vec<(i32, Timestamp)>>, StoreError> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let first = studies::Entity::find().filter(studies::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let first: BTreeMap<_, _> = first.into_iter().map(|row| (row.id, row.published_at)).collect();
    let rows = study_versions::Entity::find()
        .select_only()
        .columns([study_versions::Column::StudyId, study_versions::Column::Version, study_versions::Column::CreatedAt])
        .filter(study_versions::Column::StudyId.is_in(ids))
        .order_by_asc(study_versions::Column::StudyId)
        .order_by_asc(study_versions::Column::Version)
        .into_tuple::<(sea_orm::prelude::Uuid, i32, i64)>()
        .all(db)
        .await?;
    let mut all: BTreeMap<StudyId, Vec<(i32, Timestamp)>> = BTreeMap::new();
    for (study, version, written_at) in rows {
        // The first version was written before it was published; each later one holds since it was written.
        let since = if version == 1 { first.get(&study).copied().flatten().unwrap_or(written_at) } else { written_at };
        all.entry(StudyId(study)).or_default().push((version, Timestamp::from_millis(since)));
    }
    Ok(all)
}

/// Writes down who wrote and who published a version.
pub(crate) async fn sign_version<C: ConnectionTrait>(
    db: &C,
    (study, version): (StudyId, i32),
    drafted_by: AccountId,
    published_by: AccountId,
) -> Result<(), StoreError> {
    let hands = study_versions::ActiveModel {
        study_id: Set(study.0),
        version: Set(version),
        drafted_by: Set(Some(drafted_by.0)),
        published_by: Set(Some(published_by.0)),
        ..Default::default()
    };
    hands.update(db).await?;
    Ok(())
}

/// Locks a published study's row; whether there is one. Whoever ends or amends it comes one after the other.
pub(crate) async fn lock_study<C: ConnectionTrait>(db: &C, id: StudyId) -> Result<bool, StoreError> {
    Ok(locked(studies::Entity::find_by_id(id.0), db).one(db).await?.is_some())
}

/// The study is over.
pub(crate) async fn end_study<C: ConnectionTrait>(db: &C, id: StudyId, at: Timestamp) -> Result<(), StoreError> {
    let over = studies::ActiveModel {
        id: Set(id.0),
        status: Set(Status::Ended.code().to_owned()),
        ended_at: Set(Some(at.millis())),
        ..Default::default()
    };
    over.update(db).await?;
    Ok(())
}

/// The records are deleted that a study held which was over at that moment.
pub(crate) async fn set_deleted<C: ConnectionTrait>(db: &C, id: StudyId, over_at: Option<Timestamp>) -> Result<(), StoreError> {
    let gone = studies::ActiveModel {
        id: Set(id.0),
        status: Set(Status::Deleted.code().to_owned()),
        ended_at: Set(over_at.map(Timestamp::millis)),
        ..Default::default()
    };
    gone.update(db).await?;
    Ok(())
}

/// Replaces the document of a study's current version: only for what is said of a study, never for what was registered.
pub(crate) async fn set_document<C: ConnectionTrait>(
    db: &C,
    (study, version): (StudyId, i32),
    registration: &Registration,
) -> Result<(), StoreError> {
    let document = study_versions::ActiveModel {
        study_id: Set(study.0),
        version: Set(version),
        document: Set(written(registration)?),
        ..Default::default()
    };
    document.update(db).await?;
    Ok(())
}

/// The draft of a study.
pub(crate) async fn draft_of<C: ConnectionTrait>(db: &C, id: StudyId) -> Result<Option<KeptDraft>, StoreError> {
    study_drafts::Entity::find_by_id(id.0).one(db).await?.map(|row| kept(&row)).transpose()
}

/// The same, locked until the transaction ends.
pub(crate) async fn lock_draft_of<C: ConnectionTrait>(db: &C, id: StudyId) -> Result<Option<KeptDraft>, StoreError> {
    locked(study_drafts::Entity::find_by_id(id.0), db).one(db).await?.map(|row| kept(&row)).transpose()
}

/// The draft that a form has made.
pub(crate) async fn draft_made_by_form<C: ConnectionTrait>(db: &C, form_key: [u8; 32]) -> Result<Option<StudyId>, StoreError> {
    let row = study_drafts::Entity::find().filter(study_drafts::Column::FormKey.eq(form_key.to_vec())).one(db).await?;
    Ok(row.map(|row| StudyId(row.study_id)))
}

/// What that person is writing, saved last first.
pub(crate) async fn drafts_by<C: ConnectionTrait>(db: &C, account: AccountId, limit: u64) -> Result<Vec<KeptDraft>, StoreError> {
    use study_drafts::Column::{DraftedBy, SavedAt, StudyId as Id};
    let own = study_drafts::Entity::find().filter(DraftedBy.eq(account.0)).order_by_desc(SavedAt).order_by_desc(Id);
    own.limit(limit).all(db).await?.iter().map(kept).collect()
}

/// What others are writing, longest waiting first.
pub(crate) async fn drafts_not_by<C: ConnectionTrait>(db: &C, account: AccountId, limit: u64) -> Result<Vec<KeptDraft>, StoreError> {
    use study_drafts::Column::{DraftedBy, SavedAt, StudyId as Id};
    let others = study_drafts::Entity::find().filter(DraftedBy.ne(account.0)).order_by_asc(SavedAt).order_by_asc(Id);
    others.limit(limit).all(db).await?.iter().map(kept).collect()
}

/// Keeps a draft for the first time.
pub(crate) async fn insert_draft<C: ConnectionTrait>(db: &C, kept: &KeptDraft, form_key: Option<[u8; 32]>) -> Result<(), StoreError> {
    study_drafts::ActiveModel {
        study_id: Set(kept.study.0),
        document: Set(written(&kept.draft)?),
        drafted_by: Set(kept.drafted_by.0),
        revision: Set(kept.revision),
        form_key: Set(form_key.map(Vec::from)),
        saved_at: Set(kept.saved_at.millis()),
    }
    .insert(db)
    .await?;
    add_writer(db, kept.study, kept.drafted_by, kept.saved_at).await
}

async fn add_writer<C: ConnectionTrait>(db: &C, id: StudyId, writer: AccountId, since: Timestamp) -> Result<(), StoreError> {
    let row = study_writers::ActiveModel { study_id: Set(id.0), account_id: Set(writer.0), since: Set(since.millis()) };
    let known = OnConflict::columns([study_writers::Column::StudyId, study_writers::Column::AccountId]).do_nothing().to_owned();
    study_writers::Entity::insert(row).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}

/// Everybody who ever wrote at the drafts of these studies.
pub(crate) async fn writers_of<C: ConnectionTrait>(db: &C, ids: &[StudyId]) -> Result<BTreeSet<(StudyId, AccountId)>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows = study_writers::Entity::find().filter(study_writers::Column::StudyId.is_in(ids.iter().map(|id| id.0))).all(db).await?;
    Ok(rows.into_iter().map(|row| (StudyId(row.study_id), AccountId(row.account_id))).collect())
}

/// Somebody else is the draft's writer from now on.
pub(crate) async fn take_over<C: ConnectionTrait>(db: &C, id: StudyId, writer: AccountId, at: Timestamp) -> Result<(), StoreError> {
    study_drafts::Entity::update_many()
        .col_expr(study_drafts::Column::DraftedBy, Expr::value(writer.0))
        .col_expr(study_drafts::Column::SavedAt, Expr::value(at.millis()))
        .filter(study_drafts::Column::StudyId.eq(id.0))
        .exec(db)
        .await?;
    add_writer(db, id, writer, at).await
}

/// Keeps what its writer changed.
pub(crate) async fn change_draft<C: ConnectionTrait>(db: &C, id: StudyId, draft: &Draft, at: Timestamp) -> Result<(), StoreError> {
    let next = Expr::col(study_drafts::Column::Revision).add(1);
    study_drafts::Entity::update_many()
        .col_expr(study_drafts::Column::Document, Expr::value(written(draft)?))
        .col_expr(study_drafts::Column::Revision, next)
        .col_expr(study_drafts::Column::SavedAt, Expr::value(at.millis()))
        .filter(study_drafts::Column::StudyId.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// It was published, or thrown away.
pub(crate) async fn remove_draft<C: ConnectionTrait>(db: &C, id: StudyId) -> Result<(), StoreError> {
    study_drafts::Entity::delete_by_id(id.0).exec(db).await?;
    study_writers::Entity::delete_many().filter(study_writers::Column::StudyId.eq(id.0)).exec(db).await?;
    Ok(())
}

fn kept(row: &study_drafts::Model) -> Result<KeptDraft, StoreError> {
    let study = StudyId(row.study_id);
    Ok(KeptDraft {
        study,
        draft: serde_json::from_str(&row.document).map_err(|_| inconsistent("study_drafts", "document", study))?,
        drafted_by: AccountId(row.drafted_by),
        revision: row.revision,
        saved_at: Timestamp::from_millis(row.saved_at),
    })
}

fn written(document: &impl serde::Serialize) -> Result<String, StoreError> {
    Ok(serde_json::to_string(document).map_err(|error| sea_orm::DbErr::Json(error.to_string()))?)
}
