//! A report that somebody prepares on the page; gone after an hour.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_drafts")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose report it would be.
    pub holder_id: Uuid,
    /// Who prepares it: nobody else sees it.
    pub account_id: Uuid,
    /// Form and file, sealed.
    pub sealed: Vec<u8>,
    /// ms UTC.
    pub at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
