//! Sign-ins.

use super::entity::{accounts, subjects};
use super::{StoreError, inconsistent, locked};
use domain::account::Level;
use domain::actor::{OperatorRole, StaffRole};
use domain::clock::Timestamp;
use domain::id::{AccountId, HolderId, SubjectId};
use sea_orm::prelude::{Expr, Uuid};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Whose sign-in it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A person, for their own records.
    Patient(SubjectId),
    /// A member of staff.
    Staff(StaffRole),
    /// A person of a holder.
    Operator(HolderId, OperatorRole),
    /// A person who left. The row stays because others name it; whose it was does not stand in it.
    Left,
}

/// A sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    /// Its id.
    pub id: AccountId,
    /// What authenticators know it by: random, and told to nobody else.
    pub handle: Uuid,
    /// Whose it is.
    pub kind: Kind,
    /// How sure we are of the person.
    pub level: Level,
    /// Whose activations were used with it; the nil id is the desk.
    pub issuers: Vec<HolderId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the overview was last opened in an earlier visit.
    pub overview_seen_at: Option<Timestamp>,
    /// When the overview was last opened.
    pub overview_opened_at: Option<Timestamp>,
    /// Until when the history stays closed after a recovery.
    pub closed_until: Option<Timestamp>,
    /// What a member of staff or an operator goes by.
    pub label: Option<String>,
    /// Since when it opens nothing any more.
    pub ended_at: Option<Timestamp>,
}

impl Account {
    /// The person behind it, for patients.
    pub(crate) fn subject(&self) -> Option<SubjectId> {
        if let Kind::Patient(subject) = self.kind { Some(subject) } else { None }
    }
}

/// That account.
pub(crate) async fn account<C: ConnectionTrait>(db: &C, id: AccountId) -> Result<Option<Account>, StoreError> {
    accounts::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// That account, held until the transaction ends: whoever changes a sign-in takes this first.
pub(crate) async fn account_locked<C: ConnectionTrait>(db: &C, id: AccountId) -> Result<Option<Account>, StoreError> {
    locked(accounts::Entity::find_by_id(id.0), db).one(db).await?.map(read).transpose()
}

/// The accounts of several subjects.
pub(crate) async fn accounts_of_subjects<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<Uuid> = accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Id)
        .filter(accounts::Column::SubjectId.is_in(subjects.iter().map(|subject| subject.0)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(AccountId).collect())
}

/// The sign-in of the first of these subjects that has one.
pub(crate) async fn first_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Option<Account>, StoreError> {
    for subject in subjects {
        let of_this = accounts::Entity::find().filter(accounts::Column::SubjectId.eq(subject.0));
        if let Some(row) = of_this.one(db).await? {
            return read(row).map(Some);
        }
    }
    Ok(None)
}

/// Holds these subjects until the transaction ends, so that nobody opens an account for them meanwhile.
pub(crate) async fn hold_subjects<C: ConnectionTrait>(db: &C, held: &[SubjectId]) -> Result<(), StoreError> {
    // By id, so that two who hold the same ones do not wait for each other.
    let rows = subjects::Entity::find().filter(subjects::Column::Id.is_in(held.iter().map(|subject| subject.0)));
    locked(rows.order_by_asc(subjects::Column::Id), db).all(db).await?;
    Ok(())
}

/// Opens an account. A second one for the same subject is a duplicate.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, account: &Account) -> Result<(), StoreError> {
    let (kind, subject, role, holder) = columns(account.kind);
    let row = accounts::ActiveModel {
        id: Set(account.id.0),
        handle: Set(account.handle),
        kind: Set(kind.to_owned()),
        subject_id: Set(subject),
        role: Set(role),
        holder_id: Set(holder),
        level: Set(account.level.number()),
        issuers: Set(issuers_text(&account.issuers)),
        created_at: Set(account.created_at.millis()),
        overview_seen_at: Set(account.overview_seen_at.map(Timestamp::millis)),
        overview_opened_at: Set(account.overview_opened_at.map(Timestamp::millis)),
        closed_until: Set(account.closed_until.map(Timestamp::millis)),
        label: Set(account.label.clone()),
        ended_at: Set(account.ended_at.map(Timestamp::millis)),
    };
    row.insert(db).await?;
    Ok(())
}

/// Writes down one more proof of who someone is.
pub(crate) async fn set_level<C: ConnectionTrait>(db: &C, id: AccountId, level: Level, issuers: &[HolderId]) -> Result<(), StoreError> {
    accounts::Entity::update_many()
        .col_expr(accounts::Column::Level, Expr::value(level.number()))
        .col_expr(accounts::Column::Issuers, Expr::value(issuers_text(issuers)))
        .filter(accounts::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Closes the history until then, or opens it.
pub(crate) async fn set_closed_until<C: ConnectionTrait>(db: &C, id: AccountId, until: Option<Timestamp>) -> Result<(), StoreError> {
    accounts::Entity::update_many()
        .col_expr(accounts::Column::ClosedUntil, Expr::value(until.map(Timestamp::millis)))
        .filter(accounts::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Its owner left: nothing in the row tells who that was, and the person may open another one.
pub(crate) async fn set_left<C: ConnectionTrait>(db: &C, id: AccountId, handle: Uuid, now: Timestamp) -> Result<(), StoreError> {
    use accounts::Column::{
        ClosedUntil, EndedAt, Handle, Id, Issuers, Level as OfLevel, OverviewOpenedAt, OverviewSeenAt, SubjectId as Of,
    };
    accounts::Entity::update_many()
        .col_expr(Of, Expr::value(None::<Uuid>))
        .col_expr(Handle, Expr::value(handle))
        .col_expr(OfLevel, Expr::value(Level::One.number()))
        .col_expr(Issuers, Expr::value(issuers_text(&[])))
        .col_expr(OverviewSeenAt, Expr::value(None::<i64>))
        .col_expr(OverviewOpenedAt, Expr::value(None::<i64>))
        .col_expr(ClosedUntil, Expr::value(None::<i64>))
        .col_expr(EndedAt, Expr::value(now.millis()))
        .filter(Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Remembers when the overview was opened, and when in the visit before.
pub(crate) async fn set_overview<C: ConnectionTrait>(
    db: &C,
    id: AccountId,
    seen: Option<Timestamp>,
    opened: Timestamp,
) -> Result<(), StoreError> {
    accounts::Entity::update_many()
        .col_expr(accounts::Column::OverviewSeenAt, Expr::value(seen.map(Timestamp::millis)))
        .col_expr(accounts::Column::OverviewOpenedAt, Expr::value(opened.millis()))
        .filter(accounts::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

fn issuers_text(issuers: &[HolderId]) -> String {
    serde_json::Value::from_iter(issuers.iter().map(ToString::to_string)).to_string()
}

/// What stands in the columns kind, subject, role and holder.
pub(super) fn columns(kind: Kind) -> (&'static str, Option<Uuid>, Option<String>, Option<Uuid>) {
    match kind {
        Kind::Patient(subject) => ("patient", Some(subject.0), None, None),
        Kind::Staff(role) => ("staff", None, Some(role.code().to_owned()), None),
        Kind::Operator(holder, role) => ("operator", None, Some(role.code().to_owned()), Some(holder.0)),
        Kind::Left => ("patient", None, None, None),
    }
}

/// What those columns say, or the one that is wrong.
pub(super) fn kind(kind: &str, subject: Option<Uuid>, role: Option<&str>, holder: Option<Uuid>) -> Result<Kind, &'static str> {
    match kind {
        "patient" => Ok(Kind::Patient(SubjectId(subject.ok_or("subject_id")?))),
        "staff" => Ok(Kind::Staff(role.and_then(StaffRole::from_code).ok_or("role")?)),
        "operator" => {
            let holder = HolderId(holder.ok_or("holder_id")?);
            Ok(Kind::Operator(holder, role.and_then(OperatorRole::from_code).ok_or("role")?))
        }
        _ => Err("kind"),
    }
}

pub(super) fn read(model: accounts::Model) -> Result<Account, StoreError> {
    let broken = |column| inconsistent("accounts", column, model.id);
    let left = model.kind == "patient" && model.subject_id.is_none() && model.ended_at.is_some();
    let kind =
        if left { Kind::Left } else { kind(&model.kind, model.subject_id, model.role.as_deref(), model.holder_id).map_err(broken)? };
    Ok(Account {
        id: AccountId(model.id),
        handle: model.handle,
        kind,
        level: Level::from_number(model.level).ok_or_else(|| broken("level"))?,
        issuers: serde_json::from_str(&model.issuers).map_err(|_| broken("issuers"))?,
        created_at: Timestamp::from_millis(model.created_at),
        overview_seen_at: model.overview_seen_at.map(Timestamp::from_millis),
        overview_opened_at: model.overview_opened_at.map(Timestamp::from_millis),
        closed_until: model.closed_until.map(Timestamp::from_millis),
        label: model.label,
        ended_at: model.ended_at.map(Timestamp::from_millis),
    })
}
