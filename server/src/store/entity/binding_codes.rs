//! The code that an approved recovery was handed out with; the newest one of each request.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "binding_codes")]
pub struct Model {
    /// The approved request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: Uuid,
    /// Whose way back it is.
    pub account_id: Uuid,
    /// The member of staff who made it, and sees it.
    pub made_by: Uuid,
    /// SHA-256.
    pub digest: Vec<u8>,
    /// ms UTC.
    pub created_at: i64,
    /// ms UTC.
    pub expires_at: i64,
    /// ms UTC.
    pub used_at: Option<i64>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
