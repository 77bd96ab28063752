//! The log, append-only by trigger.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_entries")]
pub struct Model {
    /// Gap-free from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// 32 bytes.
    pub leaf_hash: Vec<u8>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
