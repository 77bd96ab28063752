//! What the desk has to look at.

use super::entity::alarms;
use super::{StoreError, inconsistent};
use domain::alarm::Sign;
use domain::clock::Timestamp;
use domain::id::{AccountId, AlarmId, SubjectId};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// What the seal of a closing is bound to, besides its row.
pub(crate) const CLOSING: &str = "alarms.closing";

/// An alarm as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub id: AlarmId,
    pub sign: Sign,
    pub subject: SubjectId,
    pub account: Option<AccountId>,
    pub at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// Sealed.
    pub closing: Option<Vec<u8>>,
}

/// Raises one.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, alarm: &Row) -> Result<(), StoreError> {
    let row = alarms::ActiveModel {
        id: Set(alarm.id.0),
        sign: Set(alarm.sign.code().to_owned()),
        subject_id: Set(alarm.subject.0),
        account_id: Set(alarm.account.map(|account| account.0)),
        at: Set(alarm.at.millis()),
        closed_by: Set(None),
        closed_at: Set(None),
        closing: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// Alarms, newest first; at most `limit`.
pub(crate) async fn latest<C: ConnectionTrait>(
    db: &C,
    only_open: bool,
    before: Option<AlarmId>,
    limit: u64,
) -> Result<Vec<Row>, StoreError> {
    let mut select = alarms::Entity::find();
    if only_open {
        select = select.filter(alarms::Column::ClosedAt.is_null());
    }
    if let Some(before) = before {
        select = select.filter(alarms::Column::Id.lt(before.0));
    }
    select.order_by_desc(alarms::Column::Id).limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// One of them.
pub(crate) async fn alarm<C: ConnectionTrait>(db: &C, id: AlarmId) -> Result<Option<Row>, StoreError> {
    alarms::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// Closes it, once: whether this did.
pub(crate) async fn close<C: ConnectionTrait>(
    db: &C,
    id: AlarmId,
    by: AccountId,
    closing: Vec<u8>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let closed = alarms::Entity::update_many()
        .col_expr(alarms::Column::ClosedBy, Expr::value(by.0))
        .col_expr(alarms::Column::ClosedAt, Expr::value(now.millis()))
        .col_expr(alarms::Column::Closing, Expr::value(closing))
        .filter(alarms::Column::Id.eq(id.0))
        .filter(alarms::Column::ClosedAt.is_null());
    Ok(closed.exec(db).await?.rows_affected == 1)
}

fn read(row: alarms::Model) -> Result<Row, StoreError> {
    Ok(Row {
        id: AlarmId(row.id),
        sign: Sign::from_code(&row.sign).ok_or_else(|| inconsistent("alarms", "sign", row.id))?,
        subject: SubjectId(row.subject_id),
        account: row.account_id.map(AccountId),
        at: Timestamp::from_millis(row.at),
        closed_at: row.closed_at.map(Timestamp::from_millis),
        closing: row.closing,
    })
}
