//! A sign-in.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// WebAuthn user handle: random, unique.
    pub handle: Uuid,
    /// "patient", "staff" or "operator".
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Whose, for patients. Unique.
    pub subject_id: Option<Uuid>,
    /// For staff.
    #[sea_orm(column_type = "Text")]
    pub role: Option<String>,
    /// For operators.
    pub holder_id: Option<Uuid>,
    /// 1 or 2.
    pub level: i16,
    /// JSON array of the issuers whose activations were used, to tell independent proofs apart.
    #[sea_orm(column_type = "Text")]
    pub issuers: String,
    /// ms UTC.
    pub created_at: i64,
    /// When the overview was last opened in an earlier visit.
    pub overview_seen_at: Option<i64>,
    /// When the overview was last opened.
    pub overview_opened_at: Option<i64>,
    /// ms UTC: after a recovery the history stays closed until then.
    pub closed_until: Option<i64>,
    /// What staff and operators go by.
    #[sea_orm(column_type = "Text")]
    pub label: Option<String>,
    /// ms UTC: since when the account opens nothing.
    pub ended_at: Option<i64>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
