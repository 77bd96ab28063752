//! Where a node's chain stands. Locked by whoever appends.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_heads")]
pub struct Model {
    /// Which.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub node: String,
    /// Number of the latest line.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
