//! The uses of a person's records, as that person may see them.
//!
//! Hidden uses never leave this file, but for what must be hidden with them (`hidden_from`). A person may be several linked subjects: their rows in one disclosure are one use,
//! and the strictest display of them holds for it.

pub(crate) mod history;

use super::entity::{conflicts, disclosures, uses};
use super::{StoreError, inconsistent};
use domain::clock::Timestamp;
use domain::disclosure::case::CaseStatus;
use domain::disclosure::{Conflict, Counted, Display, UseCursor};
use domain::id::{DisclosureId, HolderId, StudyId, SubjectId};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, Select};
use std::collections::BTreeSet;

/// Whose uses are looked at: the subjects that are proved to be this person, and, at level 1, only the uses that certain
/// holders disclosed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SeenBy<'a> {
    /// The person.
    pub subjects: &'a [SubjectId],
    /// `None`: whoever disclosed.
    pub only_from: Option<&'a [HolderId]>,
}

/// One use: what the rows of the person's subjects in one disclosure say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SeenUse {
    /// Which disclosure.
    pub disclosure: DisclosureId,
    /// When.
    pub disclosed_at: Timestamp,
    /// Full or generic.
    pub display: Display,
    /// Whether a check covered all of it.
    pub covered: bool,
    /// Whether and how it went against the person's choice.
    pub conflict: Option<Conflict>,
    /// How many records.
    pub record_count: Option<u32>,
}

impl SeenUse {
    /// Where a page that ends with this use ends.
    pub fn cursor(&self) -> UseCursor {
        UseCursor { disclosed_at: self.disclosed_at, disclosure: self.disclosure }
    }
}

/// The uses after `before`, newest first; at most `limit`.
pub(crate) async fn uses_seen_by<C: ConnectionTrait>(
    db: &C,
    seen: SeenBy<'_>,
    before: Option<UseCursor>,
    limit: usize,
) -> Result<Vec<SeenUse>, StoreError> {
    page(db, seen, after(before), limit).await
}

/// The uses that went against the person's choice, may be told so and are still open, newest first; at most `limit`. Those
/// that were closed, corrected or withdrawn stay among the uses.
pub(crate) async fn conflicts_seen_by<C: ConnectionTrait>(db: &C, seen: SeenBy<'_>, limit: usize) -> Result<Vec<SeenUse>, StoreError> {
    let told = Condition::all()
        .add(uses::Column::Conflict.is_not_null())
        .add(uses::Column::Display.eq(Display::Full.number()))
        .add(Expr::exists(open_case()));
    page(db, seen, told, limit).await
}

/// The use in that disclosure, if the person may see one.
pub(crate) async fn use_seen_by<C: ConnectionTrait>(db: &C, seen: SeenBy<'_>, id: DisclosureId) -> Result<Option<SeenUse>, StoreError> {
    // The key of a use begins with its moment: without it the row could not be found among ten thousand million.
    let Some(disclosure) = disclosures::Entity::find_by_id(id.0).one(db).await? else { return Ok(None) };
    let this =
        Condition::all().add(uses::Column::DisclosedAt.eq(disclosure.disclosed_at)).add(uses::Column::DisclosureId.eq(disclosure.id));
    Ok(page(db, seen, this, 1).await?.pop())
}

/// How many uses the person sees; counted no further than `stop_at`.
pub(crate) async fn count_seen_by<C: ConnectionTrait>(db: &C, seen: SeenBy<'_>, stop_at: u32) -> Result<Counted, StoreError> {
    Ok(counted(&page(db, seen, Condition::all(), beyond(stop_at)).await?, stop_at))
}

/// The uses that were reported after a moment, newest first; no more than tell whether there are more than `stop_at`, and
/// how many they are up to that.
pub(crate) async fn reported_after_seen_by<C: ConnectionTrait>(
    db: &C,
    seen: SeenBy<'_>,
    moment: Timestamp,
    stop_at: u32,
) -> Result<(Vec<SeenUse>, Counted), StoreError> {
    let since = Condition::all().add(disclosures::Column::ReportedAt.gt(moment.millis()));
    let found = page(db, seen, since, beyond(stop_at)).await?;
    let count = counted(&found, stop_at);
    Ok((found, count))
}

/// One more than is counted: it tells whether there are more.
fn beyond(stop_at: u32) -> usize {
    usize::try_from(stop_at).unwrap_or(usize::MAX).saturating_add(1)
}

fn counted(found: &[SeenUse], stop_at: u32) -> Counted {
    let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
    Counted { count: Ord::min(count, stop_at), more: count > stop_at }
}

/// The studies behind the uses shown in full, most recently used first; at most `limit`.
pub(crate) async fn studies_seen_by<C: ConnectionTrait>(db: &C, seen: SeenBy<'_>, limit: u64) -> Result<Vec<StudyId>, StoreError> {
    let found: Vec<uuid::Uuid> = visible(seen)
        .filter(uses::Column::Display.eq(Display::Full.number()))
        .select_only()
        .column(disclosures::Column::StudyId)
        .group_by(disclosures::Column::StudyId)
        .order_by_desc(uses::Column::DisclosedAt.max())
        .order_by_asc(disclosures::Column::StudyId)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(StudyId).collect())
}

/// Who used records of these subjects for which studies without their being shown it. A person has uses by the hundred, which
/// lie together under their subject.
pub(super) async fn hidden_from<C: ConnectionTrait>(db: &C, person: &[SubjectId]) -> Result<BTreeSet<(HolderId, StudyId)>, StoreError> {
    let disclosure = uses::Entity::belongs_to(disclosures::Entity).from(uses::Column::DisclosureId).to(disclosures::Column::Id);
    let found: Vec<(uuid::Uuid, uuid::Uuid)> = uses::Entity::find()
        .join(JoinType::InnerJoin, disclosure.into())
        .filter(uses::Column::SubjectId.is_in(person.iter().map(|subject| subject.0)))
        .filter(uses::Column::Display.eq(Display::Hidden.number()))
        .select_only()
        .column(disclosures::Column::HolderId)
        .column(disclosures::Column::StudyId)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(holder, study)| (HolderId(holder), StudyId(study))).collect())
}

/// Keyset: everything older than the last use of the page before.
fn after(cursor: Option<UseCursor>) -> Condition {
    let Some(UseCursor { disclosed_at, disclosure }) = cursor else { return Condition::all() };
    let (at, id) = (disclosed_at.millis(), disclosure.0);
    Condition::any()
        .add(uses::Column::DisclosedAt.lt(at))
        .add(Condition::all().add(uses::Column::DisclosedAt.eq(at)).add(uses::Column::DisclosureId.lt(id)))
}

async fn page<C: ConnectionTrait>(db: &C, seen: SeenBy<'_>, these: Condition, limit: usize) -> Result<Vec<SeenUse>, StoreError> {
    page_of(db, visible(seen).filter(these), seen, limit).await
}

/// The first whole uses of that selection of visible rows.
async fn page_of<C: ConnectionTrait>(
    db: &C,
    rows_of: Select<uses::Entity>,
    seen: SeenBy<'_>,
    limit: usize,
) -> Result<Vec<SeenUse>, StoreError> {
    // Every subject can add one row to a use, so this many rows hold `limit` whole uses.
    let rows = limit.saturating_mul(seen.subjects.len().max(1));
    let rows = rows_of
        .order_by_desc(uses::Column::DisclosedAt)
        .order_by_desc(uses::Column::DisclosureId)
        .limit(u64::try_from(rows).unwrap_or(u64::MAX))
        .all(db)
        .await?;
    let mut merged: Vec<SeenUse> = Vec::new();
    for row in rows {
        let next = read(&row)?;
        match merged.last_mut() {
            Some(last) if last.disclosure == next.disclosure => *last = together(last, &next),
            _ => merged.push(next),
        }
    }
    merged.truncate(limit);
    Ok(merged)
}

/// The rows that the person may know of. Beside a stricter row of the same disclosure a milder one is not shown: the
/// strictest display holds for the whole use.
fn visible(seen: SeenBy<'_>) -> Select<uses::Entity> {
    let subjects: Vec<_> = seen.subjects.iter().map(|subject| subject.0).collect();
    let disclosure = uses::Entity::belongs_to(disclosures::Entity).from(uses::Column::DisclosureId).to(disclosures::Column::Id);
    let mut select = uses::Entity::find()
        .join(JoinType::InnerJoin, disclosure.into())
        .filter(uses::Column::SubjectId.is_in(subjects.iter().copied()))
        .filter(uses::Column::Display.ne(Display::Hidden.number()));
    if subjects.len() > 1 {
        select = select.filter(Expr::not_exists(stricter_row(subjects)));
    }
    if let Some(holders) = seen.only_from {
        select = select.filter(disclosures::Column::HolderId.is_in(holders.iter().map(|holder| holder.0)));
    }
    select
}

/// That the conflict of a use was neither closed, nor its report changed.
fn open_case() -> SelectStatement {
    let of = |column: conflicts::Column| Expr::col((conflicts::Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from(conflicts::Entity)
        .and_where(of(conflicts::Column::DisclosureId).equals((uses::Entity, uses::Column::DisclosureId)))
        .and_where(of(conflicts::Column::SubjectId).equals((uses::Entity, uses::Column::SubjectId)))
        .and_where(of(conflicts::Column::Status).is_in([CaseStatus::Open.number(), CaseStatus::Answered.number()]))
        .to_owned()
}

fn stricter_row(subjects: Vec<uuid::Uuid>) -> SelectStatement {
    let other = Alias::new("stricter");
    let same = |column: uses::Column| Expr::col((other.clone(), column)).equals((uses::Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(uses::Entity, other.clone())
        .and_where(Expr::col((other.clone(), uses::Column::SubjectId)).is_in(subjects))
        .and_where(same(uses::Column::DisclosedAt))
        .and_where(same(uses::Column::DisclosureId))
        .and_where(Expr::col((other.clone(), uses::Column::Display)).gt(Expr::col((uses::Entity, uses::Column::Display))))
        .to_owned()
}

fn read(row: &uses::Model) -> Result<SeenUse, StoreError> {
    let broken = |column| inconsistent("uses", column, format!("{}/{}", SubjectId(row.subject_id), DisclosureId(row.disclosure_id)));
    let conflict = row.conflict.map(|number| Conflict::from_number(number).ok_or_else(|| broken("conflict"))).transpose()?;
    let record_count = row.record_count.map(u32::try_from).transpose().map_err(|_| broken("record_count"))?;
    Ok(SeenUse {
        disclosure: DisclosureId(row.disclosure_id),
        disclosed_at: Timestamp::from_millis(row.disclosed_at),
        display: Display::from_number(row.display).ok_or_else(|| broken("display"))?,
        covered: row.covered,
        conflict,
        record_count,
    })
}

/// Two rows of one disclosure about one person: records add up, a check covers only what it covers of both, and the
/// graver conflict is the one to be told of.
fn together(one: &SeenUse, other: &SeenUse) -> SeenUse {
    SeenUse {
        covered: one.covered && other.covered,
        conflict: [one.conflict, other.conflict].into_iter().flatten().max_by_key(|conflict| conflict.number()),
        record_count: match (one.record_count, other.record_count) {
            (Some(a), Some(b)) => Some(a.saturating_add(b)),
            (a, b) => a.or(b),
        },
        ..*one
    }
}
