//! The texts of inquiries, all of them sealed.

use super::entity::inquiry_messages;
use super::many::KEYS_PER_QUERY;
use super::{StoreError, inconsistent};
use domain::clock::Timestamp;
use domain::id::{AccountId, InquiryId};
use domain::inquiry::Author;
use sea_orm::prelude::Uuid;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// One text of an inquiry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id: the row that its seal is bound to.
    pub id: Uuid,
    /// Of which inquiry.
    pub inquiry: InquiryId,
    /// Which of its texts, from 0.
    pub number: i16,
    /// For whom it was written.
    pub author: Author,
    /// Who wrote it.
    pub account: AccountId,
    /// The text.
    pub sealed: Vec<u8>,
    /// Of the form's idempotency key.
    pub key_digest: Option<[u8; 32]>,
    /// When.
    pub at: Timestamp,
}

/// Keeps a text.
pub async fn add<C: ConnectionTrait>(db: &C, message: &Message) -> Result<(), StoreError> {
    let row = inquiry_messages::ActiveModel {
        id: Set(message.id),
        inquiry_id: Set(message.inquiry.0),
        number: Set(message.number),
        author: Set(message.author.code().to_owned()),
        account_id: Set(message.account.0),
        sealed: Set(message.sealed.clone()),
        key_digest: Set(message.key_digest.map(|digest| digest.to_vec())),
        at: Set(message.at.millis()),
    };
    row.insert(db).await?;
    Ok(())
}

/// The texts of an inquiry, oldest first.
pub async fn messages_of<C: ConnectionTrait>(db: &C, inquiry: InquiryId) -> Result<Vec<Message>, StoreError> {
    let all = inquiry_messages::Entity::find().filter(inquiry_messages::Column::InquiryId.eq(inquiry.0));
    all.order_by_asc(inquiry_messages::Column::Number).all(db).await?.into_iter().map(read).collect()
}

/// How each of these inquiries begins.
pub async fn first_of<C: ConnectionTrait>(db: &C, inquiries: &[InquiryId]) -> Result<Vec<Message>, StoreError> {
    let mut firsts = Vec::new();
    for chunk in inquiries.chunks(KEYS_PER_QUERY) {
        let first = inquiry_messages::Entity::find()
            .filter(inquiry_messages::Column::InquiryId.is_in(chunk.iter().map(|id| id.0)))
            .filter(inquiry_messages::Column::Number.eq(0));
        for row in first.all(db).await? {
            firsts.push(read(row)?);
        }
    }
    Ok(firsts)
}

/// The number that the next text of an inquiry gets.
pub async fn next_number<C: ConnectionTrait>(db: &C, inquiry: InquiryId) -> Result<i16, StoreError> {
    let all = inquiry_messages::Entity::find().filter(inquiry_messages::Column::InquiryId.eq(inquiry.0));
    let last = all.order_by_desc(inquiry_messages::Column::Number).one(db).await?;
    Ok(last.map_or(0, |last| last.number.saturating_add(1)))
}

/// What that account wrote with that key.
pub async fn with_key<C: ConnectionTrait>(db: &C, account: AccountId, key_digest: [u8; 32]) -> Result<Option<Message>, StoreError> {
    let own = inquiry_messages::Entity::find().filter(inquiry_messages::Column::AccountId.eq(account.0));
    own.filter(inquiry_messages::Column::KeyDigest.eq(key_digest.to_vec())).one(db).await?.map(read).transpose()
}

fn read(row: inquiry_messages::Model) -> Result<Message, StoreError> {
    let broken = |column| inconsistent("inquiry_messages", column, row.id);
    Ok(Message {
        id: row.id,
        inquiry: InquiryId(row.inquiry_id),
        number: row.number,
        author: Author::from_code(&row.author).ok_or_else(|| broken("author"))?,
        account: AccountId(row.account_id),
        key_digest: row.key_digest.map(TryInto::try_into).transpose().map_err(|_| broken("key_digest"))?,
        sealed: row.sealed,
        at: Timestamp::from_millis(row.at),
    })
}
