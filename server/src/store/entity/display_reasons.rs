//! Why a person is not shown all of a use; append-only.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "display_reasons")]
pub struct Model {
    /// In which report.
    #[sea_orm(primary_key, auto_increment = false)]
    pub disclosure_id: Uuid,
    /// Whose use.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
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
