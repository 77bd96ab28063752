//! What is true of this database as a whole, once and for ever.

use super::StoreError;
use super::entity::marks;
use domain::clock::Timestamp;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};

/// The demo was made in it: its codes and its private keys come from a seed that everybody knows.
pub(crate) const DEMO_DATA: &str = "demo-data";

/// Marks the database.
pub(crate) async fn set<C: ConnectionTrait>(db: &C, name: &str, now: Timestamp) -> Result<(), StoreError> {
    let row = marks::ActiveModel { name: Set(name.to_owned()), set_at: Set(now.millis()) };
    row.insert(db).await?;
    Ok(())
}

/// Whether it is marked so.
pub(crate) async fn is_set<C: ConnectionTrait>(db: &C, name: &str) -> Result<bool, StoreError> {
    Ok(marks::Entity::find_by_id(name.to_owned()).one(db).await?.is_some())
}
