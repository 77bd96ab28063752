//! Whom members of staff looked up, why, and what they did there.

use super::entity::{look_up_acts, look_ups};
use super::many::KEYS_PER_QUERY;
use super::{StoreError, inconsistent, locked};
use domain::clock::Timestamp;
use domain::desk::{Act, FoundBy};
use domain::id::{AccountId, DisclosureId, InquiryId, LookUpId, SubjectId};
use sea_orm::prelude::{Expr, Uuid};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// What the seal of a reason is bound to, besides its look-up.
pub const REASON: &str = "look_ups.reason";

/// A look-up as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUp {
    /// Its id.
    pub id: LookUpId,
    /// The member of staff whose it is.
    pub account: AccountId,
    /// Who was found; `None`: nobody.
    pub subject: Option<SubjectId>,
    /// Why, sealed.
    pub reason: Vec<u8>,
    /// How the person was found.
    pub found_by: FoundBy,
    /// The inquiry that opened it.
    pub inquiry: Option<InquiryId>,
    /// The use that was asked about: the only one that it shows.
    pub about: Option<DisclosureId>,
    /// When.
    pub at: Timestamp,
    /// The second member of staff who let the first one look, where the person is protected.
    pub approved_by: Option<AccountId>,
    /// When it ends, or was closed.
    pub ends_at: Timestamp,
}

impl LookUp {
    /// Whether it waits for a second member of staff: until then nothing is shown.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.found_by == FoundBy::Approved && self.approved_by.is_none()
    }
}

/// Writes a look-up down.
pub async fn insert<C: ConnectionTrait>(db: &C, look_up: &LookUp) -> Result<(), StoreError> {
    let row = look_ups::ActiveModel {
        id: Set(look_up.id.0),
        account_id: Set(look_up.account.0),
        subject_id: Set(look_up.subject.map(|subject| subject.0)),
        reason: Set(look_up.reason.clone()),
        found_by: Set(look_up.found_by.code().to_owned()),
        inquiry_id: Set(look_up.inquiry.map(|inquiry| inquiry.0)),
        disclosure_id: Set(look_up.about.map(|about| about.0)),
        at: Set(look_up.at.millis()),
        approved_by: Set(look_up.approved_by.map(|account| account.0)),
        ends_at: Set(look_up.ends_at.millis()),
    };
    row.insert(db).await?;
    Ok(())
}

/// That look-up of that member of staff, while it lasts and shows somebody.
pub async fn living<C: ConnectionTrait>(db: &C, id: LookUpId, account: AccountId, now: Timestamp) -> Result<Option<LookUp>, StoreError> {
    let shows = |look_up: &LookUp| look_up.ends_at > now && look_up.subject.is_some() && !look_up.waits();
    Ok(look_up_of(db, id, account).await?.filter(shows))
}

/// The look-ups of that member of staff that last and show somebody, newest first; at most `limit`.
pub async fn living_of<C: ConnectionTrait>(db: &C, account: AccountId, now: Timestamp, limit: u64) -> Result<Vec<LookUp>, StoreError> {
    let lasting = look_ups::Entity::find()
        .filter(look_ups::Column::AccountId.eq(account.0))
        .filter(look_ups::Column::EndsAt.gt(now.millis()))
        .filter(look_ups::Column::SubjectId.is_not_null());
    let found = lasting.order_by_desc(look_ups::Column::Id).limit(limit).all(db).await?;
    let found: Vec<LookUp> = found.into_iter().map(read).collect::<Result<_, _>>()?;
    Ok(found.into_iter().filter(|look_up| !look_up.waits()).collect())
}

/// Look-ups that wait for a second member of staff, oldest first; at most `limit`.
pub async fn waiting<C: ConnectionTrait>(db: &C, now: Timestamp, limit: u64) -> Result<Vec<LookUp>, StoreError> {
    let waiting = look_ups::Entity::find()
        .filter(look_ups::Column::EndsAt.gt(now.millis()))
        .filter(look_ups::Column::FoundBy.eq(FoundBy::Approved.code()))
        .filter(look_ups::Column::ApprovedBy.is_null());
    waiting.order_by_asc(look_ups::Column::Id).limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// One of them, held until the transaction ends.
pub async fn waiting_locked<C: ConnectionTrait>(db: &C, id: LookUpId, now: Timestamp) -> Result<Option<LookUp>, StoreError> {
    let found = locked(look_ups::Entity::find_by_id(id.0), db).one(db).await?.map(read).transpose()?;
    Ok(found.filter(|look_up| look_up.ends_at > now && look_up.waits()))
}

/// A second member of staff lets the first one look, until then.
pub async fn approve<C: ConnectionTrait>(db: &C, id: LookUpId, by: AccountId, ends_at: Timestamp) -> Result<(), StoreError> {
    look_ups::Entity::update_many()
        .col_expr(look_ups::Column::ApprovedBy, Expr::value(by.0))
        .col_expr(look_ups::Column::EndsAt, Expr::value(ends_at.millis()))
        .filter(look_ups::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// The person who was not found is known now.
pub async fn set_created<C: ConnectionTrait>(db: &C, id: LookUpId, subject: SubjectId) -> Result<(), StoreError> {
    look_ups::Entity::update_many()
        .col_expr(look_ups::Column::SubjectId, Expr::value(subject.0))
        .col_expr(look_ups::Column::FoundBy, Expr::value(FoundBy::Created.code()))
        .filter(look_ups::Column::Id.eq(id.0))
        .filter(look_ups::Column::SubjectId.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Nobody was found; before anybody is made known, a second member of staff has to agree.
pub async fn set_waiting<C: ConnectionTrait>(db: &C, id: LookUpId) -> Result<(), StoreError> {
    look_ups::Entity::update_many()
        .col_expr(look_ups::Column::FoundBy, Expr::value(FoundBy::Approved.code()))
        .filter(look_ups::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends every other look-up of these subjects.
pub async fn close_others<C: ConnectionTrait>(db: &C, subjects: &[SubjectId], but: LookUpId, now: Timestamp) -> Result<(), StoreError> {
    look_ups::Entity::update_many()
        .col_expr(look_ups::Column::EndsAt, Expr::value(now.millis()))
        .filter(look_ups::Column::SubjectId.is_in(subjects.iter().map(|subject| subject.0)))
        .filter(look_ups::Column::Id.ne(but.0))
        .filter(look_ups::Column::EndsAt.gt(now.millis()))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends a look-up, whosever it is.
pub async fn decline<C: ConnectionTrait>(db: &C, id: LookUpId, now: Timestamp) -> Result<(), StoreError> {
    look_ups::Entity::update_many()
        .col_expr(look_ups::Column::EndsAt, Expr::value(now.millis()))
        .filter(look_ups::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Whether that member of staff did that for one of these subjects.
pub async fn did<C: ConnectionTrait>(db: &C, account: AccountId, subjects: &[SubjectId], act: Act) -> Result<bool, StoreError> {
    let theirs: Vec<Uuid> = look_ups::Entity::find()
        .select_only()
        .column(look_ups::Column::Id)
        .filter(look_ups::Column::AccountId.eq(account.0))
        .filter(look_ups::Column::SubjectId.is_in(subjects.iter().map(|subject| subject.0)))
        .into_tuple()
        .all(db)
        .await?;
    let theirs: Vec<LookUpId> = theirs.into_iter().map(LookUpId).collect();
    Ok(acts_of(db, &theirs).await?.iter().any(|done| done.act == act))
}

/// That look-up of that member of staff, whatever its age.
pub async fn look_up_of<C: ConnectionTrait>(db: &C, id: LookUpId, account: AccountId) -> Result<Option<LookUp>, StoreError> {
    let own = look_ups::Entity::find_by_id(id.0).filter(look_ups::Column::AccountId.eq(account.0));
    own.one(db).await?.map(read).transpose()
}

/// The look-up that taking that inquiry opened to that member of staff, while it lasts.
pub async fn living_of_inquiry<C: ConnectionTrait>(
    db: &C,
    inquiry: InquiryId,
    account: AccountId,
    now: Timestamp,
) -> Result<Option<LookUp>, StoreError> {
    let opened = look_ups::Entity::find()
        .filter(look_ups::Column::AccountId.eq(account.0))
        .filter(look_ups::Column::InquiryId.eq(inquiry.0))
        .filter(look_ups::Column::EndsAt.gt(now.millis()));
    opened.order_by_desc(look_ups::Column::Id).one(db).await?.map(read).transpose()
}

/// Ends what taking that inquiry opened, to whomever.
pub async fn close_of_inquiry<C: ConnectionTrait>(db: &C, inquiry: InquiryId, now: Timestamp) -> Result<(), StoreError> {
    look_ups::Entity::update_many()
        .col_expr(look_ups::Column::EndsAt, Expr::value(now.millis()))
        .filter(look_ups::Column::InquiryId.eq(inquiry.0))
        .filter(look_ups::Column::EndsAt.gt(now.millis()))
        .exec(db)
        .await?;
    Ok(())
}

/// When that member of staff looked people up on their own word, newest first; at most `limit`. What an inquiry opened
/// was assigned to them and is no browsing.
pub async fn moments_of<C: ConnectionTrait>(db: &C, account: AccountId, limit: u64) -> Result<Vec<Timestamp>, StoreError> {
    let moments: Vec<i64> = look_ups::Entity::find()
        .select_only()
        .column(look_ups::Column::At)
        .filter(look_ups::Column::AccountId.eq(account.0))
        .filter(look_ups::Column::InquiryId.is_null())
        .order_by_desc(look_ups::Column::At)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(moments.into_iter().map(Timestamp::from_millis).collect())
}

/// Who looked at these subjects, newest first, from just before `before`; at most `limit`.
pub async fn of_subjects<C: ConnectionTrait>(
    db: &C,
    subjects: &[SubjectId],
    before: Option<LookUpId>,
    limit: u64,
) -> Result<Vec<LookUp>, StoreError> {
    let theirs = look_ups::Column::SubjectId.is_in(subjects.iter().map(|subject| subject.0));
    let mut select = look_ups::Entity::find().filter(theirs);
    if let Some(before) = before {
        // Ids sort by the moment they were made.
        select = select.filter(look_ups::Column::Id.lt(before.0));
    }
    select.order_by_desc(look_ups::Column::Id).limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// Ends a look-up of that member of staff.
pub async fn close<C: ConnectionTrait>(db: &C, id: LookUpId, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    look_ups::Entity::update_many()
        .col_expr(look_ups::Column::EndsAt, Expr::value(now.millis()))
        .filter(look_ups::Column::Id.eq(id.0))
        .filter(look_ups::Column::AccountId.eq(account.0))
        .filter(look_ups::Column::EndsAt.gt(now.millis()))
        .exec(db)
        .await?;
    Ok(())
}

fn read(row: look_ups::Model) -> Result<LookUp, StoreError> {
    Ok(LookUp {
        id: LookUpId(row.id),
        account: AccountId(row.account_id),
        subject: row.subject_id.map(SubjectId),
        found_by: FoundBy::from_code(&row.found_by).ok_or_else(|| inconsistent("look_ups", "found_by", LookUpId(row.id)))?,
        reason: row.reason,
        inquiry: row.inquiry_id.map(InquiryId),
        about: row.disclosure_id.map(DisclosureId),
        at: Timestamp::from_millis(row.at),
        approved_by: row.approved_by.map(AccountId),
        ends_at: Timestamp::from_millis(row.ends_at),
    })
}

/// Something done in a look-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its id: a ULID.
    pub id: Uuid,
    /// In which look-up.
    pub look_up: LookUpId,
    /// What.
    pub act: Act,
    /// To what: an id or position of ours.
    pub object: Option<String>,
    /// A reason of its own, sealed.
    pub note: Option<Vec<u8>>,
    /// When.
    pub at: Timestamp,
}

/// Writes down what was done.
pub async fn add_act<C: ConnectionTrait>(db: &C, done: &Done) -> Result<(), StoreError> {
    let row = look_up_acts::ActiveModel {
        id: Set(done.id),
        look_up_id: Set(done.look_up.0),
        kind: Set(done.act.code().to_owned()),
        object: Set(done.object.clone()),
        note: Set(done.note.clone()),
        at: Set(done.at.millis()),
    };
    row.insert(db).await?;
    Ok(())
}

/// What was done in these look-ups, in the order in which it was.
pub async fn acts_of<C: ConnectionTrait>(db: &C, look_ups: &[LookUpId]) -> Result<Vec<Done>, StoreError> {
    let mut acts = Vec::new();
    for chunk in look_ups.chunks(KEYS_PER_QUERY) {
        let of_these = look_up_acts::Column::LookUpId.is_in(chunk.iter().map(|look_up| look_up.0));
        for row in look_up_acts::Entity::find().filter(of_these).order_by_asc(look_up_acts::Column::Id).all(db).await? {
            acts.push(Done {
                id: row.id,
                look_up: LookUpId(row.look_up_id),
                act: Act::from_code(&row.kind).ok_or_else(|| inconsistent("look_up_acts", "kind", row.id))?,
                object: row.object,
                note: row.note,
                at: Timestamp::from_millis(row.at),
            });
        }
    }
    Ok(acts)
}
