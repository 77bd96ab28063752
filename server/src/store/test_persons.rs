//! The persons whom a holder includes in its lists to see that refusals are applied, and the lists that it checked.

use super::entity::{list_checks, test_persons};
use super::{StoreError, inconsistent};
use domain::check::{ListCheck, TestPerson};
use domain::clock::Timestamp;
use domain::id::{HolderId, SubjectId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// A holder's test persons, each with its subject, in the order of their numbers.
pub(crate) async fn of_holder<C: ConnectionTrait>(db: &C, holder: HolderId) -> Result<Vec<(TestPerson, SubjectId)>, StoreError> {
    let rows = test_persons::Entity::find()
        .filter(test_persons::Column::HolderId.eq(holder.0))
        .order_by_asc(test_persons::Column::N)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let n = u8::try_from(row.n).map_err(|_| inconsistent("test_persons", "n", format!("{holder}/{}", row.n)))?;
            Ok((TestPerson { n, system: row.system, value: row.value }, SubjectId(row.subject_id)))
        })
        .collect()
}

/// Gives a holder a test person.
pub(crate) async fn insert<C: ConnectionTrait>(
    db: &C,
    holder: HolderId,
    person: &TestPerson,
    subject: SubjectId,
) -> Result<(), StoreError> {
    let row = test_persons::ActiveModel {
        holder_id: Set(holder.0),
        n: Set(person.n.into()),
        subject_id: Set(subject.0),
        system: Set(person.system.clone()),
        value: Set(person.value.clone()),
    };
    row.insert(db).await?;
    Ok(())
}

/// Writes down that a holder checked a list.
pub(crate) async fn list_checked<C: ConnectionTrait>(db: &C, id: Uuid, holder: HolderId, check: &ListCheck) -> Result<(), StoreError> {
    let many = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let row = list_checks::ActiveModel {
        id: Set(id),
        holder_id: Set(holder.0),
        checked_at: Set(check.checked_at.millis()),
        rows: Set(many(check.rows)),
        permit: Set(many(check.permit)),
        deny: Set(many(check.deny)),
        error: Set(many(check.error)),
        test_persons_denied: Set(check.test_persons_denied.into()),
    };
    row.insert(db).await?;
    Ok(())
}

/// The lists that a holder checked last, newest first.
pub(crate) async fn lists_of_holder<C: ConnectionTrait>(db: &C, holder: HolderId, limit: u64) -> Result<Vec<ListCheck>, StoreError> {
    let rows = list_checks::Entity::find()
        .filter(list_checks::Column::HolderId.eq(holder.0))
        .order_by_desc(list_checks::Column::CheckedAt)
        .order_by_desc(list_checks::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &list_checks::Model) -> Result<ListCheck, StoreError> {
    let count = |n: i64, column| u64::try_from(n).map_err(|_| inconsistent("list_checks", column, row.id));
    Ok(ListCheck {
        checked_at: Timestamp::from_millis(row.checked_at),
        rows: count(row.rows, "rows")?,
        permit: count(row.permit, "permit")?,
        deny: count(row.deny, "deny")?,
        error: count(row.error, "error")?,
        test_persons_denied: u8::try_from(row.test_persons_denied)
            .map_err(|_| inconsistent("list_checks", "test_persons_denied", row.id))?,
    })
}
