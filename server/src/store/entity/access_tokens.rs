//! An access token handed out.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_tokens")]
pub struct Model {
    /// HMAC under the token pepper, 32 bytes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: Vec<u8>,
    /// To whom.
    #[sea_orm(column_type = "Text")]
    pub client_id: String,
    /// SMART scopes, separated by spaces.
    #[sea_orm(column_type = "Text")]
    pub scopes: String,
    /// ms UTC.
    pub expires_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
