//! How much a holder did, month by month: added to in the transaction that does it, so that no page counts a table.

use super::entity::holder_counts;
use super::{StoreError, inconsistent};
use domain::id::{HolderId, StudyId};
use domain::statistics::{Month, What};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Counts `n` more. Whoever counts several things in one transaction adds them in the order of [`What`], so that nobody waits in a circle.
pub(crate) async fn add<C: ConnectionTrait>(tx: &C, holder: HolderId, month: Month, what: What, n: u64) -> Result<(), StoreError> {
    if n == 0 {
        return Ok(());
    }
    let (code, study) = what.parts();
    let row = holder_counts::ActiveModel {
        holder_id: Set(holder.0),
        month: Set(month.to_string()),
        what: Set(code.to_owned()),
        study_id: Set(study.map_or(Uuid::nil(), |study| study.0)),
        n: Set(i64::try_from(n).unwrap_or(i64::MAX)),
    };
    use holder_counts::Column::{HolderId, Month, N, StudyId, What};
    let add_up =
        OnConflict::columns([HolderId, Month, What, StudyId]).value(N, Expr::cust(r#""holder_counts"."n" + "excluded"."n""#)).to_owned();
    holder_counts::Entity::insert(row).on_conflict(add_up).exec_without_returning(tx).await?;
    Ok(())
}

/// What a holder did since that month began, newest month first.
pub(crate) async fn of_holder_since<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    since: Month,
) -> Result<Vec<(Month, What, u64)>, StoreError> {
    let rows = holder_counts::Entity::find()
        .filter(holder_counts::Column::HolderId.eq(holder.0))
        .filter(holder_counts::Column::Month.gte(since.to_string()))
        .order_by_desc(holder_counts::Column::Month)
        .order_by_asc(holder_counts::Column::What)
        .order_by_asc(holder_counts::Column::StudyId)
        .all(db)
        .await?;
    rows.into_iter().map(read).collect()
}

/// Whether a holder ever did something that is counted.
pub(crate) async fn any_of<C: ConnectionTrait>(db: &C, holder: HolderId) -> Result<bool, StoreError> {
    let one = holder_counts::Entity::find().filter(holder_counts::Column::HolderId.eq(holder.0)).limit(1);
    Ok(one.one(db).await?.is_some())
}

fn read(row: holder_counts::Model) -> Result<(Month, What, u64), StoreError> {
    let broken = |column| inconsistent("holder_counts", column, format!("{}/{}/{}", HolderId(row.holder_id), row.month, row.what));
    let study = (!row.study_id.is_nil()).then_some(StudyId(row.study_id));
    let month = row.month.parse().map_err(|_| broken("month"))?;
    let what = What::from_parts(&row.what, study).ok_or_else(|| broken("what"))?;
    Ok((month, what, u64::try_from(row.n).map_err(|_| broken("n"))?))
}
