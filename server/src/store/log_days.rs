//! How the published log grew: its size at the end of each day in Tokyo. Written with each publication, so that whoever looks at it
//! reads nothing that a decision waits for.

use super::entity::log_days;
use super::many;
use super::{StoreError, inconsistent};
use domain::clock::{Date, Timestamp};
use domain::log::growth::{DAYS, Growth};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// Keeps the sizes at the ends of these days. Guarded by the lock of whoever publishes.
pub(crate) async fn save<C: ConnectionTrait>(db: &C, ends: &BTreeMap<Date, u64>) -> Result<(), StoreError> {
    let row = |(day, size): (&Date, &u64)| {
        let size = i64::try_from(*size).map_err(|_| inconsistent("log_days", "size", day))?;
        Ok(log_days::ActiveModel { day: Set(Timestamp::start_of_day_in_tokyo(*day).millis()), size: Set(size) })
    };
    let rows = ends.iter().map(row).collect::<Result<Vec<_>, StoreError>>()?;
    let grown = OnConflict::column(log_days::Column::Day).update_column(log_days::Column::Size).to_owned();
    Ok(many::insert_or::<log_days::Entity, _>(db, rows, grown).await?)
}

/// How the log grew of late.
pub async fn growth<C: ConnectionTrait>(db: &C) -> Result<Growth, StoreError> {
    let latest = log_days::Entity::find().order_by_desc(log_days::Column::Day).limit(DAYS as u64 + 1);
    let read = |row: log_days::Model| {
        let size = u64::try_from(row.size).map_err(|_| inconsistent("log_days", "size", row.day))?;
        Ok((Timestamp::from_millis(row.day).in_tokyo().0, size))
    };
    let mut ends = latest.all(db).await?.into_iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    ends.reverse();
    Ok(Growth::new(ends))
}
