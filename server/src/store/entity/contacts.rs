//! Where a person is told that there is something new.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contacts")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// The address that is proved, sealed.
    pub sealed: Option<Vec<u8>>,
    /// ms UTC.
    pub confirmed_at: Option<i64>,
    /// Of the mails.
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// Whether uses against the person's choice are told.
    pub conflicts: bool,
    /// Whether answers to inquiries are told.
    pub inquiries: bool,
    /// An address that is not proved yet, sealed.
    pub pending: Option<Vec<u8>>,
    /// Of the code that was mailed there.
    pub code_digest: Option<Vec<u8>>,
    /// ms UTC.
    pub code_sent_at: Option<i64>,
    /// How often the code was mistyped.
    pub code_tries: i16,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
