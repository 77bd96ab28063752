//! One report of a release.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disclosures")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who disclosed.
    pub holder_id: Uuid,
    /// To which study.
    pub study_id: Uuid,
    /// In which version.
    pub study_version: i32,
    /// ms UTC.
    pub disclosed_at: i64,
    /// ms UTC.
    pub reported_at: i64,
    /// As the holder wrote it.
    #[sea_orm(column_type = "Text")]
    pub recipient: String,
    /// domain::category::Form.
    #[sea_orm(column_type = "Text")]
    pub form: String,
    /// JSON array of codes.
    #[sea_orm(column_type = "Text")]
    pub categories: String,
    /// YYYY-MM-DD.
    #[sea_orm(column_type = "Text")]
    pub records_from: Option<String>,
    /// YYYY-MM-DD.
    #[sea_orm(column_type = "Text")]
    pub records_to: Option<String>,
    /// As the holder named it.
    #[sea_orm(column_type = "Text")]
    pub check_id: Option<String>,
    /// ms UTC of the check it names.
    pub checked_at: Option<i64>,
    /// Dated before the holder joined: not judged.
    pub historic: bool,
    /// How many rows were taken in; empty where that was not kept.
    pub accepted: Option<i32>,
    /// How many of them no check covers.
    pub unchecked: Option<i32>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
