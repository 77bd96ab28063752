//! People of work, and the invitations that nobody used yet.

use super::accounts::{self, Account};
use super::activations::{self, Activation};
use super::entity::{accounts as account, activations as activation};
use super::{StoreError, locked};
use domain::actor::{OperatorRole, StaffRole};
use domain::clock::Timestamp;
use domain::id::{AccountId, ActivationId, HolderId};
use sea_orm::prelude::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Every role there is: among patients, who have none, the index on it finds the others.
fn roles() -> impl Iterator<Item = &'static str> {
    StaffRole::ALL.map(StaffRole::code).into_iter().chain(OperatorRole::ALL.map(OperatorRole::code))
}

/// The people of a holder, or with `None` everybody who works here; newest first, before that one.
pub(crate) async fn people<C: ConnectionTrait>(
    db: &C,
    of: Option<HolderId>,
    before: Option<AccountId>,
    limit: u64,
) -> Result<Vec<Account>, StoreError> {
    let mut reach = match of {
        Some(holder) => Condition::all().add(account::Column::HolderId.eq(holder.0)),
        None => Condition::all().add(account::Column::Role.is_in(roles())),
    };
    if let Some(before) = before {
        reach = reach.add(account::Column::Id.lt(before.0));
    }
    let rows = account::Entity::find().filter(reach).order_by_desc(account::Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(accounts::read).collect()
}

/// The administrators whose access has not ended, held until the transaction ends: nobody is ended meanwhile.
pub(crate) async fn administrators_locked<C: ConnectionTrait>(db: &C) -> Result<Vec<AccountId>, StoreError> {
    // By id, so that two who hold them do not wait for each other.
    let living = account::Entity::find()
        .filter(account::Column::Role.eq(StaffRole::Administrator.code()))
        .filter(account::Column::EndedAt.is_null())
        .order_by_asc(account::Column::Id);
    Ok(locked(living, db).all(db).await?.into_iter().map(|row| AccountId(row.id)).collect())
}

/// From now on the account opens nothing.
pub(crate) async fn set_ended<C: ConnectionTrait>(db: &C, id: AccountId, now: Timestamp) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::EndedAt, Expr::value(now.millis()))
        .filter(account::Column::Id.eq(id.0))
        .filter(account::Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// The invitations of a holder's people, or with `None` all of them, that can still be used; newest first.
pub(crate) async fn open_invitations<C: ConnectionTrait>(
    db: &C,
    of: Option<HolderId>,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<Activation>, StoreError> {
    let reach = match of {
        Some(holder) => Condition::all().add(activation::Column::HolderId.eq(holder.0)),
        None => Condition::all().add(activation::Column::Role.is_in(roles())),
    };
    let rows = activation::Entity::find().filter(reach.add(open(now))).order_by_desc(activation::Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(activations::read).collect()
}

/// That invitation can no longer be used.
pub(crate) async fn withdraw<C: ConnectionTrait>(db: &C, id: ActivationId, now: Timestamp) -> Result<(), StoreError> {
    close(db, Condition::all().add(activation::Column::Id.eq(id.0)), now).await
}

/// Neither can those that this account made.
pub(crate) async fn withdraw_those_of<C: ConnectionTrait>(db: &C, inviter: AccountId, now: Timestamp) -> Result<(), StoreError> {
    let theirs = Condition::all().add(activation::Column::InvitedBy.eq(inviter.0)).add(activation::Column::Role.is_in(roles()));
    close(db, theirs, now).await
}

async fn close<C: ConnectionTrait>(db: &C, which: Condition, now: Timestamp) -> Result<(), StoreError> {
    activation::Entity::update_many()
        .col_expr(activation::Column::ExpiresAt, Expr::value(now.millis()))
        .filter(which.add(open(now)))
        .exec(db)
        .await?;
    Ok(())
}

/// Not used and not too old.
fn open(now: Timestamp) -> Condition {
    let in_time = Condition::any().add(activation::Column::ExpiresAt.is_null()).add(activation::Column::ExpiresAt.gt(now.millis()));
    Condition::all().add(activation::Column::UsedAt.is_null()).add(in_time)
}
