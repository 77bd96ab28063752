//! The programs of one holder, as its people look after them.

use super::super::entity::{access_tokens, client_keys, clients};
use super::super::{StoreError, inconsistent, locked};
use super::scopes;
use domain::clock::Timestamp;
use domain::holder::ClientScope;
use domain::id::HolderId;
use sea_orm::prelude::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeSet;

/// A program with everything that is kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    /// Its client id.
    pub id: String,
    /// What its people call it.
    pub name: String,
    /// What it may do at most.
    pub scopes: BTreeSet<ClientScope>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was shut out.
    pub revoked_at: Option<Timestamp>,
    /// Its keys, oldest first.
    pub keys: Vec<Key>,
}

/// A key of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// Its name.
    pub kid: String,
    /// The public JWK as JSON.
    pub jwk: String,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
}

/// The programs of a holder, newest first, shut out ones last; at most `limit`.
pub(crate) async fn programs_of<C: ConnectionTrait>(db: &C, holder: HolderId, limit: u64) -> Result<Vec<Program>, StoreError> {
    let rows = clients::Entity::find()
        .filter(clients::Column::HolderId.eq(holder.0))
        .order_by_asc(clients::Column::RevokedAt.is_not_null())
        .order_by_desc(clients::Column::CreatedAt)
        .order_by_desc(clients::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    with_keys(db, rows).await
}

/// That program, if it is the holder's, held until the transaction ends.
pub(crate) async fn program_of_locked<C: ConnectionTrait>(db: &C, holder: HolderId, id: &str) -> Result<Option<Program>, StoreError> {
    let row = clients::Entity::find_by_id(id.to_owned()).filter(clients::Column::HolderId.eq(holder.0));
    let row = locked(row, db).one(db).await?;
    Ok(with_keys(db, row.into_iter().collect()).await?.pop())
}

async fn with_keys<C: ConnectionTrait>(db: &C, rows: Vec<clients::Model>) -> Result<Vec<Program>, StoreError> {
    let keys = client_keys::Entity::find()
        .filter(client_keys::Column::ClientId.is_in(rows.iter().map(|row| row.id.as_str())))
        .order_by_asc(client_keys::Column::CreatedAt)
        .order_by_asc(client_keys::Column::Kid)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Program {
                scopes: scopes(&row.scopes).ok_or_else(|| inconsistent("clients", "scopes", &row.id))?,
                keys: keys.iter().filter(|key| key.client_id == row.id).map(key).collect(),
                id: row.id,
                name: row.name,
                created_at: Timestamp::from_millis(row.created_at),
                revoked_at: row.revoked_at.map(Timestamp::from_millis),
            })
        })
        .collect()
}

fn key(row: &client_keys::Model) -> Key {
    Key {
        kid: row.kid.clone(),
        jwk: row.jwk.clone(),
        created_at: Timestamp::from_millis(row.created_at),
        revoked_at: row.revoked_at.map(Timestamp::from_millis),
    }
}

/// Withdraws a key that is good.
pub(crate) async fn revoke_key<C: ConnectionTrait>(db: &C, client: &str, kid: &str, now: Timestamp) -> Result<(), StoreError> {
    client_keys::Entity::update_many()
        .col_expr(client_keys::Column::RevokedAt, Expr::value(now.millis()))
        .filter(client_keys::Column::ClientId.eq(client))
        .filter(client_keys::Column::Kid.eq(kid))
        .filter(client_keys::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Shuts a client out.
pub(crate) async fn revoke<C: ConnectionTrait>(db: &C, client: &str, now: Timestamp) -> Result<(), StoreError> {
    clients::Entity::update_many()
        .col_expr(clients::Column::RevokedAt, Expr::value(now.millis()))
        .filter(clients::Column::Id.eq(client))
        .filter(clients::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Ends every access token of a client.
pub(crate) async fn forget_tokens<C: ConnectionTrait>(db: &C, client: &str) -> Result<(), StoreError> {
    access_tokens::Entity::delete_many().filter(access_tokens::Column::ClientId.eq(client)).exec(db).await?;
    Ok(())
}
