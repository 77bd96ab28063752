//! What one member of staff asked another one to approve.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "requests")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// domain::approval::Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// About whom.
    pub subject_id: Uuid,
    /// The other one, for links.
    pub other_id: Option<Uuid>,
    /// Sealed JSON: store::approvals::Detail.
    pub detail: Vec<u8>,
    /// Sealed.
    pub reason: Vec<u8>,
    /// What was shown for it: codes with a space between.
    #[sea_orm(column_type = "Text")]
    pub evidence: String,
    /// The account that asked.
    pub requested_by: Uuid,
    /// ms UTC.
    pub requested_at: i64,
    /// ms UTC: until then it can be decided and carried out.
    pub expires_at: i64,
    /// The account that decided; never the one that asked.
    pub decided_by: Option<Uuid>,
    /// ms UTC.
    pub decided_at: Option<i64>,
    /// domain::approval::Outcome; empty: nobody decided yet.
    #[sea_orm(column_type = "Text")]
    pub outcome: Option<String>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
