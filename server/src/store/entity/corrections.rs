//! That a report was corrected or withdrawn; append-only.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "corrections")]
pub struct Model {
    /// The report that no longer stands.
    #[sea_orm(primary_key, auto_increment = false)]
    pub disclosure_id: Uuid,
    /// The one that stands instead; empty: it was withdrawn.
    pub corrected_by: Option<Uuid>,
    /// ms UTC.
    pub at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
