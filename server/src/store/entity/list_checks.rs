//! A whole list that a holder checked.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "list_checks")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who asked.
    pub holder_id: Uuid,
    /// ms UTC.
    pub checked_at: i64,
    /// How many rows it had, test persons among them.
    pub rows: i64,
    /// How many were permitted.
    pub permit: i64,
    /// How many were denied.
    pub deny: i64,
    /// How many got no answer.
    pub error: i64,
    /// How many of the holder's test persons were in it and answered as they have to be.
    pub test_persons_denied: i16,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
