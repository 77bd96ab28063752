//! Clients: the programs of holders, their public keys, and the access tokens handed to them.

pub(crate) mod of_holder;

use super::entity::{access_tokens, assertion_jtis, client_keys, clients};
use super::{StoreError, inconsistent, locked};
use domain::clock::Timestamp;
use domain::holder::ClientScope;
use domain::id::HolderId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, TryInsertResult,
};
use std::collections::BTreeSet;

/// A program of a holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its client id.
    pub id: String,
    /// Whose it is.
    pub holder: HolderId,
    /// What it may ask for.
    pub scopes: BTreeSet<ClientScope>,
    /// Whether it is shut out.
    pub revoked: bool,
}

/// A public key with which a client signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClientKey {
    /// The public JWK as JSON.
    pub jwk: String,
    /// Whether it is good no longer.
    pub revoked: bool,
}

/// Scopes as they are stored and as they stand on the wire: names separated by spaces.
#[must_use]
pub fn scope_names(scopes: &BTreeSet<ClientScope>) -> String {
    scopes.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(" ")
}

fn scopes(names: &str) -> Option<BTreeSet<ClientScope>> {
    names.split_ascii_whitespace().map(ClientScope::from_name).collect()
}

fn read(row: clients::Model) -> Result<Client, StoreError> {
    let scopes = scopes(&row.scopes).ok_or_else(|| inconsistent("clients", "scopes", &row.id))?;
    Ok(Client { id: row.id, holder: HolderId(row.holder_id), scopes, revoked: row.revoked_at.is_some() })
}

/// The client of that id, shut out or not.
pub(crate) async fn client<C: ConnectionTrait>(db: &C, id: &str) -> Result<Option<Client>, StoreError> {
    clients::Entity::find_by_id(id.to_owned()).one(db).await?.map(read).transpose()
}

/// The key that a client calls by that name, good or not.
pub(crate) async fn key_of<C: ConnectionTrait>(db: &C, client: &str, kid: &str) -> Result<Option<ClientKey>, StoreError> {
    let row = client_keys::Entity::find_by_id((client.to_owned(), kid.to_owned())).one(db).await?;
    Ok(row.map(|row| ClientKey { jwk: row.jwk, revoked: row.revoked_at.is_some() }))
}

/// Whether a client's key is still good, held until the transaction ends: whoever withdraws it waits, and then finds the token
/// that was got with it.
pub(crate) async fn key_is_good_locked<C: ConnectionTrait>(db: &C, client: &str, kid: &str) -> Result<bool, StoreError> {
    let key = client_keys::Entity::find_by_id((client.to_owned(), kid.to_owned()));
    Ok(locked(key, db).one(db).await?.is_some_and(|row| row.revoked_at.is_none()))
}

/// The names of a client's keys that are good.
pub(crate) async fn good_keys<C: ConnectionTrait>(db: &C, client: &str) -> Result<BTreeSet<String>, StoreError> {
    let good =
        client_keys::Entity::find().filter(client_keys::Column::ClientId.eq(client)).filter(client_keys::Column::RevokedAt.is_null());
    Ok(good.all(db).await?.into_iter().map(|row| row.kid).collect())
}

/// Takes in a client.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, client: &Client, name: &str, now: Timestamp) -> Result<(), StoreError> {
    let row = clients::ActiveModel {
        id: Set(client.id.clone()),
        holder_id: Set(client.holder.0),
        name: Set(name.to_owned()),
        scopes: Set(scope_names(&client.scopes)),
        created_at: Set(now.millis()),
        revoked_at: Set(client.revoked.then_some(now.millis())),
    };
    row.insert(db).await?;
    Ok(())
}

/// Registers a public key of a client: a JWK as JSON.
pub(crate) async fn insert_key<C: ConnectionTrait>(db: &C, client: &str, kid: &str, jwk: &str, now: Timestamp) -> Result<(), StoreError> {
    let row = client_keys::ActiveModel {
        client_id: Set(client.to_owned()),
        kid: Set(kid.to_owned()),
        jwk: Set(jwk.to_owned()),
        created_at: Set(now.millis()),
        revoked_at: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// Uses an assertion up. `false`: it was used before.
pub(crate) async fn use_up<C: ConnectionTrait>(
    db: &C,
    client: &str,
    jti_digest: [u8; 32],
    expires_at: Timestamp,
) -> Result<bool, StoreError> {
    let row = assertion_jtis::ActiveModel {
        client_id: Set(client.to_owned()),
        jti_digest: Set(jti_digest.to_vec()),
        expires_at: Set(expires_at.millis()),
    };
    // A duplicate key as an error would spoil the whole transaction on PostgreSQL.
    let seen = OnConflict::columns([assertion_jtis::Column::ClientId, assertion_jtis::Column::JtiDigest]).do_nothing().to_owned();
    let done = assertion_jtis::Entity::insert(row).on_conflict(seen).try_insert().exec_without_returning(db).await?;
    Ok(matches!(done, TryInsertResult::Inserted(1)))
}

/// Keeps the digest of a token that is being handed out.
pub(crate) async fn insert_token<C: ConnectionTrait>(
    db: &C,
    digest: [u8; 32],
    client: &str,
    scopes: &BTreeSet<ClientScope>,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let row = access_tokens::ActiveModel {
        digest: Set(digest.to_vec()),
        client_id: Set(client.to_owned()),
        scopes: Set(scope_names(scopes)),
        expires_at: Set(expires_at.millis()),
    };
    access_tokens::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Who holds the token of that digest, with the scopes that both the token and the client have now. `None`: nobody, or
/// it has expired, or the client was shut out.
pub(crate) async fn bearer_of<C: ConnectionTrait>(db: &C, digest: [u8; 32], now: Timestamp) -> Result<Option<Client>, StoreError> {
    let its_client =
        access_tokens::Entity::belongs_to(clients::Entity).from(access_tokens::Column::ClientId).to(clients::Column::Id).into();
    let found = access_tokens::Entity::find_by_id(digest.to_vec())
        .join(JoinType::InnerJoin, its_client)
        .select_also(clients::Entity)
        .filter(access_tokens::Column::ExpiresAt.gt(now.millis()))
        .filter(clients::Column::RevokedAt.is_null())
        .one(db)
        .await?;
    let Some((token, Some(client))) = found else { return Ok(None) };
    let granted = scopes(&token.scopes).ok_or_else(|| inconsistent("access_tokens", "scopes", &client.id))?;
    let client = read(client)?;
    Ok(Some(Client { scopes: client.scopes.intersection(&granted).copied().collect(), ..client }))
}

/// Deletes tokens and used assertions that are refused for their age anyway.
pub(crate) async fn forget_expired<C: ConnectionTrait>(db: &C, now: Timestamp) -> Result<(), StoreError> {
    access_tokens::Entity::delete_many().filter(access_tokens::Column::ExpiresAt.lte(now.millis())).exec(db).await?;
    assertion_jtis::Entity::delete_many().filter(assertion_jtis::Column::ExpiresAt.lte(now.millis())).exec(db).await?;
    Ok(())
}
