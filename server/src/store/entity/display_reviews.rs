//! What was found when somebody looked again at what a person does not see; append-only.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "display_reviews")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// In which report.
    pub disclosure_id: Uuid,
    /// Whose use.
    pub subject_id: Uuid,
    /// domain::disclosure::Display, from then on.
    pub display: i16,
    /// domain::disclosure::report::DisplayReason; empty: everything is shown.
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// domain::disclosure::report::ClinicianRole.
    #[sea_orm(column_type = "Text")]
    pub role: Option<String>,
    /// YYYY-MM-DD.
    #[sea_orm(column_type = "Text")]
    pub review_by: Option<String>,
    /// Who said so.
    pub account_id: Uuid,
    /// ms UTC.
    pub at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
