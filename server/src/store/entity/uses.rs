//! One subject's part of a disclosure: narrow, there will be ten thousand million of them.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "uses")]
pub struct Model {
    /// Whose records.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// ms UTC, as in the disclosure: newest first without a sort.
    #[sea_orm(primary_key, auto_increment = false)]
    pub disclosed_at: i64,
    /// Which.
    #[sea_orm(primary_key, auto_increment = false)]
    pub disclosure_id: Uuid,
    /// domain::disclosure::Display.
    pub display: i16,
    /// Whether a check's token covered it.
    pub covered: bool,
    /// domain::disclosure::Conflict.
    pub conflict: Option<i16>,
    /// How many records.
    pub record_count: Option<i32>,
    /// Which row of the report, from 0; empty where that was not kept.
    pub row_index: Option<i32>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
