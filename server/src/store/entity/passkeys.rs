//! A passkey of an account.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkeys")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// Unique.
    pub credential_id: Vec<u8>,
    /// webauthn-rs Passkey as JSON: public key, counter, backup state.
    #[sea_orm(column_type = "Text")]
    pub credential: String,
    /// ms UTC.
    pub created_at: i64,
    /// ms UTC.
    pub last_used_at: Option<i64>,
    /// The recovery that set it aside: it can only cancel that.
    pub set_aside_by: Option<Uuid>,
    /// The recovery that made it.
    pub recovery_id: Option<Uuid>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
