//! That reports were corrected or withdrawn. The old one stays as it was; here stands that it no longer counts.

use super::StoreError;
use super::entity::{conflicts, corrections};
use domain::clock::Timestamp;
use domain::disclosure::case::CaseStatus;
use domain::disclosure::report::Changed;
use domain::id::DisclosureId;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// What became of those of these reports that were corrected or withdrawn.
pub(crate) async fn of<C: ConnectionTrait>(db: &C, ids: &[DisclosureId]) -> Result<BTreeMap<DisclosureId, Changed>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = corrections::Entity::find().filter(corrections::Column::DisclosureId.is_in(ids.iter().map(|id| id.0))).all(db).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// Which report each of these corrects, if it does.
pub(crate) async fn made_by<C: ConnectionTrait>(db: &C, ids: &[DisclosureId]) -> Result<BTreeMap<DisclosureId, DisclosureId>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = corrections::Entity::find().filter(corrections::Column::CorrectedBy.is_in(ids.iter().map(|id| id.0))).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| Some((DisclosureId(row.corrected_by?), DisclosureId(row.disclosure_id)))).collect())
}

fn read(row: corrections::Model) -> (DisclosureId, Changed) {
    (DisclosureId(row.disclosure_id), Changed { at: Timestamp::from_millis(row.at), by: row.corrected_by.map(DisclosureId) })
}

/// Writes down that a report no longer stands; its conflicts stay and are no longer open. It must not have been changed
/// before.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, id: DisclosureId, changed: Changed) -> Result<(), StoreError> {
    corrections::ActiveModel { disclosure_id: Set(id.0), corrected_by: Set(changed.by.map(|by| by.0)), at: Set(changed.at.millis()) }
        .insert(db)
        .await?;
    conflicts::Entity::update_many()
        .col_expr(conflicts::Column::Status, Expr::value(CaseStatus::Changed.number()))
        .filter(conflicts::Column::DisclosureId.eq(id.0))
        .filter(conflicts::Column::Status.ne(CaseStatus::Closed.number()))
        .exec(db)
        .await?;
    Ok(())
}
