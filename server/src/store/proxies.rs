//! Who may act for whom.

use super::entity::proxies;
use super::{StoreError, inconsistent};
use domain::clock::{Date, Timestamp, format_date, parse_date};
use domain::id::{AccountId, ProxyId, SubjectId};
use domain::proxy::{Age, Ages, Grant, ProxyRole};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// How many grants one list holds: nobody acts for more people, or has more people acting for them.
const MOST: u64 = 100;

/// A grant, with when it was made and ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The grant.
    pub grant: Grant,
    /// When it was made.
    pub from: Timestamp,
    /// When somebody ended it.
    pub ended_at: Option<Timestamp>,
}

/// Two members of staff, of whom the first asked and the second approved.
#[derive(Clone, Copy, Debug)]
pub struct GrantedBy {
    /// Who asked.
    pub asked: AccountId,
    /// Who approved.
    pub approved: AccountId,
}

/// Makes a grant.
pub async fn insert<C: ConnectionTrait>(db: &C, grant: &Grant, evidence: &str, by: GrantedBy, from: Timestamp) -> Result<(), StoreError> {
    let row = proxies::ActiveModel {
        id: Set(grant.id.0),
        subject_id: Set(grant.subject.0),
        proxy_account: Set(grant.proxy.0),
        role: Set(grant.role.code().to_owned()),
        evidence: Set(evidence.to_owned()),
        from_at: Set(from.millis()),
        turns_15: Set(grant.ages.map(|ages| format_date(ages.turns_15))),
        turns_18: Set(grant.ages.map(|ages| format_date(ages.turns_18))),
        granted_by: Set(by.asked.0),
        approved_by: Set(by.approved.0),
        ended_at: Set(None),
        ended_by: Set(None),
        // What had come before the grant was made is known to whoever asked for it.
        told_15_at: Set(grant.ages.filter(|ages| ages.turns_15 <= from.in_tokyo().0).map(|_| from.millis())),
        told_18_at: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// The grants with which that sign-in acts for others, oldest first: their places in this order are their numbers, so the
/// ended ones are among them.
pub async fn of_account<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<Vec<Kept>, StoreError> {
    listed(db, proxies::Column::ProxyAccount.eq(account.0)).await
}

/// The grants to act for these subjects, oldest first, the ended ones among them.
pub async fn of_subjects<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Vec<Kept>, StoreError> {
    listed(db, proxies::Column::SubjectId.is_in(subjects.iter().map(|subject| subject.0))).await
}

/// The grants of that sign-in to act for that subject that nobody ended, oldest first.
pub async fn living_between<C: ConnectionTrait>(db: &C, account: AccountId, subject: SubjectId) -> Result<Vec<Kept>, StoreError> {
    let between = proxies::Column::ProxyAccount.eq(account.0).and(proxies::Column::SubjectId.eq(subject.0));
    listed(db, between.and(proxies::Column::EndedAt.is_null())).await
}

async fn listed<C: ConnectionTrait>(db: &C, which: Expr) -> Result<Vec<Kept>, StoreError> {
    let rows = proxies::Entity::find().filter(which).order_by_asc(proxies::Column::Id).limit(MOST).all(db).await?;
    rows.into_iter().map(|row| read(&row)).collect()
}

/// Ends a grant to act for one of these subjects: says whether there was one that nobody had ended.
pub async fn end_of_subjects<C: ConnectionTrait>(
    db: &C,
    subjects: &[SubjectId],
    id: ProxyId,
    by: AccountId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let ended = proxies::Entity::update_many()
        .col_expr(proxies::Column::EndedAt, Expr::value(now.millis()))
        .col_expr(proxies::Column::EndedBy, Expr::value(by.0))
        .filter(proxies::Column::Id.eq(id.0))
        .filter(proxies::Column::SubjectId.is_in(subjects.iter().map(|subject| subject.0)))
        .filter(proxies::Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(ended.rows_affected == 1)
}

const fn columns(age: Age) -> (proxies::Column, proxies::Column) {
    match age {
        Age::Fifteen => (proxies::Column::Told15At, proxies::Column::Turns15),
        Age::Eighteen => (proxies::Column::Told18At, proxies::Column::Turns18),
    }
}

/// Grants that nobody ended whose person has reached that age, of which nobody was told; at most `limit`.
pub(crate) async fn untold<C: ConnectionTrait>(db: &C, age: Age, today: Date, limit: u64) -> Result<Vec<Kept>, StoreError> {
    let (told, day) = columns(age);
    let untold = proxies::Entity::find().filter(told.is_null()).filter(day.lte(format_date(today)));
    let rows = untold.filter(proxies::Column::EndedAt.is_null()).order_by_asc(day).limit(limit).all(db).await?;
    rows.into_iter().map(|row| read(&row)).collect()
}

/// Remembers that people were told; says whether nobody had told them before.
pub(crate) async fn set_told<C: ConnectionTrait>(db: &C, id: ProxyId, age: Age, now: Timestamp) -> Result<bool, StoreError> {
    let (told, _) = columns(age);
    let first = proxies::Entity::update_many()
        .col_expr(told, Expr::value(now.millis()))
        .filter(proxies::Column::Id.eq(id.0))
        .filter(told.is_null())
        .exec(db)
        .await?;
    Ok(first.rows_affected == 1)
}

fn read(row: &proxies::Model) -> Result<Kept, StoreError> {
    let broken = |column| inconsistent("proxies", column, row.id);
    let day = |text: &str, column| parse_date(text).map_err(|_| broken(column));
    let ages = match (&row.turns_15, &row.turns_18) {
        (Some(fifteen), Some(eighteen)) => Some(Ages { turns_15: day(fifteen, "turns_15")?, turns_18: day(eighteen, "turns_18")? }),
        (None, None) => None,
        _ => return Err(broken("turns_18")),
    };
    Ok(Kept {
        grant: Grant {
            id: ProxyId(row.id),
            subject: SubjectId(row.subject_id),
            proxy: AccountId(row.proxy_account),
            role: ProxyRole::from_code(&row.role).ok_or_else(|| broken("role"))?,
            ages,
            ended: row.ended_at.is_some(),
        },
        from: Timestamp::from_millis(row.from_at),
        ended_at: row.ended_at.map(Timestamp::from_millis),
    })
}
