//! Mails on their way. Any number of nodes may send: each takes a mail by moving its next try into the future.

use super::entity::mails;
use super::{StoreError, inconsistent};
use domain::clock::Timestamp;
use domain::id::AccountId;
use sea_orm::prelude::{Expr, Uuid};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// What a mail says, as far as the database may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailKind {
    /// A code that proves an address.
    Code,
    /// Something about the sign-in changed.
    Security,
    /// There is something new.
    News,
}

impl MailKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Code, Self::Security, Self::News];

    /// As it is stored, and the name of its words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Security => "security",
            Self::News => "news",
        }
    }
}

/// A mail on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mail {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// What it says.
    pub kind: MailKind,
    /// To whom, sealed.
    pub sealed: Vec<u8>,
    /// When it was written.
    pub created_at: Timestamp,
    /// How often it was tried, this time among them once it is taken.
    pub tries: i16,
}

/// Puts a mail on its way, to be tried at once.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, mail: &Mail) -> Result<(), StoreError> {
    let row = mails::ActiveModel {
        id: Set(mail.id),
        account_id: Set(mail.account.0),
        kind: Set(mail.kind.code().to_owned()),
        sealed: Set(mail.sealed.clone()),
        created_at: Set(mail.created_at.millis()),
        next_at: Set(mail.created_at.millis()),
        tries: Set(mail.tries),
    };
    mails::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Whether a mail of that kind waits for that account already and was not tried yet: it will say the same.
pub(crate) async fn waits<C: ConnectionTrait>(db: &C, account: AccountId, kind: MailKind) -> Result<bool, StoreError> {
    let waiting = mails::Entity::find()
        .filter(mails::Column::AccountId.eq(account.0))
        .filter(mails::Column::Kind.eq(kind.code()))
        .filter(mails::Column::Tries.eq(0));
    Ok(waiting.one(db).await?.is_some())
}

/// Those whose time has come, oldest first, and when they were to be tried; at most `limit`.
pub(crate) async fn due<C: ConnectionTrait>(db: &C, now: Timestamp, limit: u64) -> Result<Vec<(Mail, Timestamp)>, StoreError> {
    let due = mails::Entity::find().filter(mails::Column::NextAt.lte(now.millis())).order_by_asc(mails::Column::NextAt).limit(limit);
    due.all(db).await?.into_iter().map(read).collect()
}

/// Takes a mail until then, unless somebody else took it: says whether it was taken.
pub(crate) async fn take<C: ConnectionTrait>(db: &C, id: Uuid, was_due: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
    let taken = mails::Entity::update_many()
        .col_expr(mails::Column::NextAt, Expr::value(until.millis()))
        .col_expr(mails::Column::Tries, Expr::col(mails::Column::Tries).add(1))
        .filter(mails::Column::Id.eq(id))
        .filter(mails::Column::NextAt.eq(was_due.millis()))
        .exec(db)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// It is tried again then.
pub(crate) async fn put_off<C: ConnectionTrait>(db: &C, id: Uuid, until: Timestamp) -> Result<(), StoreError> {
    let put_off = mails::Entity::update_many().col_expr(mails::Column::NextAt, Expr::value(until.millis()));
    put_off.filter(mails::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// It was handed over, or nobody tries any more.
pub(crate) async fn remove<C: ConnectionTrait>(db: &C, id: Uuid) -> Result<(), StoreError> {
    mails::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Nothing is mailed to that account any more.
pub(crate) async fn remove_of<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<(), StoreError> {
    mails::Entity::delete_many().filter(mails::Column::AccountId.eq(account.0)).exec(db).await?;
    Ok(())
}

fn read(row: mails::Model) -> Result<(Mail, Timestamp), StoreError> {
    let kind = MailKind::ALL.into_iter().find(|kind| kind.code() == row.kind).ok_or_else(|| inconsistent("mails", "kind", row.id))?;
    let mail = Mail {
        id: row.id,
        account: AccountId(row.account_id),
        kind,
        sealed: row.sealed,
        created_at: Timestamp::from_millis(row.created_at),
        tries: row.tries,
    };
    Ok((mail, Timestamp::from_millis(row.next_at)))
}
