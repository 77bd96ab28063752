//! The size of the published log at the end of each day on which anything was entered.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_days")]
pub struct Model {
    /// 00:00 in Tokyo.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i64,
    /// How many entries there were at its end.
    pub size: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
