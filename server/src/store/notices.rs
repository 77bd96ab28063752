//! What people must be told about their accounts.

use super::entity::notices;
use super::{StoreError, inconsistent};
use domain::account::{Notice, NoticeKind};
use domain::clock::Timestamp;
use domain::id::{AccountId, NoticeId};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::Func;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Tells an account's owner something.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, account: AccountId, notice: &Notice) -> Result<(), StoreError> {
    let row = notices::ActiveModel {
        id: Set(notice.id.0),
        account_id: Set(account.0),
        kind: Set(notice.kind.code().to_owned()),
        at: Set(notice.at.millis()),
        seen_at: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// What an account's owner has not read yet, newest first.
pub(crate) async fn unread_of<C: ConnectionTrait>(db: &C, account: AccountId, limit: u64) -> Result<Vec<Notice>, StoreError> {
    let unread = notices::Entity::find().filter(notices::Column::AccountId.eq(account.0)).filter(notices::Column::SeenAt.is_null());
    let newest_first = unread.order_by_desc(notices::Column::At).order_by_desc(notices::Column::Id);
    newest_first.limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// The owner read it: the first time counts. Says whether the account has such a notice.
pub(crate) async fn set_seen<C: ConnectionTrait>(db: &C, account: AccountId, id: NoticeId, now: Timestamp) -> Result<bool, StoreError> {
    let first = Func::coalesce([Expr::col(notices::Column::SeenAt), Expr::value(now.millis())]);
    let seen = notices::Entity::update_many()
        .col_expr(notices::Column::SeenAt, first.into())
        .filter(notices::Column::AccountId.eq(account.0))
        .filter(notices::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(seen.rows_affected > 0)
}

/// Nobody reads an account's notices any more.
pub(crate) async fn remove_all_of<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<(), StoreError> {
    notices::Entity::delete_many().filter(notices::Column::AccountId.eq(account.0)).exec(db).await?;
    Ok(())
}

fn read(model: notices::Model) -> Result<Notice, StoreError> {
    Ok(Notice {
        id: NoticeId(model.id),
        kind: NoticeKind::from_code(&model.kind).ok_or_else(|| inconsistent("notices", "kind", model.id))?,
        at: Timestamp::from_millis(model.at),
    })
}
