//! A code handed out to open an account.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activations")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// HMAC under the code pepper; unique.
    pub code_digest: Vec<u8>,
    /// "patient", "staff" or "operator".
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// For patients.
    pub subject_id: Option<Uuid>,
    /// The holder that issued it; the nil UUID for the desk and for invitations.
    pub issuer_id: Uuid,
    /// 1, or 2 where identity was proofed to that level.
    pub grants_level: i16,
    /// Wrong birth dates so far.
    pub tries: i16,
    /// ms UTC.
    pub created_at: i64,
    /// Empty: does not expire (demo data only).
    pub expires_at: Option<i64>,
    /// ms UTC.
    pub used_at: Option<i64>,
    /// The account.
    pub used_by: Option<Uuid>,
    /// For staff and operators.
    #[sea_orm(column_type = "Text")]
    pub role: Option<String>,
    /// For operators.
    pub holder_id: Option<Uuid>,
    /// What they are to go by.
    #[sea_orm(column_type = "Text")]
    pub label: Option<String>,
    /// The account that invited them.
    pub invited_by: Option<Uuid>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
