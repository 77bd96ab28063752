//! Ways back after all passkeys are lost: printed codes, and the recoveries made with them.

use super::entity::{recoveries, recovery_codes};
use super::{StoreError, inconsistent};
use domain::account::Means;
use domain::clock::Timestamp;
use domain::id::{AccountId, RecoveryId};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// What a recovery code is stored as.
pub(crate) type CodeDigest = [u8; 32];

/// A printed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// Whose it is.
    pub account: AccountId,
    /// SHA-256 of it.
    pub digest: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// A recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recovery {
    /// Its id.
    pub id: RecoveryId,
    /// Whose account it was.
    pub account: AccountId,
    /// With what kind of code.
    pub by: Means,
    /// When it was completed.
    pub completed_at: Timestamp,
    /// Until when the old passkeys may cancel it.
    pub closed_until: Timestamp,
    /// When one of them did.
    pub cancelled_at: Option<Timestamp>,
}

impl Recovery {
    /// Whether it can still be cancelled.
    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        self.cancelled_at.is_none() && now < self.closed_until
    }
}

/// The printed code of an account, used or not.
pub(crate) async fn printed_of<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<Option<Printed>, StoreError> {
    Ok(recovery_codes::Entity::find_by_id(account.0).one(db).await?.map(read_printed))
}

/// The account whose printed code has that digest.
pub(crate) async fn printed_with<C: ConnectionTrait>(db: &C, digest: &CodeDigest) -> Result<Option<Printed>, StoreError> {
    let found = recovery_codes::Entity::find().filter(recovery_codes::Column::Digest.eq(digest.to_vec()));
    Ok(found.one(db).await?.map(read_printed))
}

/// Puts a new code in place of the one before.
pub(crate) async fn put_printed<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    digest: &CodeDigest,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = recovery_codes::ActiveModel {
        account_id: Set(account.0),
        digest: Set(digest.to_vec()),
        created_at: Set(now.millis()),
        used_at: Set(None),
    };
    let replace = OnConflict::column(recovery_codes::Column::AccountId)
        .update_columns([recovery_codes::Column::Digest, recovery_codes::Column::CreatedAt, recovery_codes::Column::UsedAt])
        .to_owned();
    recovery_codes::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Uses a code up, if it is still the account's and unused: says whether it was.
pub(crate) async fn use_printed<C: ConnectionTrait>(db: &C, account: AccountId, digest: &[u8], now: Timestamp) -> Result<bool, StoreError> {
    let used = recovery_codes::Entity::update_many()
        .col_expr(recovery_codes::Column::UsedAt, Expr::value(now.millis()))
        .filter(recovery_codes::Column::AccountId.eq(account.0))
        .filter(recovery_codes::Column::Digest.eq(digest.to_vec()))
        .filter(recovery_codes::Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Makes an account's printed code void if it was made at or after that time.
pub(crate) async fn remove_printed_since<C: ConnectionTrait>(db: &C, account: AccountId, since: Timestamp) -> Result<(), StoreError> {
    let of_account = recovery_codes::Entity::delete_many().filter(recovery_codes::Column::AccountId.eq(account.0));
    of_account.filter(recovery_codes::Column::CreatedAt.gte(since.millis())).exec(db).await?;
    Ok(())
}

/// Makes an account's printed code void, whenever it was made.
pub(crate) async fn remove_printed_of<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<(), StoreError> {
    recovery_codes::Entity::delete_by_id(account.0).exec(db).await?;
    Ok(())
}

/// Keeps a recovery.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, recovery: &Recovery) -> Result<(), StoreError> {
    let row = recoveries::ActiveModel {
        id: Set(recovery.id.0),
        account_id: Set(recovery.account.0),
        by_means: Set(recovery.by.code().to_owned()),
        completed_at: Set(recovery.completed_at.millis()),
        closed_until: Set(recovery.closed_until.millis()),
        cancelled_at: Set(recovery.cancelled_at.map(Timestamp::millis)),
    };
    row.insert(db).await?;
    Ok(())
}

/// That recovery.
pub(crate) async fn recovery<C: ConnectionTrait>(db: &C, id: RecoveryId) -> Result<Option<Recovery>, StoreError> {
    recoveries::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// The last recovery of an account that nobody cancelled, of all or of those that were completed up to a moment.
pub(crate) async fn last_of<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    until: Option<Timestamp>,
) -> Result<Option<Recovery>, StoreError> {
    let mut of_account =
        recoveries::Entity::find().filter(recoveries::Column::AccountId.eq(account.0)).filter(recoveries::Column::CancelledAt.is_null());
    if let Some(until) = until {
        of_account = of_account.filter(recoveries::Column::CompletedAt.lte(until.millis()));
    }
    let newest = of_account.order_by_desc(recoveries::Column::CompletedAt).order_by_desc(recoveries::Column::Id);
    newest.one(db).await?.map(read).transpose()
}

/// The recovery of an account that was completed at that moment with a code of the desk: the code's use is written down with it.
pub(crate) async fn made_at_desk<C: ConnectionTrait>(db: &C, account: AccountId, at: Timestamp) -> Result<Option<Recovery>, StoreError> {
    let found = recoveries::Entity::find()
        .filter(recoveries::Column::AccountId.eq(account.0))
        .filter(recoveries::Column::ByMeans.eq(Means::Desk.code()))
        .filter(recoveries::Column::CompletedAt.eq(at.millis()));
    found.one(db).await?.map(read).transpose()
}

/// The recoveries of an account that can still be cancelled, oldest first.
pub(crate) async fn open_of<C: ConnectionTrait>(db: &C, account: AccountId, now: Timestamp) -> Result<Vec<Recovery>, StoreError> {
    let open = recoveries::Entity::find()
        .filter(recoveries::Column::AccountId.eq(account.0))
        .filter(recoveries::Column::CancelledAt.is_null())
        .filter(recoveries::Column::ClosedUntil.gt(now.millis()));
    let oldest_first = open.order_by_asc(recoveries::Column::CompletedAt).order_by_asc(recoveries::Column::Id);
    oldest_first.all(db).await?.into_iter().map(read).collect()
}

/// Writes down that recoveries were cancelled.
pub(crate) async fn set_cancelled<C: ConnectionTrait>(db: &C, ids: &[RecoveryId], now: Timestamp) -> Result<(), StoreError> {
    recoveries::Entity::update_many()
        .col_expr(recoveries::Column::CancelledAt, Expr::value(now.millis()))
        .filter(recoveries::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .exec(db)
        .await?;
    Ok(())
}

fn read_printed(model: recovery_codes::Model) -> Printed {
    Printed {
        account: AccountId(model.account_id),
        digest: model.digest,
        created_at: Timestamp::from_millis(model.created_at),
        used_at: model.used_at.map(Timestamp::from_millis),
    }
}

fn read(model: recoveries::Model) -> Result<Recovery, StoreError> {
    Ok(Recovery {
        id: RecoveryId(model.id),
        account: AccountId(model.account_id),
        by: Means::from_code(&model.by_means).ok_or_else(|| inconsistent("recoveries", "by_means", model.id))?,
        completed_at: Timestamp::from_millis(model.completed_at),
        closed_until: Timestamp::from_millis(model.closed_until),
        cancelled_at: model.cancelled_at.map(Timestamp::from_millis),
    })
}
