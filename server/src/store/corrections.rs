//! That reports were corrected or withdrawn. The old one stays as it was; here stands that it no longer counts.

use super::entity::{conflicts, corrections, uses};
use super::{StoreError, links};
use domain::clock::Timestamp;
use domain::disclosure::Display;
use domain::disclosure::case::CaseStatus;
use domain::disclosure::report::Changed;
use domain::id::{DisclosureId, SubjectId};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, BTreeSet};

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

/// How many persons one statement names.
const PERSONS_PER_STATEMENT: usize = 500;

/// What is shown less of in a correction is shown no more of in the report that it corrects, nor in those which that one
/// corrected in its turn: whoever reported too much by mistake takes it back at once. What was shown less of before stays so.
/// Its conflicts are as they were for their holder and for the desk.
pub(crate) async fn show_no_more<C: ConnectionTrait>(
    db: &C,
    corrected: DisclosureId,
    shown: &[(SubjectId, Display)],
) -> Result<(), StoreError> {
    let withheld: Vec<_> = shown.iter().filter(|(_, display)| *display != Display::Full).copied().collect();
    if withheld.is_empty() {
        return Ok(());
    }
    let kin = links::kin_of(db, &withheld.iter().map(|(subject, _)| *subject).collect::<Vec<_>>()).await?;
    let mut before = Some(corrected);
    while let Some(report) = before {
        for strict in [Display::Generic, Display::Hidden] {
            let these = withheld.iter().filter(|(_, display)| *display == strict);
            let persons: BTreeSet<_> = these.flat_map(|(subject, _)| kin.with(*subject)).collect();
            let persons: Vec<_> = persons.into_iter().map(|subject| subject.0).collect();
            for chunk in persons.chunks(PERSONS_PER_STATEMENT) {
                show_at_most(db, report, chunk, strict).await?;
            }
        }
        before = made_by(db, &[report]).await?.remove(&report);
    }
    Ok(())
}

async fn show_at_most<C: ConnectionTrait>(db: &C, report: DisclosureId, persons: &[uuid::Uuid], strict: Display) -> Result<(), StoreError> {
    uses::Entity::update_many()
        .col_expr(uses::Column::Display, Expr::value(strict.number()))
        .filter(uses::Column::DisclosureId.eq(report.0))
        .filter(uses::Column::SubjectId.is_in(persons.iter().copied()))
        .filter(uses::Column::Display.lt(strict.number()))
        .exec(db)
        .await?;
    conflicts::Entity::update_many()
        .col_expr(conflicts::Column::Display, Expr::value(strict.number()))
        .filter(conflicts::Column::DisclosureId.eq(report.0))
        .filter(conflicts::Column::SubjectId.is_in(persons.iter().copied()))
        .filter(conflicts::Column::Display.lt(strict.number()))
        .exec(db)
        .await?;
    Ok(())
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
