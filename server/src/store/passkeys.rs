//! Passkeys of accounts.

use super::entity::passkeys;
use super::{StoreError, inconsistent, locked};
use domain::account::PasskeyView;
use domain::clock::Timestamp;
use domain::id::{AccountId, PasskeyId, RecoveryId};
use sea_orm::prelude::{Expr, Uuid};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use webauthn_rs::prelude::Passkey;

/// A passkey with what we know of it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// Its id with us.
    pub id: PasskeyId,
    /// Whose it is.
    pub account: AccountId,
    /// Public key, counter, backup state.
    pub credential: Passkey,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it last signed in.
    pub last_used_at: Option<Timestamp>,
    /// The recovery that set it aside: it can only cancel that.
    pub set_aside_by: Option<RecoveryId>,
    /// The recovery that made it, or during whose closed hours it was made: it goes when that is cancelled.
    pub recovery: Option<RecoveryId>,
}

impl Kept {
    /// As its owner sees it.
    pub(crate) fn view(&self) -> PasskeyView {
        PasskeyView { id: self.id, created_at: self.created_at, last_used_at: self.last_used_at, set_aside: self.set_aside_by.is_some() }
    }
}

/// What a session needs to know of the passkey that began it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Behind {
    /// Whose it is.
    pub account: AccountId,
    /// When it was registered.
    pub created_at: Timestamp,
    /// The recovery that set it aside.
    pub set_aside_by: Option<RecoveryId>,
}

impl From<&Kept> for Behind {
    fn from(kept: &Kept) -> Self {
        Self { account: kept.account, created_at: kept.created_at, set_aside_by: kept.set_aside_by }
    }
}

/// What stands behind a session: without the key itself, as it is asked at every request.
pub(crate) async fn behind_session<C: ConnectionTrait>(db: &C, id: PasskeyId) -> Result<Option<Behind>, StoreError> {
    let select = passkeys::Entity::find_by_id(id.0).select_only().columns([
        passkeys::Column::AccountId,
        passkeys::Column::CreatedAt,
        passkeys::Column::SetAsideBy,
    ]);
    let found: Option<(Uuid, i64, Option<Uuid>)> = select.into_tuple().one(db).await?;
    Ok(found.map(|(account, created_at, set_aside_by)| Behind {
        account: AccountId(account),
        created_at: Timestamp::from_millis(created_at),
        set_aside_by: set_aside_by.map(RecoveryId),
    }))
}

/// The passkeys of an account, oldest first.
pub(crate) async fn passkeys_of<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<Vec<Kept>, StoreError> {
    let of_account = passkeys::Entity::find().filter(passkeys::Column::AccountId.eq(account.0));
    let rows = of_account.order_by_asc(passkeys::Column::CreatedAt).order_by_asc(passkeys::Column::Id).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// The passkey with that credential id, held until the transaction ends.
pub(crate) async fn with_credential_locked<C: ConnectionTrait>(db: &C, credential_id: &[u8]) -> Result<Option<Kept>, StoreError> {
    let found = passkeys::Entity::find().filter(passkeys::Column::CredentialId.eq(credential_id));
    locked(found, db).one(db).await?.map(read).transpose()
}

/// Whether somebody, anybody, has that credential.
pub(crate) async fn is_known<C: ConnectionTrait>(db: &C, credential_id: &[u8]) -> Result<bool, StoreError> {
    Ok(passkeys::Entity::find().filter(passkeys::Column::CredentialId.eq(credential_id)).one(db).await?.is_some())
}

/// Keeps a passkey.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, passkey: &Kept) -> Result<(), StoreError> {
    let row = passkeys::ActiveModel {
        id: Set(passkey.id.0),
        account_id: Set(passkey.account.0),
        credential_id: Set(passkey.credential.cred_id().to_vec()),
        credential: Set(text(&passkey.credential, passkey.id)?),
        created_at: Set(passkey.created_at.millis()),
        last_used_at: Set(passkey.last_used_at.map(Timestamp::millis)),
        set_aside_by: Set(passkey.set_aside_by.map(|recovery| recovery.0)),
        recovery_id: Set(passkey.recovery.map(|recovery| recovery.0)),
    };
    row.insert(db).await?;
    Ok(())
}

/// Keeps a row without a key, which no authenticator ever opens: sessions of people who are made up stand on it.
pub(crate) async fn insert_without_key<C: ConnectionTrait>(
    db: &C,
    id: PasskeyId,
    account: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = passkeys::ActiveModel {
        id: Set(id.0),
        account_id: Set(account.0),
        credential_id: Set(id.0.as_bytes().to_vec()),
        credential: Set("null".to_owned()),
        created_at: Set(now.millis()),
        last_used_at: Set(None),
        set_aside_by: Set(None),
        recovery_id: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// Writes down that it signed in: counter and backup state as the authenticator told them.
pub(crate) async fn set_used<C: ConnectionTrait>(db: &C, id: PasskeyId, credential: &Passkey, now: Timestamp) -> Result<(), StoreError> {
    passkeys::Entity::update_many()
        .col_expr(passkeys::Column::Credential, Expr::value(text(credential, id)?))
        .col_expr(passkeys::Column::LastUsedAt, Expr::value(now.millis()))
        .filter(passkeys::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes every passkey of an account, those that a recovery set aside among them.
pub(crate) async fn remove_all_of<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<(), StoreError> {
    passkeys::Entity::delete_many().filter(passkeys::Column::AccountId.eq(account.0)).exec(db).await?;
    Ok(())
}

/// Removes a passkey of an account.
pub(crate) async fn remove<C: ConnectionTrait>(db: &C, account: AccountId, id: PasskeyId) -> Result<(), StoreError> {
    let of_account = passkeys::Entity::delete_many().filter(passkeys::Column::AccountId.eq(account.0));
    of_account.filter(passkeys::Column::Id.eq(id.0)).exec(db).await?;
    Ok(())
}

/// Sets aside every passkey of an account that is in use.
pub(crate) async fn set_aside<C: ConnectionTrait>(db: &C, account: AccountId, by: RecoveryId) -> Result<(), StoreError> {
    passkeys::Entity::update_many()
        .col_expr(passkeys::Column::SetAsideBy, Expr::value(by.0))
        .filter(passkeys::Column::AccountId.eq(account.0))
        .filter(passkeys::Column::SetAsideBy.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Undoes recoveries: what they made goes, what they set aside is good again.
pub(crate) async fn undo<C: ConnectionTrait>(db: &C, account: AccountId, recoveries: &[RecoveryId]) -> Result<(), StoreError> {
    let ids = || recoveries.iter().map(|recovery| recovery.0);
    let made = passkeys::Entity::delete_many().filter(passkeys::Column::AccountId.eq(account.0));
    made.filter(passkeys::Column::RecoveryId.is_in(ids())).exec(db).await?;
    passkeys::Entity::update_many()
        .col_expr(passkeys::Column::SetAsideBy, Expr::value(None::<Uuid>))
        .filter(passkeys::Column::AccountId.eq(account.0))
        .filter(passkeys::Column::SetAsideBy.is_in(ids()))
        .exec(db)
        .await?;
    Ok(())
}

fn text(credential: &Passkey, id: PasskeyId) -> Result<String, StoreError> {
    serde_json::to_string(credential).map_err(|_| inconsistent("passkeys", "credential", id))
}

fn read(model: passkeys::Model) -> Result<Kept, StoreError> {
    Ok(Kept {
        id: PasskeyId(model.id),
        account: AccountId(model.account_id),
        credential: serde_json::from_str(&model.credential).map_err(|_| inconsistent("passkeys", "credential", model.id))?,
        created_at: Timestamp::from_millis(model.created_at),
        last_used_at: model.last_used_at.map(Timestamp::from_millis),
        set_aside_by: model.set_aside_by.map(RecoveryId),
        recovery: model.recovery_id.map(RecoveryId),
    })
}
