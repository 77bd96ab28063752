//! What goes with a holder's reports: the keys they were sent under, drafts, and the holder's own list of them.

use super::disclosures::{Disclosure, read};
use super::entity::{conflicts, disclosures, display_reasons, holders, report_drafts, report_keys, study_versions};
use super::many;
use super::{StoreError, inconsistent};
use domain::clock::{Timestamp, format_date};
use domain::disclosure::report::{Before, Reported, Withheld};
use domain::id::{AccountId, DisclosureId, DraftId, HolderId, StudyId, SubjectId};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::BTreeMap;

/// What a sealed draft is, for [`crate::keys::Keys::seal`].
pub(crate) const DRAFT: &str = "report_drafts";

/// A key under which a report is sent, and what came with it, both as keyed hashes.
#[derive(Clone, Copy)]
pub(crate) struct UsedKey {
    pub holder: HolderId,
    pub digest: [u8; 32],
    pub body: [u8; 32],
}

/// Takes a key for this transaction. `false`: it was used before. Whoever comes with the same key meanwhile waits here.
pub(crate) async fn take_key<C: ConnectionTrait>(db: &C, key: UsedKey, now: Timestamp) -> Result<bool, StoreError> {
    let row = report_keys::ActiveModel {
        holder_id: Set(key.holder.0),
        digest: Set(key.digest.to_vec()),
        body_hash: Set(key.body.to_vec()),
        disclosure_id: Set(None),
        answer: Set(None),
        at: Set(now.millis()),
    };
    let nothing = OnConflict::columns([report_keys::Column::HolderId, report_keys::Column::Digest]).do_nothing().to_owned();
    Ok(report_keys::Entity::insert(row).on_conflict(nothing).exec_without_returning(db).await? == 1)
}

/// Keeps what was answered to the report that came with that key.
pub(crate) async fn set_answer<C: ConnectionTrait>(db: &C, key: UsedKey, reported: &Reported) -> Result<(), StoreError> {
    let answer = serde_json::to_string(reported).map_err(|error| sea_orm::DbErr::Json(error.to_string()))?;
    report_keys::Entity::update_many()
        .col_expr(report_keys::Column::Answer, Expr::value(answer))
        .col_expr(report_keys::Column::DisclosureId, Expr::value(reported.disclosure.0))
        .filter(report_keys::Column::HolderId.eq(key.holder.0))
        .filter(report_keys::Column::Digest.eq(key.digest.to_vec()))
        .exec(db)
        .await?;
    Ok(())
}

/// What was answered under that key, and the hash of the body that came with it.
pub(crate) async fn answer_of<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    digest: [u8; 32],
) -> Result<Option<(Vec<u8>, Reported)>, StoreError> {
    let Some(row) = report_keys::Entity::find_by_id((holder.0, digest.to_vec())).one(db).await? else { return Ok(None) };
    read_answer(&row).map(|answer| Some((row.body_hash, answer)))
}

/// What was answered when that report of that holder came in.
pub(crate) async fn answer_about<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    report: DisclosureId,
) -> Result<Option<Reported>, StoreError> {
    let rows = report_keys::Entity::find()
        .filter(report_keys::Column::DisclosureId.eq(report.0))
        .filter(report_keys::Column::HolderId.eq(holder.0))
        .all(db)
        .await?;
    let answers = rows.iter().map(read_answer).collect::<Result<Vec<_>, _>>()?;
    Ok(answers.into_iter().find(|answer| !answer.withdrawn))
}

fn read_answer(row: &report_keys::Model) -> Result<Reported, StoreError> {
    let broken = || inconsistent("report_keys", "answer", format!("{}/{}", HolderId(row.holder_id), row.at));
    serde_json::from_str(row.answer.as_deref().ok_or_else(broken)?).map_err(|_| broken())
}

/// A holder's own report.
pub(crate) async fn report_of_holder<C: ConnectionTrait>(db: &C, holder: HolderId, id: DisclosureId) -> Result<Option<Listed>, StoreError> {
    let row = disclosures::Entity::find_by_id(id.0).filter(disclosures::Column::HolderId.eq(holder.0)).one(db).await?;
    row.map(listed).transpose()
}

/// A report with what its list shows of it.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub disclosure: Disclosure,
    /// How many rows were taken in, and how many of them no check covers.
    pub rows: Option<(u32, u32)>,
}

fn listed(row: disclosures::Model) -> Result<Listed, StoreError> {
    let count = |count: Option<i32>, column| {
        let broken = || inconsistent("disclosures", column, DisclosureId(row.id));
        count.map(u32::try_from).transpose().map_err(|_| broken())
    };
    let rows = count(row.accepted, "accepted")?.zip(count(row.unchecked, "unchecked")?);
    Ok(Listed { rows, disclosure: read(row)? })
}

/// A holder's own reports, newest first; at most `limit`.
pub(crate) async fn reports_of_holder<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    before: Option<Before<DisclosureId>>,
    limit: u64,
) -> Result<Vec<Listed>, StoreError> {
    use disclosures::Column::{Id, ReportedAt};
    let mut select = disclosures::Entity::find().filter(disclosures::Column::HolderId.eq(holder.0));
    if let Some(Before { at, id }) = before {
        let same_moment = Condition::all().add(ReportedAt.eq(at.millis())).add(Id.lt(id.0));
        select = select.filter(Condition::any().add(ReportedAt.lt(at.millis())).add(same_moment));
    }
    let newest_first = select.order_by_desc(ReportedAt).order_by_desc(Id).limit(limit);
    newest_first.all(db).await?.into_iter().map(listed).collect()
}

/// How many conflicts each of these reports has; those without any are left out.
pub(crate) async fn conflicts_in<C: ConnectionTrait>(db: &C, reports: &[DisclosureId]) -> Result<BTreeMap<DisclosureId, u32>, StoreError> {
    if reports.is_empty() {
        return Ok(BTreeMap::new());
    }
    let counted: Vec<(uuid::Uuid, i64)> = conflicts::Entity::find()
        .select_only()
        .column(conflicts::Column::DisclosureId)
        .column_as(conflicts::Column::Id.count(), "n")
        .filter(conflicts::Column::DisclosureId.is_in(reports.iter().map(|id| id.0)))
        .group_by(conflicts::Column::DisclosureId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted.into_iter().map(|(id, n)| (DisclosureId(id), u32::try_from(n).unwrap_or(u32::MAX))).collect())
}

/// When a holder joined.
pub(crate) async fn joined_at<C: ConnectionTrait>(db: &C, holder: HolderId) -> Result<Option<Timestamp>, StoreError> {
    let row = holders::Entity::find_by_id(holder.0).one(db).await?;
    Ok(row.map(|row| Timestamp::from_millis(row.joined_at)))
}

/// The version of a study that was registered at that moment, no later than `current`; before the first, that one.
pub(crate) async fn version_at<C: ConnectionTrait>(db: &C, study: StudyId, current: i32, at: Timestamp) -> Result<Option<i32>, StoreError> {
    let rows = study_versions::Entity::find()
        .filter(study_versions::Column::StudyId.eq(study.0))
        .filter(study_versions::Column::Version.lte(current))
        .order_by_asc(study_versions::Column::Version)
        .all(db)
        .await?;
    let there = rows.iter().rfind(|row| row.created_at <= at.millis());
    Ok(there.or(rows.first()).map(|row| row.version))
}

/// Keeps why persons are not shown all of a use.
pub(crate) async fn add_reasons<C: ConnectionTrait>(
    db: &C,
    report: DisclosureId,
    reasons: &[(SubjectId, Withheld)],
) -> Result<(), StoreError> {
    let rows = reasons.iter().map(|(subject, withheld)| display_reasons::ActiveModel {
        disclosure_id: Set(report.0),
        subject_id: Set(subject.0),
        reason: Set(withheld.reason.code().to_owned()),
        role: Set(withheld.role.code().to_owned()),
        review_by: Set(format_date(withheld.review_by)),
    });
    Ok(many::insert::<display_reasons::Entity, _>(db, rows.collect()).await?)
}

/// A draft, still sealed.
pub(crate) struct SealedDraft {
    pub id: DraftId,
    pub holder: HolderId,
    pub account: AccountId,
    pub sealed: Vec<u8>,
    pub at: Timestamp,
}

/// Keeps a draft.
pub(crate) async fn keep_draft<C: ConnectionTrait>(db: &C, draft: SealedDraft) -> Result<(), StoreError> {
    report_drafts::ActiveModel {
        id: Set(draft.id.0),
        holder_id: Set(draft.holder.0),
        account_id: Set(draft.account.0),
        sealed: Set(draft.sealed),
        at: Set(draft.at.millis()),
    }
    .insert(db)
    .await?;
    Ok(())
}

/// A draft that this account made for this holder, no older than that.
pub(crate) async fn draft_of<C: ConnectionTrait>(
    db: &C,
    (holder, account): (HolderId, AccountId),
    id: DraftId,
    since: Timestamp,
) -> Result<Option<SealedDraft>, StoreError> {
    let row = report_drafts::Entity::find_by_id(id.0)
        .filter(report_drafts::Column::HolderId.eq(holder.0))
        .filter(report_drafts::Column::AccountId.eq(account.0))
        .filter(report_drafts::Column::At.gte(since.millis()))
        .one(db)
        .await?;
    Ok(row.map(|row| SealedDraft { id, holder, account, sealed: row.sealed, at: Timestamp::from_millis(row.at) }))
}

/// Forgets drafts that are older.
pub(crate) async fn forget_drafts<C: ConnectionTrait>(db: &C, before: Timestamp) -> Result<(), StoreError> {
    report_drafts::Entity::delete_many().filter(report_drafts::Column::At.lt(before.millis())).exec(db).await?;
    Ok(())
}
