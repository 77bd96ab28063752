//! An idempotency key under which a holder sent a report.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_keys")]
pub struct Model {
    /// Whose key: it means something to this holder only.
    #[sea_orm(primary_key, auto_increment = false)]
    pub holder_id: Uuid,
    /// Keyed hash of the key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: Vec<u8>,
    /// Keyed hash of the body that came with it.
    pub body_hash: Vec<u8>,
    /// The report that was made or withdrawn; empty only while that is under way.
    pub disclosure_id: Option<Uuid>,
    /// JSON of domain::disclosure::report::Reported.
    #[sea_orm(column_type = "Text")]
    pub answer: Option<String>,
    /// ms UTC.
    pub at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
