//! Uses of which the person does not see everything, until somebody has looked at them again.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reviews_due")]
pub struct Model {
    /// In which report.
    #[sea_orm(primary_key, auto_increment = false)]
    pub disclosure_id: Uuid,
    /// Whose use.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// Whose report.
    pub holder_id: Uuid,
    /// Which row of it, from 0.
    pub row_index: i32,
    /// domain::disclosure::report::DisplayReason.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// domain::disclosure::report::ClinicianRole.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// YYYY-MM-DD.
    #[sea_orm(column_type = "Text")]
    pub review_by: String,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
