//! A program of a holder.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clients")]
pub struct Model {
    /// client_id.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub id: String,
    /// Whose.
    pub holder_id: Uuid,
    /// For its people.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// SMART scopes, separated by spaces.
    #[sea_orm(column_type = "Text")]
    pub scopes: String,
    /// ms UTC.
    pub created_at: i64,
    /// ms UTC.
    pub revoked_at: Option<i64>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
