//! A dated statement that an identifier belongs to a subject. Never removed.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identifier_assignments")]
pub struct Model {
    /// 16 bytes: AES-256(storage key, first 16 bytes of HMAC-SHA-256(identifier key, system ‖ 0 ‖ value)).
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: Vec<u8>,
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// The holder that said so; the nil UUID for Hikae itself.
    #[sea_orm(primary_key, auto_increment = false)]
    pub asserted_by: Uuid,
    /// 1 insured, 2 public payer, 3 a holder's own number.
    pub kind: i16,
    /// Which storage key encrypted the digest.
    pub key_version: i16,
    /// ms UTC.
    pub valid_from: i64,
    /// ms UTC; empty while it holds.
    pub valid_to: Option<i64>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
