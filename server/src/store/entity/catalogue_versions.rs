//! The versions of the catalogue of purposes after the first, and what each changed.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "catalogue_versions")]
pub struct Model {
    /// From 2.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// Which purpose changed.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// domain::ports::purposes::Event.
    #[sea_orm(column_type = "Text")]
    pub event: String,
    /// Who wrote it; empty where its time had come.
    pub drafted_by: Option<Uuid>,
    /// Who published it; empty where its time had come.
    pub published_by: Option<Uuid>,
    /// ms UTC.
    pub published_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
