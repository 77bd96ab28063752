//! A person's uses narrowed down, and counted month by month.

use super::{SeenBy, SeenUse, after, page_of, visible};
use crate::store::StoreError;
use crate::store::entity::{disclosures, study_versions, uses};
use domain::clock::Timestamp;
use domain::disclosure::UseCursor;
use domain::disclosure::history::Narrowed;
use domain::id::{DisclosureId, HolderId, StudyId};
use domain::purpose::PurposeCode;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbBackend, QueryFilter, QueryOrder, QuerySelect, Select};

/// One use as the timeline counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// When.
    pub disclosed_at: Timestamp,
    /// To which study, in which version.
    pub study: (StudyId, i32),
}

/// Those of the person's uses that are looked for, newest first.
pub(crate) async fn narrowed_seen_by<C: ConnectionTrait>(
    db: &C,
    seen: SeenBy<'_>,
    narrowed: &Narrowed,
    before: Option<UseCursor>,
    limit: usize,
) -> Result<Vec<SeenUse>, StoreError> {
    let these = Condition::all().add(wanted(db.get_database_backend(), narrowed)).add(after(before));
    page_of(db, visible(seen).filter(these), seen, limit).await
}

/// When the uses that are looked for were between two moments, newest first; at most `limit`.
pub(crate) async fn moments_seen_by<C: ConnectionTrait>(
    db: &C,
    seen: SeenBy<'_>,
    narrowed: &Narrowed,
    (from, until): (Timestamp, Timestamp),
    limit: usize,
) -> Result<Vec<Moment>, StoreError> {
    // Every subject can add one row to a use, as in a page of them.
    let rows = limit.saturating_mul(seen.subjects.len().max(1));
    let found: Vec<(i64, uuid::Uuid, uuid::Uuid, i32)> = visible(seen)
        .filter(wanted(db.get_database_backend(), narrowed))
        .filter(uses::Column::DisclosedAt.gte(from.millis()))
        .filter(uses::Column::DisclosedAt.lt(until.millis()))
        .select_only()
        .columns([uses::Column::DisclosedAt, uses::Column::DisclosureId])
        .columns([disclosures::Column::StudyId])
        .columns([disclosures::Column::StudyVersion])
        .order_by_desc(uses::Column::DisclosedAt)
        .order_by_desc(uses::Column::DisclosureId)
        .limit(u64::try_from(rows).unwrap_or(u64::MAX))
        .into_tuple()
        .all(db)
        .await?;
    let mut moments: Vec<(DisclosureId, Moment)> = Vec::new();
    for (at, disclosure, study, version) in found {
        let id = DisclosureId(disclosure);
        // Rows of one use stand together.
        if moments.last().is_none_or(|(last, _)| *last != id) {
            moments.push((id, Moment { disclosed_at: Timestamp::from_millis(at), study: (StudyId(study), version) }));
        }
    }
    moments.truncate(limit);
    Ok(moments.into_iter().map(|(_, moment)| moment).collect())
}

/// Who handed over the latest `limit` of the person's uses, each once.
pub(crate) async fn holders_seen_by<C: ConnectionTrait>(db: &C, seen: SeenBy<'_>, limit: u64) -> Result<Vec<HolderId>, StoreError> {
    let mut found: Vec<uuid::Uuid> = visible(seen)
        .select_only()
        .column(disclosures::Column::HolderId)
        .order_by_desc(uses::Column::DisclosedAt)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    found.sort_unstable();
    found.dedup();
    Ok(found.into_iter().map(HolderId).collect())
}

/// When the first and the latest of the person's uses were.
pub(crate) async fn span_seen_by<C: ConnectionTrait>(db: &C, seen: SeenBy<'_>) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
    let moment = |select: Select<uses::Entity>| select.select_only().column(uses::Column::DisclosedAt).limit(1).into_tuple::<i64>();
    let first = moment(visible(seen).order_by_asc(uses::Column::DisclosedAt)).one(db).await?;
    let latest = moment(visible(seen).order_by_desc(uses::Column::DisclosedAt)).one(db).await?;
    Ok(first.zip(latest).map(|(first, latest)| (Timestamp::from_millis(first), Timestamp::from_millis(latest))))
}

fn wanted(backend: DbBackend, narrowed: &Narrowed) -> Condition {
    let mut these = Condition::all();
    if let Some(holder) = narrowed.holder {
        these = these.add(disclosures::Column::HolderId.eq(holder.0));
    }
    if let Some((from, until)) = narrowed.moments() {
        these = these.add(uses::Column::DisclosedAt.gte(from.millis())).add(uses::Column::DisclosedAt.lt(until.millis()));
    }
    if let Some(purpose) = &narrowed.purpose {
        these = these.add(has_purpose(backend, purpose));
    }
    these
}

/// That the study of a use, in the version that its report named, has that purpose.
fn has_purpose(backend: DbBackend, purpose: &PurposeCode) -> Expr {
    let named = match backend {
        DbBackend::Postgres => r#"("study_versions"."document"::jsonb -> 'purposes') @> to_jsonb($1::text)"#,
        _ => r#"EXISTS (SELECT 1 FROM json_each("study_versions"."document", '$.purposes') WHERE "value" = ?)"#,
    };
    let of = |column: study_versions::Column| Expr::col((study_versions::Entity, column));
    let its = |column: disclosures::Column| (disclosures::Entity, column);
    Expr::exists(
        Query::select()
            .expr(Expr::val(1))
            .from(study_versions::Entity)
            .and_where(of(study_versions::Column::StudyId).equals(its(disclosures::Column::StudyId)))
            .and_where(of(study_versions::Column::Version).equals(its(disclosures::Column::StudyVersion)))
            .and_where(Expr::cust_with_values(named, [purpose.as_str()]))
            .to_owned(),
    )
}
