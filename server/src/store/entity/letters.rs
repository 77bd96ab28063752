//! Letters that a person of a holder has just made, until they are printed.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letters")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who made them.
    pub account_id: Uuid,
    /// The form's idempotency key.
    #[sea_orm(column_type = "Text")]
    pub form_key: String,
    /// Keyed hash of what the form said.
    pub body_digest: Vec<u8>,
    /// Numbers and codes, until they are printed.
    pub sealed: Option<Vec<u8>>,
    /// ms UTC.
    pub created_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
