//! Letters that a person of a holder has just made: sealed, and gone as soon as they were printed.

use super::StoreError;
use super::entity::letters;
use domain::clock::Timestamp;
use domain::id::{AccountId, LettersId};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, TryInsertResult};

/// What one form made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    /// Its id.
    pub id: LettersId,
    /// Keyed hash of what the form said.
    pub body_digest: Vec<u8>,
    /// Numbers and codes, as long as they can be read.
    pub sealed: Option<Vec<u8>>,
    /// When.
    pub made_at: Timestamp,
}

/// Takes a form's key for its account. `false`: it is taken, by a form that was committed before.
pub(crate) async fn begin<C: ConnectionTrait>(
    db: &C,
    id: LettersId,
    (account, form_key): (AccountId, &str),
    body_digest: [u8; 32],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let row = letters::ActiveModel {
        id: Set(id.0),
        account_id: Set(account.0),
        form_key: Set(form_key.to_owned()),
        body_digest: Set(body_digest.to_vec()),
        sealed: Set(None),
        created_at: Set(now.millis()),
    };
    // A duplicate key as an error would spoil the whole transaction on PostgreSQL.
    let taken = OnConflict::columns([letters::Column::AccountId, letters::Column::FormKey]).do_nothing().to_owned();
    let done = letters::Entity::insert(row).on_conflict(taken).try_insert().exec_without_returning(db).await?;
    Ok(matches!(done, TryInsertResult::Inserted(1)))
}

/// Puts the letters in.
pub(crate) async fn fill<C: ConnectionTrait>(db: &C, id: LettersId, sealed: Vec<u8>) -> Result<(), StoreError> {
    letters::Entity::update_many()
        .col_expr(letters::Column::Sealed, Expr::value(sealed))
        .filter(letters::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// What an account's form of that key made.
pub(crate) async fn with_key_of<C: ConnectionTrait>(db: &C, account: AccountId, form_key: &str) -> Result<Option<Made>, StoreError> {
    let found = letters::Entity::find().filter(letters::Column::AccountId.eq(account.0)).filter(letters::Column::FormKey.eq(form_key));
    Ok(found.one(db).await?.map(read))
}

/// Letters that an account made.
pub(crate) async fn made_by<C: ConnectionTrait>(db: &C, account: AccountId, id: LettersId) -> Result<Option<Made>, StoreError> {
    let found = letters::Entity::find_by_id(id.0).filter(letters::Column::AccountId.eq(account.0));
    Ok(found.one(db).await?.map(read))
}

/// Takes the letters of an account out; that they were made stays. `false`: it made none of that id.
pub(crate) async fn empty<C: ConnectionTrait>(db: &C, account: AccountId, id: LettersId) -> Result<bool, StoreError> {
    let emptied = letters::Entity::update_many()
        .col_expr(letters::Column::Sealed, Expr::value(Option::<Vec<u8>>::None))
        .filter(letters::Column::Id.eq(id.0))
        .filter(letters::Column::AccountId.eq(account.0))
        .exec(db)
        .await?;
    Ok(emptied.rows_affected == 1)
}

/// Takes out what was made before that moment and can be read no longer.
pub(crate) async fn empty_before<C: ConnectionTrait>(db: &C, before: Timestamp) -> Result<(), StoreError> {
    letters::Entity::update_many()
        .col_expr(letters::Column::Sealed, Expr::value(Option::<Vec<u8>>::None))
        .filter(letters::Column::CreatedAt.lte(before.millis()))
        .filter(letters::Column::Sealed.is_not_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets the keys of forms from before that moment.
pub(crate) async fn forget_before<C: ConnectionTrait>(db: &C, before: Timestamp) -> Result<(), StoreError> {
    letters::Entity::delete_many().filter(letters::Column::CreatedAt.lte(before.millis())).exec(db).await?;
    Ok(())
}

fn read(row: letters::Model) -> Made {
    Made { id: LettersId(row.id), body_digest: row.body_digest, sealed: row.sealed, made_at: Timestamp::from_millis(row.created_at) }
}
