//! What a member of staff typed into a form that was refused, so that nothing has to be typed again: sealed, for minutes.

use super::StoreError;
use super::entity::look_up_forms;
use domain::clock::Timestamp;
use domain::id::AccountId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// Keeps it; what was kept before gives way.
pub async fn keep<C: ConnectionTrait>(db: &C, account: AccountId, sealed: Vec<u8>, until: Timestamp) -> Result<(), StoreError> {
    let row = look_up_forms::ActiveModel { account_id: Set(account.0), sealed: Set(sealed), ends_at: Set(until.millis()) };
    let again = OnConflict::column(look_up_forms::Column::AccountId)
        .update_columns([look_up_forms::Column::Sealed, look_up_forms::Column::EndsAt])
        .to_owned();
    look_up_forms::Entity::insert(row).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}

/// What is kept for that member of staff.
pub async fn kept<C: ConnectionTrait>(db: &C, account: AccountId, now: Timestamp) -> Result<Option<Vec<u8>>, StoreError> {
    let row = look_up_forms::Entity::find_by_id(account.0).filter(look_up_forms::Column::EndsAt.gt(now.millis())).one(db).await?;
    Ok(row.map(|row| row.sealed))
}

/// Removes it.
pub async fn remove<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<(), StoreError> {
    look_up_forms::Entity::delete_by_id(account.0).exec(db).await?;
    Ok(())
}

/// Removes what is over.
pub async fn remove_ended<C: ConnectionTrait>(db: &C, now: Timestamp) -> Result<(), StoreError> {
    look_up_forms::Entity::delete_many().filter(look_up_forms::Column::EndsAt.lte(now.millis())).exec(db).await?;
    Ok(())
}
