//! What people asked the desk, and who works on it.

use super::entity::{accounts, inquiries};
use super::{StoreError, inconsistent, locked};
use domain::clock::Timestamp;
use domain::id::{AccountId, DisclosureId, InquiryId, SubjectId};
use domain::inquiry::{Kind, Language, Queued, Status};
use sea_orm::prelude::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
};

/// An inquiry without its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    /// What the queue tells of it.
    pub queued: Queued,
    /// Who asked.
    pub subject: SubjectId,
    /// With which account.
    pub account: AccountId,
    /// The use that it is about.
    pub about: Option<DisclosureId>,
}

/// Keeps a new inquiry, which waits.
pub async fn insert<C: ConnectionTrait>(db: &C, inquiry: &Inquiry) -> Result<(), StoreError> {
    let row = inquiries::ActiveModel {
        id: Set(inquiry.queued.id.0),
        subject_id: Set(inquiry.subject.0),
        account_id: Set(inquiry.account.0),
        kind: Set(inquiry.queued.kind.code().to_owned()),
        language: Set(inquiry.queued.language.code().to_owned()),
        about_disclosure: Set(inquiry.about.map(|about| about.0)),
        status: Set(inquiry.queued.status.code().to_owned()),
        asked_at: Set(inquiry.queued.asked_at.millis()),
        taken_by: Set(None),
        taken_at: Set(None),
        answered_at: Set(None),
        closed_at: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// Holds the account until the transaction ends: what one person asks comes one after the other.
pub async fn lock_account<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<(), StoreError> {
    locked(accounts::Entity::find_by_id(account.0), db).one(db).await?;
    Ok(())
}

/// That inquiry of that account.
pub async fn inquiry_of<C: ConnectionTrait>(db: &C, account: AccountId, id: InquiryId) -> Result<Option<Inquiry>, StoreError> {
    let own = inquiries::Entity::find_by_id(id.0).filter(inquiries::Column::AccountId.eq(account.0));
    own.one(db).await?.map(read).transpose()
}

/// That inquiry of that account, held until the transaction ends.
pub async fn inquiry_of_locked<C: ConnectionTrait>(db: &C, account: AccountId, id: InquiryId) -> Result<Option<Inquiry>, StoreError> {
    let own = inquiries::Entity::find_by_id(id.0).filter(inquiries::Column::AccountId.eq(account.0));
    locked(own, db).one(db).await?.map(read).transpose()
}

/// The inquiries of that account before `before`, newest first; at most `limit`.
pub async fn inquiries_of<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    before: Option<InquiryId>,
    limit: u64,
) -> Result<Vec<Inquiry>, StoreError> {
    let mut own = inquiries::Entity::find().filter(inquiries::Column::AccountId.eq(account.0));
    if let Some(before) = before {
        // Ids sort by the moment they were made.
        own = own.filter(inquiries::Column::Id.lt(before.0));
    }
    own.order_by_desc(inquiries::Column::Id).limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// How many inquiries of that account the desk owes an answer, counted no further than `stop_at`.
pub async fn owed_to<C: ConnectionTrait>(db: &C, account: AccountId, stop_at: usize) -> Result<usize, StoreError> {
    let owed = Status::ALL.iter().filter(|status| status.waits()).map(|status| status.code());
    let own = inquiries::Entity::find().filter(inquiries::Column::AccountId.eq(account.0)).filter(inquiries::Column::Status.is_in(owed));
    Ok(own.limit(stop_at as u64).all(db).await?.len())
}

/// What waits for anybody after `after`, oldest first; at most `limit`.
pub async fn waiting<C: ConnectionTrait>(db: &C, after: Option<InquiryId>, limit: u64) -> Result<Vec<Inquiry>, StoreError> {
    let mut waiting = inquiries::Entity::find().filter(inquiries::Column::Status.eq(Status::Open.code()));
    if let Some(after) = after {
        waiting = waiting.filter(inquiries::Column::Id.gt(after.0));
    }
    waiting.order_by_asc(inquiries::Column::Id).limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// What that member of staff took and nobody closed, oldest first; at most `limit`.
pub async fn taken_by<C: ConnectionTrait>(db: &C, staff: AccountId, limit: u64) -> Result<Vec<Inquiry>, StoreError> {
    let taken = case(staff).order_by_asc(inquiries::Column::Id).limit(limit);
    taken.all(db).await?.into_iter().map(read).collect()
}

/// That inquiry, if that member of staff took it.
pub async fn case_of<C: ConnectionTrait>(db: &C, staff: AccountId, id: InquiryId) -> Result<Option<Inquiry>, StoreError> {
    case(staff).filter(inquiries::Column::Id.eq(id.0)).one(db).await?.map(read).transpose()
}

/// That inquiry, if that member of staff took it, held until the transaction ends.
pub async fn case_of_locked<C: ConnectionTrait>(db: &C, staff: AccountId, id: InquiryId) -> Result<Option<Inquiry>, StoreError> {
    locked(case(staff).filter(inquiries::Column::Id.eq(id.0)), db).one(db).await?.map(read).transpose()
}

fn case(staff: AccountId) -> sea_orm::Select<inquiries::Entity> {
    let theirs = inquiries::Entity::find().filter(inquiries::Column::TakenBy.eq(staff.0));
    theirs.filter(inquiries::Column::Status.is_in([Status::Taken.code(), Status::Answered.code()]))
}

/// Whether there is such an inquiry at all.
pub async fn exists<C: ConnectionTrait>(db: &C, id: InquiryId) -> Result<bool, StoreError> {
    Ok(inquiries::Entity::find_by_id(id.0).one(db).await?.is_some())
}

/// Takes it, if it waits: of two who try, the database lets one. Answers what was taken.
pub async fn take<C: ConnectionTrait>(db: &C, id: InquiryId, staff: AccountId, now: Timestamp) -> Result<Option<Inquiry>, StoreError> {
    let taken = now_stands(id, Status::Taken)
        .col_expr(inquiries::Column::TakenBy, Expr::value(staff.0))
        .col_expr(inquiries::Column::TakenAt, Expr::value(now.millis()))
        .filter(inquiries::Column::Status.eq(Status::Open.code()))
        .exec(db)
        .await?;
    if taken.rows_affected == 0 { Ok(None) } else { case_of(db, staff, id).await }
}

/// It waits for anybody again.
pub async fn release<C: ConnectionTrait>(db: &C, id: InquiryId) -> Result<(), StoreError> {
    let nobody = now_stands(id, Status::Open)
        .col_expr(inquiries::Column::TakenBy, Expr::value(None::<sea_orm::prelude::Uuid>))
        .col_expr(inquiries::Column::TakenAt, Expr::value(None::<i64>));
    nobody.exec(db).await?;
    Ok(())
}

/// It was answered.
pub async fn set_answered<C: ConnectionTrait>(db: &C, id: InquiryId, now: Timestamp) -> Result<(), StoreError> {
    now_stands(id, Status::Answered).col_expr(inquiries::Column::AnsweredAt, Expr::value(now.millis())).exec(db).await?;
    Ok(())
}

/// It is over.
pub async fn set_closed<C: ConnectionTrait>(db: &C, id: InquiryId, now: Timestamp) -> Result<(), StoreError> {
    now_stands(id, Status::Closed).col_expr(inquiries::Column::ClosedAt, Expr::value(now.millis())).exec(db).await?;
    Ok(())
}

/// Everything that account asked and nobody has closed is over.
pub(crate) async fn close_all_of<C: ConnectionTrait>(db: &C, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    inquiries::Entity::update_many()
        .col_expr(inquiries::Column::Status, Expr::value(Status::Closed.code()))
        .col_expr(inquiries::Column::ClosedAt, Expr::value(now.millis()))
        .filter(inquiries::Column::AccountId.eq(account.0))
        .filter(inquiries::Column::Status.ne(Status::Closed.code()))
        .exec(db)
        .await?;
    Ok(())
}

/// What was taken before that moment and is not answered, held until the transaction ends; at most `limit`.
pub async fn taken_before<C: ConnectionTrait>(db: &C, moment: Timestamp, limit: u64) -> Result<Vec<InquiryId>, StoreError> {
    let taken = inquiries::Entity::find()
        .filter(inquiries::Column::Status.eq(Status::Taken.code()))
        .filter(inquiries::Column::TakenAt.lt(moment.millis()))
        .limit(limit);
    Ok(locked(taken, db).all(db).await?.into_iter().map(|row| InquiryId(row.id)).collect())
}

fn now_stands(id: InquiryId, status: Status) -> UpdateMany<inquiries::Entity> {
    let this = inquiries::Entity::update_many().filter(inquiries::Column::Id.eq(id.0));
    this.col_expr(inquiries::Column::Status, Expr::value(status.code()))
}

fn read(row: inquiries::Model) -> Result<Inquiry, StoreError> {
    let broken = |column| inconsistent("inquiries", column, InquiryId(row.id));
    Ok(Inquiry {
        queued: Queued {
            id: InquiryId(row.id),
            kind: Kind::from_code(&row.kind).ok_or_else(|| broken("kind"))?,
            status: Status::from_code(&row.status).ok_or_else(|| broken("status"))?,
            language: Language::from_code(&row.language).ok_or_else(|| broken("language"))?,
            asked_at: Timestamp::from_millis(row.asked_at),
        },
        subject: SubjectId(row.subject_id),
        account: AccountId(row.account_id),
        about: row.about_disclosure.map(DisclosureId),
    })
}
