//! Where people are told that there is something new. Addresses are sealed; nobody is found by one.

use super::entity::contacts;
use super::{StoreError, inconsistent, locked};
use domain::clock::Timestamp;
use domain::contact::Topics;
use domain::id::AccountId;
use domain::inquiry::Language;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// An address that is not proved yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    /// Sealed.
    pub sealed: Vec<u8>,
    /// Of the code that was mailed there.
    pub code: [u8; 32],
    /// When.
    pub sent_at: Timestamp,
    /// How often it was mistyped.
    pub tries: i16,
}

/// What an account has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contact {
    /// The address that is proved, sealed.
    pub sealed: Option<Vec<u8>>,
    /// Of the mails.
    pub language: Language,
    /// What is told.
    pub topics: Topics,
    /// An address that waits for its code.
    pub pending: Option<Pending>,
}

/// What that account has said.
pub(crate) async fn contact_of<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<Option<Contact>, StoreError> {
    contacts::Entity::find_by_id(account.0).one(db).await?.map(read).transpose()
}

/// The same, held until the transaction ends.
pub(crate) async fn contact_of_locked<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<Option<Contact>, StoreError> {
    locked(contacts::Entity::find_by_id(account.0), db).one(db).await?.map(read).transpose()
}

/// Puts an address beside the one before, which stays until this one is proved. A first one begins with every topic.
pub(crate) async fn put_pending<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    pending: &Pending,
    language: Language,
) -> Result<(), StoreError> {
    use contacts::Column::{AccountId as Account, CodeDigest, CodeSentAt, CodeTries, Language as Of, Pending as Waits};
    let row = contacts::ActiveModel {
        account_id: Set(account.0),
        sealed: Set(None),
        confirmed_at: Set(None),
        language: Set(language.code().to_owned()),
        conflicts: Set(true),
        inquiries: Set(true),
        pending: Set(Some(pending.sealed.clone())),
        code_digest: Set(Some(pending.code.to_vec())),
        code_sent_at: Set(Some(pending.sent_at.millis())),
        code_tries: Set(pending.tries),
    };
    let beside = OnConflict::column(Account).update_columns([Of, Waits, CodeDigest, CodeSentAt, CodeTries]).to_owned();
    contacts::Entity::insert(row).on_conflict(beside).exec_without_returning(db).await?;
    Ok(())
}

/// One more code that was mistyped.
pub(crate) async fn count_wrong<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<(), StoreError> {
    contacts::Entity::update_many()
        .col_expr(contacts::Column::CodeTries, Expr::col(contacts::Column::CodeTries).add(1))
        .filter(contacts::Column::AccountId.eq(account.0))
        .exec(db)
        .await?;
    Ok(())
}

/// The address is proved: sealed anew for its place, it is the only one.
pub(crate) async fn set_proved<C: ConnectionTrait>(db: &C, account: AccountId, sealed: Vec<u8>, now: Timestamp) -> Result<(), StoreError> {
    contacts::Entity::update_many()
        .col_expr(contacts::Column::Sealed, Expr::value(sealed))
        .col_expr(contacts::Column::ConfirmedAt, Expr::value(now.millis()))
        .col_expr(contacts::Column::Pending, Expr::value(None::<Vec<u8>>))
        .col_expr(contacts::Column::CodeDigest, Expr::value(None::<Vec<u8>>))
        .col_expr(contacts::Column::CodeSentAt, Expr::value(None::<i64>))
        .filter(contacts::Column::AccountId.eq(account.0))
        .exec(db)
        .await?;
    Ok(())
}

/// What is told from now on: says whether there is an address at all.
pub(crate) async fn set_topics<C: ConnectionTrait>(db: &C, account: AccountId, topics: Topics) -> Result<bool, StoreError> {
    let set = contacts::Entity::update_many()
        .col_expr(contacts::Column::Conflicts, Expr::value(topics.conflicts))
        .col_expr(contacts::Column::Inquiries, Expr::value(topics.inquiries))
        .filter(contacts::Column::AccountId.eq(account.0))
        .exec(db)
        .await?;
    Ok(set.rows_affected == 1)
}

/// Forgets everything.
pub(crate) async fn remove<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<(), StoreError> {
    contacts::Entity::delete_by_id(account.0).exec(db).await?;
    Ok(())
}

fn read(row: contacts::Model) -> Result<Contact, StoreError> {
    let broken = |column| inconsistent("contacts", column, AccountId(row.account_id));
    let pending = match (row.pending.clone(), row.code_digest.clone(), row.code_sent_at) {
        (None, None, None) => None,
        (Some(sealed), Some(code), Some(sent_at)) => Some(Pending {
            sealed,
            code: code.try_into().map_err(|_| broken("code_digest"))?,
            sent_at: Timestamp::from_millis(sent_at),
            tries: row.code_tries,
        }),
        _ => return Err(broken("pending")),
    };
    Ok(Contact {
        sealed: row.sealed.clone(),
        language: Language::from_code(&row.language).ok_or_else(|| broken("language"))?,
        topics: Topics { conflicts: row.conflicts, inquiries: row.inquiries },
        pending,
    })
}
