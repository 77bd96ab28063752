//! Who asked what a person chose: never for which study.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "who_asked")]
pub struct Model {
    /// About whom.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub holder_id: Uuid,
    /// Purpose codes, sorted, separated by spaces.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub purposes: String,
    /// ms UTC.
    pub first_at: i64,
    /// ms UTC.
    pub last_at: i64,
    /// How many times.
    pub count: i64,
    /// The last answer.
    pub last_permitted: bool,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
