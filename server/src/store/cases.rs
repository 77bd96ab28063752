//! Conflicts as those see them who answer for them, and what was said about them.

use super::disclosures::Disclosure;
use super::entity::{conflict_notes, conflicts, uses};
use super::many;
use super::{StoreError, inconsistent};
use domain::clock::Timestamp;
use domain::disclosure::case::{CaseStatus, NoteBy};
use domain::disclosure::report::Before;
use domain::disclosure::{Conflict, Display};
use domain::id::{AccountId, ConflictId, DisclosureId, HolderId, SubjectId};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What a sealed note is, for [`crate::keys::Keys::seal`].
pub(crate) const NOTE: &str = "conflict_notes";

/// A use that went against a choice.
pub(super) struct Found {
    pub use_row: uses::Model,
    pub kind: Conflict,
}

/// A conflict. Whose it is is not told here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    pub id: ConflictId,
    pub disclosure: DisclosureId,
    pub row: Option<u32>,
    pub kind: Conflict,
    pub hidden: bool,
    pub status: CaseStatus,
    pub found_at: Timestamp,
}

/// A note, still sealed.
#[derive(Clone, Debug)]
pub(crate) struct SealedNote {
    pub id: Uuid,
    pub disclosure: DisclosureId,
    /// `None`: about all conflicts of the report.
    pub conflict: Option<ConflictId>,
    pub by: NoteBy,
    pub account: AccountId,
    pub sealed: Vec<u8>,
    pub at: Timestamp,
    pub closes: bool,
}

/// Opens a case for each of these uses of one report.
pub(super) async fn open<C: ConnectionTrait>(db: &C, disclosure: &Disclosure, found: &[Found], now: Timestamp) -> Result<(), StoreError> {
    let rows = found.iter().map(|Found { use_row, kind }| conflicts::ActiveModel {
        id: Set(name(use_row, now)),
        disclosure_id: Set(disclosure.id.0),
        subject_id: Set(use_row.subject_id),
        holder_id: Set(disclosure.holder.0),
        row_index: Set(use_row.row_index),
        kind: Set(kind.number()),
        display: Set(use_row.display),
        status: Set(CaseStatus::Open.number()),
        found_at: Set(now.millis()),
    });
    Ok(many::insert::<conflicts::Entity, _>(db, rows.collect()).await?)
}

/// Names a conflict: by its time, as other ids, and by a hash that says nothing of the person.
fn name(use_row: &uses::Model, now: Timestamp) -> Uuid {
    let hash = Sha256::new().chain_update(use_row.disclosure_id.as_bytes()).chain_update(use_row.subject_id.as_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&now.millis().to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&hash[..10]);
    Uuid::from_bytes(bytes)
}

/// The conflicts of a holder's reports, newest first; at most `limit`.
pub(crate) async fn cases_of_holder<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    before: Option<Before<ConflictId>>,
    limit: u64,
) -> Result<Vec<Case>, StoreError> {
    let mut select = conflicts::Entity::find().filter(conflicts::Column::HolderId.eq(holder.0));
    if let Some(Before { at, id }) = before {
        let same_moment = Condition::all().add(conflicts::Column::FoundAt.eq(at.millis())).add(conflicts::Column::Id.lt(id.0));
        select = select.filter(Condition::any().add(conflicts::Column::FoundAt.lt(at.millis())).add(same_moment));
    }
    let newest_first = select.order_by_desc(conflicts::Column::FoundAt).order_by_desc(conflicts::Column::Id);
    newest_first.limit(limit).all(db).await?.iter().map(read).collect()
}

/// One conflict of that holder's reports.
pub(crate) async fn case_of_holder<C: ConnectionTrait>(db: &C, holder: HolderId, id: ConflictId) -> Result<Option<Case>, StoreError> {
    let row = conflicts::Entity::find_by_id(id.0).filter(conflicts::Column::HolderId.eq(holder.0)).one(db).await?;
    row.as_ref().map(read).transpose()
}

/// Whether a conflict of that row of the report is known already; of a row that was not kept nobody knows.
pub(super) async fn row_is_known<C: ConnectionTrait>(db: &C, report: DisclosureId, row: Option<i32>) -> Result<bool, StoreError> {
    let Some(row) = row else { return Ok(false) };
    let of_row = conflicts::Entity::find().filter(conflicts::Column::DisclosureId.eq(report.0)).filter(conflicts::Column::RowIndex.eq(row));
    Ok(of_row.one(db).await?.is_some())
}

/// All conflicts of these reports.
pub(crate) async fn cases_in<C: ConnectionTrait>(db: &C, reports: &[DisclosureId]) -> Result<Vec<Case>, StoreError> {
    if reports.is_empty() {
        return Ok(Vec::new());
    }
    let of_these = conflicts::Column::DisclosureId.is_in(reports.iter().map(|id| id.0));
    conflicts::Entity::find().filter(of_these).all(db).await?.iter().map(read).collect()
}

/// The conflicts of a person, who is all these subjects, in one report; those that the person may be told of.
pub(crate) async fn told_cases_of<C: ConnectionTrait>(
    db: &C,
    subjects: &[SubjectId],
    report: DisclosureId,
) -> Result<Vec<Case>, StoreError> {
    let rows = conflicts::Entity::find()
        .filter(conflicts::Column::DisclosureId.eq(report.0))
        .filter(conflicts::Column::SubjectId.is_in(subjects.iter().map(|subject| subject.0)))
        .filter(conflicts::Column::Display.eq(Display::Full.number()))
        .all(db)
        .await?;
    rows.iter().map(read).collect()
}

/// The reports with conflicts, newest first; at most `limit`. `only_open`: those with one that is open.
pub(crate) async fn reports_with_cases<C: ConnectionTrait>(
    db: &C,
    only_open: bool,
    before: Option<DisclosureId>,
    limit: u64,
) -> Result<Vec<DisclosureId>, StoreError> {
    let mut select = conflicts::Entity::find().select_only().column(conflicts::Column::DisclosureId).distinct();
    if only_open {
        select = select.filter(conflicts::Column::Status.is_in([CaseStatus::Open.number(), CaseStatus::Answered.number()]));
    }
    if let Some(before) = before {
        select = select.filter(conflicts::Column::DisclosureId.lt(before.0));
    }
    let newest_first = select.order_by_desc(conflicts::Column::DisclosureId).limit(limit);
    let found: Vec<Uuid> = newest_first.into_tuple().all(db).await?;
    Ok(found.into_iter().map(DisclosureId).collect())
}

/// How many reports have a conflict that is open; counted as far as `most`. Each status is read in the order of its index.
pub(crate) async fn open_reports<C: ConnectionTrait>(db: &C, most: u64) -> Result<usize, StoreError> {
    let mut open: BTreeSet<Uuid> = BTreeSet::new();
    for status in [CaseStatus::Open, CaseStatus::Answered] {
        let reports = conflicts::Entity::find().select_only().column(conflicts::Column::DisclosureId).distinct();
        let in_order = reports.filter(conflicts::Column::Status.eq(status.number())).order_by_asc(conflicts::Column::DisclosureId);
        open.extend(in_order.limit(most).into_tuple::<Uuid>().all(db).await?);
    }
    Ok(open.len())
}

/// Moves cases of one report from one of these states to another: one of them, or all. How many did.
pub(crate) async fn move_on<C: ConnectionTrait>(
    db: &C,
    report: DisclosureId,
    only: Option<ConflictId>,
    from: &[CaseStatus],
    to: CaseStatus,
) -> Result<u64, StoreError> {
    let mut update = conflicts::Entity::update_many()
        .col_expr(conflicts::Column::Status, Expr::value(to.number()))
        .filter(conflicts::Column::DisclosureId.eq(report.0))
        .filter(conflicts::Column::Status.is_in(from.iter().map(|status| status.number())));
    if let Some(only) = only {
        update = update.filter(conflicts::Column::Id.eq(only.0));
    }
    Ok(update.exec(db).await?.rows_affected)
}

/// Keeps a note.
pub(crate) async fn add_note<C: ConnectionTrait>(db: &C, note: SealedNote) -> Result<(), StoreError> {
    conflict_notes::ActiveModel {
        id: Set(note.id),
        disclosure_id: Set(note.disclosure.0),
        conflict_id: Set(note.conflict.map(|id| id.0)),
        said_by: Set(note.by.code().to_owned()),
        account_id: Set(note.account.0),
        sealed: Set(note.sealed),
        at: Set(note.at.millis()),
        closes: Set(note.closes),
    }
    .insert(db)
    .await?;
    Ok(())
}

/// What was said about the conflicts of these reports, oldest first.
pub(crate) async fn notes_in<C: ConnectionTrait>(db: &C, reports: &[DisclosureId]) -> Result<Vec<SealedNote>, StoreError> {
    if reports.is_empty() {
        return Ok(Vec::new());
    }
    let rows = conflict_notes::Entity::find()
        .filter(conflict_notes::Column::DisclosureId.is_in(reports.iter().map(|id| id.0)))
        .order_by_asc(conflict_notes::Column::At)
        .order_by_asc(conflict_notes::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(read_note).collect()
}

fn read_note(row: conflict_notes::Model) -> Result<SealedNote, StoreError> {
    Ok(SealedNote {
        by: NoteBy::from_code(&row.said_by).ok_or_else(|| inconsistent("conflict_notes", "said_by", row.id))?,
        id: row.id,
        disclosure: DisclosureId(row.disclosure_id),
        conflict: row.conflict_id.map(ConflictId),
        account: AccountId(row.account_id),
        sealed: row.sealed,
        at: Timestamp::from_millis(row.at),
        closes: row.closes,
    })
}

fn read(row: &conflicts::Model) -> Result<Case, StoreError> {
    let id = ConflictId(row.id);
    let broken = |column| inconsistent("conflicts", column, id);
    Ok(Case {
        id,
        disclosure: DisclosureId(row.disclosure_id),
        row: row.row_index.map(u32::try_from).transpose().map_err(|_| broken("row_index"))?,
        kind: Conflict::from_number(row.kind).ok_or_else(|| broken("kind"))?,
        hidden: row.display == Display::Hidden.number(),
        status: CaseStatus::from_number(row.status).ok_or_else(|| broken("status"))?,
        found_at: Timestamp::from_millis(row.found_at),
    })
}
