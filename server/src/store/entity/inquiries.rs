//! What people asked the desk.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inquiries")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who asked.
    pub subject_id: Uuid,
    /// With which account: it alone reads the answer.
    pub account_id: Uuid,
    /// domain::inquiry::Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// domain::inquiry::Language.
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// The use that it is about.
    pub about_disclosure: Option<Uuid>,
    /// domain::inquiry::Status.
    #[sea_orm(column_type = "Text")]
    pub status: String,
    /// ms UTC.
    pub asked_at: i64,
    /// The member of staff who reads it now.
    pub taken_by: Option<Uuid>,
    /// ms UTC.
    pub taken_at: Option<i64>,
    /// ms UTC.
    pub answered_at: Option<i64>,
    /// ms UTC.
    pub closed_at: Option<i64>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
