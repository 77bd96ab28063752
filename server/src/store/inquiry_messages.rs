//! The texts of inquiries, and those that were refused; all of them sealed.

use super::entity::{inquiry_drafts, inquiry_messages};
use super::subjects::KEYS_PER_QUERY;
use super::{StoreError, inconsistent};
use domain::clock::Timestamp;
use domain::id::{AccountId, InquiryId};
use domain::inquiry::Author;
use sea_orm::prelude::Uuid;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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

/// A text that was refused, until its author has mended it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id: the row that its seal is bound to.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// In which inquiry; `None`: a new one.
    pub place: Option<InquiryId>,
    /// The text.
    pub sealed: Vec<u8>,
    /// When.
    pub at: Timestamp,
}

fn place_id(place: Option<InquiryId>) -> Uuid {
    place.map_or(Uuid::nil(), |inquiry| inquiry.0)
}

/// Keeps a draft in place of the one before.
pub async fn keep_draft<C: ConnectionTrait>(db: &C, draft: &Draft) -> Result<(), StoreError> {
    remove_draft(db, draft.account, draft.place).await?;
    let row = inquiry_drafts::ActiveModel {
        id: Set(draft.id),
        account_id: Set(draft.account.0),
        place: Set(place_id(draft.place)),
        sealed: Set(draft.sealed.clone()),
        at: Set(draft.at.millis()),
    };
    row.insert(db).await?;
    Ok(())
}

/// The draft of that account in that place, unless it is from before `since`.
pub async fn draft_of<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    place: Option<InquiryId>,
    since: Timestamp,
) -> Result<Option<Draft>, StoreError> {
    let own = inquiry_drafts::Entity::find().filter(inquiry_drafts::Column::AccountId.eq(account.0));
    let here = own.filter(inquiry_drafts::Column::Place.eq(place_id(place))).filter(inquiry_drafts::Column::At.gte(since.millis()));
    Ok(here.one(db).await?.map(|row| Draft {
        id: row.id,
        account: AccountId(row.account_id),
        place,
        sealed: row.sealed,
        at: Timestamp::from_millis(row.at),
    }))
}

/// It is not needed any more.
pub async fn remove_draft<C: ConnectionTrait>(db: &C, account: AccountId, place: Option<InquiryId>) -> Result<(), StoreError> {
    let own = inquiry_drafts::Entity::delete_many().filter(inquiry_drafts::Column::AccountId.eq(account.0));
    own.filter(inquiry_drafts::Column::Place.eq(place_id(place))).exec(db).await?;
    Ok(())
}

/// Removes drafts from before that moment; at most `limit`. Says how many.
pub async fn remove_drafts_before<C: ConnectionTrait>(db: &C, moment: Timestamp, limit: u64) -> Result<u64, StoreError> {
    let old = inquiry_drafts::Entity::find().filter(inquiry_drafts::Column::At.lt(moment.millis())).limit(limit).all(db).await?;
    let ids = old.into_iter().map(|row| row.id);
    Ok(inquiry_drafts::Entity::delete_many().filter(inquiry_drafts::Column::Id.is_in(ids)).exec(db).await?.rows_affected)
}
