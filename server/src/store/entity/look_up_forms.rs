//! A look-up form that was refused.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "look_up_forms")]
pub struct Model {
    /// Who typed it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// Sealed.
    pub sealed: Vec<u8>,
    /// ms UTC.
    pub ends_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
