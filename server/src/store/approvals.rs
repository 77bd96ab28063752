//! What members of staff asked each other to approve, and the codes that came of it.

use super::entity::{binding_codes, requests};
use super::recovery::CodeDigest;
use super::{StoreError, inconsistent, locked};
use domain::approval::{Course, Kind, Outcome};
use domain::clock::Timestamp;
use domain::id::{AccountId, RequestId, SubjectId};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// A request as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who asked, who decided, until when.
    pub course: Course,
    /// About whom.
    pub subject: SubjectId,
    /// The other one, for links.
    pub other: Option<SubjectId>,
    /// What exactly, sealed.
    pub detail: Vec<u8>,
    /// Why, sealed.
    pub reason: Vec<u8>,
    /// Codes of what was shown, with a space between.
    pub evidence: String,
}

/// Keeps a new request.
pub async fn insert<C: ConnectionTrait>(db: &C, new: &Request) -> Result<(), StoreError> {
    let row = requests::ActiveModel {
        id: Set(new.course.id.0),
        kind: Set(new.course.kind.code().to_owned()),
        subject_id: Set(new.subject.0),
        other_id: Set(new.other.map(|other| other.0)),
        detail: Set(new.detail.clone()),
        reason: Set(new.reason.clone()),
        evidence: Set(new.evidence.clone()),
        requested_by: Set(new.course.requested_by.0),
        requested_at: Set(new.course.requested_at.millis()),
        expires_at: Set(new.course.expires_at.millis()),
        decided_by: Set(None),
        decided_at: Set(None),
        outcome: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// That request.
pub async fn request<C: ConnectionTrait>(db: &C, id: RequestId) -> Result<Option<Request>, StoreError> {
    requests::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// That request, held until the transaction ends.
pub async fn request_locked<C: ConnectionTrait>(db: &C, id: RequestId) -> Result<Option<Request>, StoreError> {
    locked(requests::Entity::find_by_id(id.0), db).one(db).await?.map(read).transpose()
}

/// What waits for a second member of staff, oldest first; at most `limit`.
pub async fn waiting<C: ConnectionTrait>(db: &C, now: Timestamp, limit: u64) -> Result<Vec<Request>, StoreError> {
    let open = requests::Entity::find().filter(requests::Column::Outcome.is_null()).filter(requests::Column::ExpiresAt.gt(now.millis()));
    open.order_by_asc(requests::Column::Id).limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// What was decided or is over, newest first, from just before `before`; at most `limit`.
pub async fn settled<C: ConnectionTrait>(
    db: &C,
    now: Timestamp,
    before: Option<RequestId>,
    limit: u64,
) -> Result<Vec<Request>, StoreError> {
    let over = requests::Column::Outcome.is_not_null().or(requests::Column::ExpiresAt.lte(now.millis()));
    let mut select = requests::Entity::find().filter(over);
    if let Some(before) = before {
        // Ids sort by the moment they were made.
        select = select.filter(requests::Column::Id.lt(before.0));
    }
    select.order_by_desc(requests::Column::Id).limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// Writes down how that member of staff decided, if nobody did before, it is not their own request and its time is not
/// over: says whether it was written.
pub async fn set_outcome<C: ConnectionTrait>(
    db: &C,
    id: RequestId,
    outcome: Outcome,
    by: AccountId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let decided = requests::Entity::update_many()
        .col_expr(requests::Column::Outcome, Expr::value(outcome.code()))
        .col_expr(requests::Column::DecidedBy, Expr::value(by.0))
        .col_expr(requests::Column::DecidedAt, Expr::value(now.millis()))
        .filter(requests::Column::Id.eq(id.0))
        .filter(requests::Column::Outcome.is_null())
        .filter(requests::Column::RequestedBy.ne(by.0))
        .filter(requests::Column::ExpiresAt.gt(now.millis()))
        .exec(db)
        .await?;
    Ok(decided.rows_affected == 1)
}

fn read(row: requests::Model) -> Result<Request, StoreError> {
    let broken = |column| inconsistent("requests", column, RequestId(row.id));
    let written = row.outcome.as_deref().map(|code| Outcome::from_code(code).ok_or_else(|| broken("outcome"))).transpose()?;
    Ok(Request {
        course: Course {
            id: RequestId(row.id),
            kind: Kind::from_code(&row.kind).ok_or_else(|| broken("kind"))?,
            requested_by: AccountId(row.requested_by),
            requested_at: Timestamp::from_millis(row.requested_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            decided_by: row.decided_by.map(AccountId),
            decided_at: row.decided_at.map(Timestamp::from_millis),
            written,
        },
        subject: SubjectId(row.subject_id),
        other: row.other_id.map(SubjectId),
        detail: row.detail,
        reason: row.reason,
        evidence: row.evidence,
    })
}

/// A binding code as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Binding {
    /// The approved request.
    pub request: RequestId,
    /// Whose way back it is.
    pub account: AccountId,
    /// Who made it.
    pub made_by: AccountId,
    /// SHA-256 of it.
    pub digest: CodeDigest,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops being good.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Puts a new code in place of the one before, unless that was used: says whether it was put.
pub(crate) async fn put_binding<C: ConnectionTrait>(db: &C, code: &Binding) -> Result<bool, StoreError> {
    use binding_codes::Column;
    let row = binding_codes::ActiveModel {
        request_id: Set(code.request.0),
        account_id: Set(code.account.0),
        made_by: Set(code.made_by.0),
        digest: Set(code.digest.to_vec()),
        created_at: Set(code.created_at.millis()),
        expires_at: Set(code.expires_at.millis()),
        used_at: Set(None),
    };
    let replaced = [Column::AccountId, Column::MadeBy, Column::Digest, Column::CreatedAt, Column::ExpiresAt];
    let unused = Expr::col((binding_codes::Entity, Column::UsedAt)).is_null();
    let replace = OnConflict::column(Column::RequestId).update_columns(replaced).action_and_where(unused).to_owned();
    Ok(binding_codes::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await? == 1)
}

/// The code that was made for that request last.
pub(crate) async fn binding_of<C: ConnectionTrait>(db: &C, request: RequestId) -> Result<Option<Binding>, StoreError> {
    binding_codes::Entity::find_by_id(request.0).one(db).await?.map(|row| read_binding(&row)).transpose()
}

/// The code with that digest.
pub(crate) async fn binding_with<C: ConnectionTrait>(db: &C, digest: &CodeDigest) -> Result<Option<Binding>, StoreError> {
    let found = binding_codes::Entity::find().filter(binding_codes::Column::Digest.eq(digest.to_vec()));
    found.one(db).await?.map(|row| read_binding(&row)).transpose()
}

/// Uses a code up, if it is still the one of its account and unused: says whether it was.
pub(crate) async fn use_binding<C: ConnectionTrait>(db: &C, account: AccountId, digest: &[u8], now: Timestamp) -> Result<bool, StoreError> {
    let used = binding_codes::Entity::update_many()
        .col_expr(binding_codes::Column::UsedAt, Expr::value(now.millis()))
        .filter(binding_codes::Column::AccountId.eq(account.0))
        .filter(binding_codes::Column::Digest.eq(digest.to_vec()))
        .filter(binding_codes::Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(used.rows_affected == 1)
}

/// No code from the desk brings that account back any more. They count as used, so that no other takes their place.
pub(crate) async fn void_bindings_of<C: ConnectionTrait>(db: &C, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    binding_codes::Entity::update_many()
        .col_expr(binding_codes::Column::UsedAt, Expr::value(now.millis()))
        .filter(binding_codes::Column::AccountId.eq(account.0))
        .filter(binding_codes::Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

fn read_binding(row: &binding_codes::Model) -> Result<Binding, StoreError> {
    let request = RequestId(row.request_id);
    Ok(Binding {
        request,
        account: AccountId(row.account_id),
        made_by: AccountId(row.made_by),
        digest: row.digest.clone().try_into().map_err(|_| inconsistent("binding_codes", "digest", request))?,
        created_at: Timestamp::from_millis(row.created_at),
        expires_at: Timestamp::from_millis(row.expires_at),
        used_at: row.used_at.map(Timestamp::from_millis),
    })
}
