//! The texts of inquiries, sealed; append-only.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inquiry_messages")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Of which inquiry.
    pub inquiry_id: Uuid,
    /// Which of its texts, from 0.
    pub number: i16,
    /// domain::inquiry::Author.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// Who wrote it.
    pub account_id: Uuid,
    /// The text.
    pub sealed: Vec<u8>,
    /// SHA-256 of the form's idempotency key.
    pub key_digest: Option<Vec<u8>>,
    /// ms UTC.
    pub at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
