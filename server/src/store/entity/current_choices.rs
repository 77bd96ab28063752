//! The latest decision of each subject on each scope: what checks read.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "current_choices")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// domain::choice::Scope.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub scope: String,
    /// "refuse" or "allow".
    #[sea_orm(column_type = "Text")]
    pub stance: String,
    /// ms UTC.
    pub effective_at: i64,
    /// Which decision.
    pub position: i64,
    /// ms UTC.
    pub recorded_at: i64,
    /// With which account it was entered.
    pub account_id: Option<Uuid>,
    /// domain::choice::Channel.
    #[sea_orm(column_type = "Text")]
    pub channel: String,
    /// domain::choice::DecidedBy.
    #[sea_orm(column_type = "Text")]
    pub decided_by: String,
    /// Version of the notice text shown.
    #[sea_orm(column_type = "Text")]
    pub notice: String,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
