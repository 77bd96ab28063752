//! One row: size, root and right edge of the log. Locked by whoever appends.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_head")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i16,
    /// How many entries there are.
    pub size: i64,
    /// ms UTC of the latest entry; never goes back.
    pub time: i64,
    /// 32 bytes: the hash of the tree over all entries.
    pub root: Vec<u8>,
    /// domain::log::tree::Edge.
    pub edge: Vec<u8>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
