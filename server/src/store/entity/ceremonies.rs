//! One running WebAuthn ceremony: single use (DELETE … RETURNING), five minutes. The state never leaves the server.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ceremonies")]
pub struct Model {
    /// Named in the answer to the browser.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// "activation", "sign-in", "passkey", "recovery" or "recovery-code".
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// For whom, where someone is known.
    pub account_id: Option<Uuid>,
    /// Which code was shown.
    pub activation_id: Option<Uuid>,
    /// webauthn-rs state as JSON.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// ms UTC.
    pub expires_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
