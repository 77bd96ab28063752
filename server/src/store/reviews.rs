//! Uses of which the person does not see everything: when they have to be looked at again, and what was found then.

use super::disclosures::{Disclosure, NewUse};
use super::entity::{conflicts, display_reviews, reviews_due, uses};
use super::many;
use super::{StoreError, inconsistent};
use domain::clock::{Date, Timestamp, format_date, parse_date};
use domain::disclosure::Display;
use domain::disclosure::report::{ClinicianRole, DisplayReason, Withheld};
use domain::id::{AccountId, DisclosureId, HolderId, SubjectId};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A use that waits for its review.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub disclosure: DisclosureId,
    pub subject: SubjectId,
    pub holder: HolderId,
    pub row: u32,
    pub withheld: Withheld,
}

/// Writes down when these uses of a new report have to be looked at again.
pub(crate) async fn open<C: ConnectionTrait>(
    db: &C,
    report: &Disclosure,
    taken: &[NewUse],
    reasons: &[(SubjectId, Withheld)],
) -> Result<(), StoreError> {
    let rows: BTreeMap<SubjectId, u32> = taken.iter().filter_map(|part| Some((part.subject, part.row?))).collect();
    let waiting = reasons.iter().filter_map(|(subject, withheld)| Some((*subject, withheld, *rows.get(subject)?)));
    let rows = waiting
        .map(|(subject, withheld, row)| reviews_due::ActiveModel {
            disclosure_id: Set(report.id.0),
            subject_id: Set(subject.0),
            holder_id: Set(report.holder.0),
            row_index: Set(i32::try_from(row).unwrap_or(i32::MAX)),
            reason: Set(withheld.reason.code().to_owned()),
            role: Set(withheld.role.code().to_owned()),
            review_by: Set(format_date(withheld.review_by)),
        })
        .collect();
    Ok(many::insert::<reviews_due::Entity, _>(db, rows).await?)
}

/// A report no longer stands: nothing of it has to be looked at again.
pub(crate) async fn drop_all<C: ConnectionTrait>(db: &C, report: DisclosureId) -> Result<(), StoreError> {
    reviews_due::Entity::delete_many().filter(reviews_due::Column::DisclosureId.eq(report.0)).exec(db).await?;
    Ok(())
}

/// Those that have to be looked at again by that day, the most urgent first; at most `limit`. `holder`: of that one alone.
pub(crate) async fn due<C: ConnectionTrait>(db: &C, holder: Option<HolderId>, until: Date, limit: u64) -> Result<Vec<Waiting>, StoreError> {
    let mut select = reviews_due::Entity::find().filter(reviews_due::Column::ReviewBy.lte(format_date(until)));
    if let Some(holder) = holder {
        select = select.filter(reviews_due::Column::HolderId.eq(holder.0));
    }
    select.order_by_asc(reviews_due::Column::ReviewBy).limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// Those of one report of that holder, the most urgent first; at most `limit`.
pub(crate) async fn of_report<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    report: DisclosureId,
    limit: u64,
) -> Result<Vec<Waiting>, StoreError> {
    let own = reviews_due::Entity::find()
        .filter(reviews_due::Column::DisclosureId.eq(report.0))
        .filter(reviews_due::Column::HolderId.eq(holder.0));
    let urgent_first = own.order_by_asc(reviews_due::Column::ReviewBy).order_by_asc(reviews_due::Column::RowIndex);
    urgent_first.limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// The uses of these rows of a report that wait, of that holder.
pub(crate) async fn waiting_rows<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    report: DisclosureId,
    rows: &[u32],
) -> Result<Vec<Waiting>, StoreError> {
    let wanted = rows.iter().filter_map(|row| i32::try_from(*row).ok());
    let found = reviews_due::Entity::find()
        .filter(reviews_due::Column::DisclosureId.eq(report.0))
        .filter(reviews_due::Column::HolderId.eq(holder.0))
        .filter(reviews_due::Column::RowIndex.is_in(wanted));
    found.order_by_asc(reviews_due::Column::SubjectId).all(db).await?.into_iter().map(read).collect()
}

/// How much the persons of a report see now.
pub(crate) async fn displays<C: ConnectionTrait>(
    db: &C,
    report: DisclosureId,
    subjects: &[SubjectId],
) -> Result<BTreeMap<SubjectId, Display>, StoreError> {
    let rows = uses::Entity::find()
        .filter(uses::Column::DisclosureId.eq(report.0))
        .filter(uses::Column::SubjectId.is_in(subjects.iter().map(|subject| subject.0)))
        .all(db)
        .await?;
    let display = |row: uses::Model| {
        let display = Display::from_number(row.display).ok_or_else(|| inconsistent("uses", "display", report))?;
        Ok((SubjectId(row.subject_id), display))
    };
    rows.into_iter().map(display).collect()
}

/// What was found for one use.
pub(crate) struct Found {
    pub id: Uuid,
    pub display: Display,
    pub withheld: Option<Withheld>,
    pub by: AccountId,
    pub at: Timestamp,
}

/// Writes down what was found, and shows the person so much from now on.
pub(crate) async fn settle<C: ConnectionTrait>(db: &C, of: &Waiting, found: &Found) -> Result<(), StoreError> {
    let (display, withheld) = (found.display.number(), found.withheld);
    let entry = display_reviews::ActiveModel {
        id: Set(found.id),
        disclosure_id: Set(of.disclosure.0),
        subject_id: Set(of.subject.0),
        display: Set(display),
        reason: Set(withheld.map(|withheld| withheld.reason.code().to_owned())),
        role: Set(withheld.map(|withheld| withheld.role.code().to_owned())),
        review_by: Set(withheld.map(|withheld| format_date(withheld.review_by))),
        account_id: Set(found.by.0),
        at: Set(found.at.millis()),
    };
    display_reviews::Entity::insert(entry).exec_without_returning(db).await?;
    uses::Entity::update_many()
        .col_expr(uses::Column::Display, Expr::value(display))
        .filter(uses::Column::DisclosureId.eq(of.disclosure.0))
        .filter(uses::Column::SubjectId.eq(of.subject.0))
        .exec(db)
        .await?;
    conflicts::Entity::update_many()
        .col_expr(conflicts::Column::Display, Expr::value(display))
        .filter(conflicts::Column::DisclosureId.eq(of.disclosure.0))
        .filter(conflicts::Column::SubjectId.eq(of.subject.0))
        .exec(db)
        .await?;
    let Some(withheld) = withheld else {
        reviews_due::Entity::delete_by_id((of.disclosure.0, of.subject.0)).exec(db).await?;
        return Ok(());
    };
    reviews_due::Entity::update_many()
        .col_expr(reviews_due::Column::Reason, Expr::value(withheld.reason.code()))
        .col_expr(reviews_due::Column::Role, Expr::value(withheld.role.code()))
        .col_expr(reviews_due::Column::ReviewBy, Expr::value(format_date(withheld.review_by)))
        .filter(reviews_due::Column::DisclosureId.eq(of.disclosure.0))
        .filter(reviews_due::Column::SubjectId.eq(of.subject.0))
        .exec(db)
        .await?;
    Ok(())
}

fn read(row: reviews_due::Model) -> Result<Waiting, StoreError> {
    let disclosure = DisclosureId(row.disclosure_id);
    let broken = |column| inconsistent("reviews_due", column, disclosure);
    Ok(Waiting {
        disclosure,
        subject: SubjectId(row.subject_id),
        holder: HolderId(row.holder_id),
        row: u32::try_from(row.row_index).map_err(|_| broken("row_index"))?,
        withheld: Withheld {
            reason: DisplayReason::from_code(&row.reason).ok_or_else(|| broken("reason"))?,
            role: ClinicianRole::from_code(&row.role).ok_or_else(|| broken("role"))?,
            review_by: parse_date(&row.review_by).map_err(|_| broken("review_by"))?,
        },
    })
}
