//! Links and unlinks as they were logged; append-only.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "links")]
pub struct Model {
    /// Its place in the log.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// A subject.
    pub one: Uuid,
    /// The other.
    pub other: Uuid,
    /// true joins, false parts.
    pub joins: bool,
    /// ms UTC.
    pub at: i64,
    /// "activation" or "desk".
    #[sea_orm(column_type = "Text")]
    pub cause: String,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
