//! An approved secondary use.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "studies")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The current version.
    pub version: i32,
    /// domain::study::Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// ms UTC.
    pub ended_at: Option<i64>,
    /// ms UTC.
    pub created_at: i64,
    /// ms UTC.
    pub published_at: Option<i64>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
