//! Under which names servers run.

use super::StoreError;
use super::entity::nodes::{ActiveModel, Column, Entity};
use domain::clock::Timestamp;
use sea_orm::prelude::{Expr, Uuid};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// A server begins under that name. Answers when another start of that name was seen last.
pub(crate) async fn take<C: ConnectionTrait>(db: &C, node: &str, start: Uuid, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let before = Entity::find_by_id(node.to_owned()).one(db).await?;
    let row = ActiveModel { node: Set(node.to_owned()), start: Set(start), seen_at: Set(now.millis()) };
    let replace = OnConflict::column(Column::Node).update_columns([Column::Start, Column::SeenAt]).to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(before.map(|row| Timestamp::from_millis(row.seen_at)))
}

/// That start is still here; whether the name is still its own.
pub(crate) async fn renew<C: ConnectionTrait>(db: &C, node: &str, start: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let own = Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(now.millis()))
        .filter(Column::Node.eq(node))
        .filter(Column::Start.eq(start));
    Ok(own.exec(db).await?.rows_affected == 1)
}

/// That start is over.
pub(crate) async fn leave<C: ConnectionTrait>(db: &C, node: &str, start: Uuid) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Node.eq(node)).filter(Column::Start.eq(start)).exec(db).await?;
    Ok(())
}
