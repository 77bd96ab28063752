//! Derived from links: both directions of every pair that is one person now.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kin")]
pub struct Model {
    /// A subject.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// One who is the same person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub other_id: Uuid,
    /// Position of the link that made it so.
    pub since_position: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
