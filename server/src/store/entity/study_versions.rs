//! What was registered, version by version.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "study_versions")]
pub struct Model {
    /// Which study.
    #[sea_orm(primary_key, auto_increment = false)]
    pub study_id: Uuid,
    /// Counts up.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// domain::study::Registration as JSON.
    #[sea_orm(column_type = "Text")]
    pub document: String,
    /// ms UTC.
    pub created_at: i64,
    /// Whose account wrote it, where that was written down.
    pub drafted_by: Option<Uuid>,
    /// Whose account published it, where that was written down.
    pub published_by: Option<Uuid>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
