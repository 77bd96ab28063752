//! What was said about the conflicts of a report; append-only.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conflict_notes")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// About which report.
    pub disclosure_id: Uuid,
    /// About which conflict of it; empty: all of them.
    pub conflict_id: Option<Uuid>,
    /// domain::disclosure::case::NoteBy.
    #[sea_orm(column_type = "Text")]
    pub said_by: String,
    /// With which account.
    pub account_id: Uuid,
    /// The text, sealed.
    pub sealed: Vec<u8>,
    /// ms UTC.
    pub at: i64,
    /// Whether it closes what it is about.
    pub closes: bool,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
