//! The names under which servers run.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "nodes")]
pub struct Model {
    /// The configured name.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub node: String,
    /// Which start of a server has it: by chance.
    pub start: Uuid,
    /// ms UTC.
    pub seen_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
