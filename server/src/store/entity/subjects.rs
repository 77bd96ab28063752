//! A natural person. No name, no address, no clear identifier: see security.md "Keys".

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subjects")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// HMAC-SHA-256(identifier key, subject id ‖ YYYY-MM-DD); empty when nobody told it.
    pub birth_digest: Option<Vec<u8>>,
    /// ms UTC.
    pub created_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
