//! Whom a member of staff looked up, and why.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "look_ups")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The member of staff.
    pub account_id: Uuid,
    /// Who was found; empty: nobody.
    pub subject_id: Option<Uuid>,
    /// Sealed.
    pub reason: Vec<u8>,
    /// store::look_ups::FoundBy.
    #[sea_orm(column_type = "Text")]
    pub found_by: String,
    /// The inquiry that opened it.
    pub inquiry_id: Option<Uuid>,
    /// The use that was asked about.
    pub disclosure_id: Option<Uuid>,
    /// ms UTC.
    pub at: i64,
    /// The second member of staff, where the person is protected.
    pub approved_by: Option<Uuid>,
    /// ms UTC.
    pub ends_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
