//! Leaf bytes and readable columns: the only copy, in the one deletable table.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_leaves")]
pub struct Model {
    /// Which entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// "decision", "link" or "unlink".
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Canonical JSON.
    pub bytes: Vec<u8>,
    /// Whose decision.
    pub subject_id: Option<Uuid>,
    /// With which account it was entered.
    pub account_id: Option<Uuid>,
    /// domain::choice::Scope.
    #[sea_orm(column_type = "Text")]
    pub scope: Option<String>,
    /// "refuse" or "allow".
    #[sea_orm(column_type = "Text")]
    pub stance: Option<String>,
    /// ms UTC.
    pub effective_at: Option<i64>,
    /// ms UTC.
    pub recorded_at: i64,
    /// domain::choice::Channel.
    #[sea_orm(column_type = "Text")]
    pub channel: Option<String>,
    /// domain::choice::DecidedBy.
    #[sea_orm(column_type = "Text")]
    pub decided_by: Option<String>,
    /// Version of the notice text shown.
    #[sea_orm(column_type = "Text")]
    pub notice: Option<String>,
    /// Version of the catalogue of purposes shown; empty where that was not kept.
    pub catalogue_version: Option<i32>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
