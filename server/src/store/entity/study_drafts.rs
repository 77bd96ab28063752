//! Studies while they are being written: new ones, and new versions of published ones.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "study_drafts")]
pub struct Model {
    /// The study that it is, or will be.
    #[sea_orm(primary_key, auto_increment = false)]
    pub study_id: Uuid,
    /// domain::study::draft::Draft as JSON.
    #[sea_orm(column_type = "Text")]
    pub document: String,
    /// Whose account wrote it.
    pub drafted_by: Uuid,
    /// Counts up with each time it is saved.
    pub revision: i32,
    /// SHA-256 over account and key of the form that began it.
    pub form_key: Option<Vec<u8>>,
    /// ms UTC.
    pub saved_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
