//! A mail on its way to the relay.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// code, security or news.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// service::contact::outbox::Letter as JSON, sealed.
    pub sealed: Vec<u8>,
    /// ms UTC.
    pub created_at: i64,
    /// ms UTC: when it is tried next.
    pub next_at: i64,
    /// How often it was tried.
    pub tries: i16,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
