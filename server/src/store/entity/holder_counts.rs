//! How much a holder did in a month.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holder_counts")]
pub struct Model {
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub holder_id: Uuid,
    /// YYYY-MM in Tokyo.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub month: String,
    /// What is counted.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub what: String,
    /// For which study; all zeros where none is meant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub study_id: Uuid,
    /// How many.
    pub n: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
