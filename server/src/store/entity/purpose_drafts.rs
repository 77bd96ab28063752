//! Changes of the catalogue of purposes that wait for a second person.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purpose_drafts")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// domain::purpose::draft::Draft, as JSON.
    #[sea_orm(column_type = "Text")]
    pub document: String,
    /// Who wrote it.
    pub drafted_by: Uuid,
    /// ms UTC.
    pub saved_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
