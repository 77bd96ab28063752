//! A code for a way back that a holder prints and sends.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posted_codes")]
pub struct Model {
    /// The request for it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: Uuid,
    /// Who sends it.
    pub holder_id: Uuid,
    /// Sealed: under which number the holder finds the address; empty once nobody needs it.
    pub number: Option<Vec<u8>>,
    /// ms UTC.
    pub approved_at: Option<i64>,
    /// ms UTC.
    pub printed_at: Option<i64>,
    /// ms UTC: of the request until it is approved, then of the code.
    pub ends_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
