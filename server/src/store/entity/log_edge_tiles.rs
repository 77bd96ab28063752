//! The tiles at the right edge of the published log, which are not full yet.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_edge_tiles")]
pub struct Model {
    /// 0: hashes of leaves.
    #[sea_orm(primary_key, auto_increment = false)]
    pub level: i16,
    /// Which of its level, from 0.
    pub tile: i64,
    /// At most 255 hashes of 32 bytes.
    pub hashes: Vec<u8>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
