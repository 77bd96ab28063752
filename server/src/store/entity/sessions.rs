//! A session. The cookie's secret is stored only as HMAC under the session pepper.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// 32 bytes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: Vec<u8>,
    /// What its owner sees in the list of sessions; unique.
    pub ref_id: Uuid,
    /// Whose; empty before sign-in.
    pub account_id: Option<Uuid>,
    /// tower-sessions record data as JSON: account id, subject in view, times; nothing else.
    #[sea_orm(column_type = "Text")]
    pub data: String,
    /// ms UTC.
    pub created_at: i64,
    /// ms UTC.
    pub seen_at: i64,
    /// ms UTC: the earlier of idle and absolute end.
    pub expires_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
