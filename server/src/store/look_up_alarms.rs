//! More look-ups than a desk needs. One alarm per member of staff is open at a time: whoever tries on only makes it count up.

use super::StoreError;
use super::entity::look_up_alarms::{ActiveModel, Column, Entity, Model};
use domain::clock::Timestamp;
use domain::id::{AccountId, AlarmId};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// What the seal of a closing is bound to, besides its row.
pub(crate) const CLOSING: &str = "look_up_alarms.closing";

/// An alarm as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub id: AlarmId,
    pub account: AccountId,
    pub at: Timestamp,
    pub last_at: Timestamp,
    pub refused: u32,
    pub closed_at: Option<Timestamp>,
    /// Sealed.
    pub closing: Option<Vec<u8>>,
}

/// Counts a refused look-up: in the open alarm about this member of staff, or in a new one of that id. The caller holds the account.
pub(crate) async fn raise<C: ConnectionTrait>(db: &C, id: AlarmId, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    let counted = Entity::update_many()
        .col_expr(Column::LastAt, Expr::value(now.millis()))
        .col_expr(Column::Refused, Expr::col(Column::Refused).add(1))
        .filter(Column::AccountId.eq(account.0))
        .filter(Column::ClosedAt.is_null());
    if counted.exec(db).await?.rows_affected == 0 {
        let row = ActiveModel {
            id: Set(id.0),
            account_id: Set(account.0),
            at: Set(now.millis()),
            last_at: Set(now.millis()),
            refused: Set(1),
            closed_by: Set(None),
            closed_at: Set(None),
            closing: Set(None),
        };
        row.insert(db).await?;
    }
    Ok(())
}

/// Alarms, newest first; at most `limit`.
pub(crate) async fn latest<C: ConnectionTrait>(
    db: &C,
    only_open: bool,
    before: Option<AlarmId>,
    limit: u64,
) -> Result<Vec<Row>, StoreError> {
    let mut select = Entity::find();
    if only_open {
        select = select.filter(Column::ClosedAt.is_null());
    }
    if let Some(before) = before {
        select = select.filter(Column::Id.lt(before.0));
    }
    Ok(select.order_by_desc(Column::Id).limit(limit).all(db).await?.into_iter().map(read).collect())
}

/// One of them.
pub(crate) async fn alarm<C: ConnectionTrait>(db: &C, id: AlarmId) -> Result<Option<Row>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(db).await?.map(read))
}

/// Closes it, once: whether this did.
pub(crate) async fn close<C: ConnectionTrait>(
    db: &C,
    id: AlarmId,
    by: AccountId,
    closing: Vec<u8>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let closed = Entity::update_many()
        .col_expr(Column::ClosedBy, Expr::value(by.0))
        .col_expr(Column::ClosedAt, Expr::value(now.millis()))
        .col_expr(Column::Closing, Expr::value(closing))
        .filter(Column::Id.eq(id.0))
        .filter(Column::ClosedAt.is_null());
    Ok(closed.exec(db).await?.rows_affected == 1)
}

fn read(row: Model) -> Row {
    Row {
        id: AlarmId(row.id),
        account: AccountId(row.account_id),
        at: Timestamp::from_millis(row.at),
        last_at: Timestamp::from_millis(row.last_at),
        refused: u32::try_from(row.refused).unwrap_or(u32::MAX),
        closed_at: row.closed_at.map(Timestamp::from_millis),
        closing: row.closing,
    }
}
