//! An account recovered after its passkeys were lost.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recoveries")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// "printed-code" or "desk".
    #[sea_orm(column_type = "Text")]
    pub by_means: String,
    /// ms UTC.
    pub completed_at: i64,
    /// ms UTC: until then the old passkeys may cancel it.
    pub closed_until: i64,
    /// ms UTC.
    pub cancelled_at: Option<i64>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
