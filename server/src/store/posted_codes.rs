//! Codes for a way back that a holder prints and sends.

use super::StoreError;
use super::entity::posted_codes::{self, Column};
use domain::clock::Timestamp;
use domain::id::{HolderId, RequestId};
use sea_orm::prelude::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Posted {
    /// The request for it.
    pub request: RequestId,
    /// Who sends it.
    pub holder: HolderId,
    /// Under which number the holder finds the address, sealed, as long as somebody needs it.
    pub number: Option<Vec<u8>>,
    /// When it was printed.
    pub printed_at: Option<Timestamp>,
    /// When it is over.
    pub ends_at: Timestamp,
}

/// Keeps who is to send the code of that request.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, new: &Posted) -> Result<(), StoreError> {
    let row = posted_codes::ActiveModel {
        request_id: Set(new.request.0),
        holder_id: Set(new.holder.0),
        number: Set(new.number.clone()),
        approved_at: Set(None),
        printed_at: Set(None),
        ends_at: Set(new.ends_at.millis()),
    };
    row.insert(db).await?;
    Ok(())
}

/// Who sends the code of that request, if anybody does.
pub(crate) async fn of<C: ConnectionTrait>(db: &C, request: RequestId) -> Result<Option<Posted>, StoreError> {
    Ok(posted_codes::Entity::find_by_id(request.0).one(db).await?.map(read))
}

/// It was approved: from now on its holder sees it.
pub(crate) async fn set_approved<C: ConnectionTrait>(
    db: &C,
    request: RequestId,
    now: Timestamp,
    ends_at: Timestamp,
) -> Result<(), StoreError> {
    posted_codes::Entity::update_many()
        .col_expr(Column::ApprovedAt, Expr::value(now.millis()))
        .col_expr(Column::EndsAt, Expr::value(ends_at.millis()))
        .filter(Column::RequestId.eq(request.0))
        .exec(db)
        .await?;
    Ok(())
}

/// What that holder has to print, oldest first; at most `limit`.
pub(crate) async fn waiting_of<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<Posted>, StoreError> {
    let waiting = posted_codes::Entity::find()
        .filter(Column::HolderId.eq(holder.0))
        .filter(Column::ApprovedAt.is_not_null())
        .filter(Column::PrintedAt.is_null())
        .filter(Column::EndsAt.gt(now.millis()));
    Ok(waiting.order_by_asc(Column::RequestId).limit(limit).all(db).await?.into_iter().map(read).collect())
}

/// It is on paper; the number goes. Says whether it waited for that.
pub(crate) async fn set_printed<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    request: RequestId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let printed = posted_codes::Entity::update_many()
        .col_expr(Column::PrintedAt, Expr::value(now.millis()))
        .col_expr(Column::Number, Expr::value(Option::<Vec<u8>>::None))
        .filter(Column::RequestId.eq(request.0))
        .filter(Column::HolderId.eq(holder.0))
        .filter(Column::ApprovedAt.is_not_null())
        .filter(Column::PrintedAt.is_null())
        .filter(Column::EndsAt.gt(now.millis()))
        .exec(db)
        .await?;
    Ok(printed.rows_affected == 1)
}

/// Nobody sends it: the number goes.
pub(crate) async fn forget_number<C: ConnectionTrait>(db: &C, request: RequestId) -> Result<(), StoreError> {
    posted_codes::Entity::update_many()
        .col_expr(Column::Number, Expr::value(Option::<Vec<u8>>::None))
        .filter(Column::RequestId.eq(request.0))
        .exec(db)
        .await?;
    Ok(())
}

/// The numbers of all that are over go.
pub(crate) async fn forget_numbers_before<C: ConnectionTrait>(db: &C, now: Timestamp) -> Result<(), StoreError> {
    posted_codes::Entity::update_many()
        .col_expr(Column::Number, Expr::value(Option::<Vec<u8>>::None))
        .filter(Column::EndsAt.lte(now.millis()))
        .filter(Column::Number.is_not_null())
        .exec(db)
        .await?;
    Ok(())
}

fn read(row: posted_codes::Model) -> Posted {
    Posted {
        request: RequestId(row.request_id),
        holder: HolderId(row.holder_id),
        number: row.number,
        printed_at: row.printed_at.map(Timestamp::from_millis),
        ends_at: Timestamp::from_millis(row.ends_at),
    }
}
