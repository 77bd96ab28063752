//! What was typed into forms that were refused, sealed, until their authors have mended it.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_drafts")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// domain::form_draft::Place.
    #[sea_orm(column_type = "Text")]
    pub place: String,
    /// The inquiry, study, person … that the form is about; nothing but zeros: none that there is.
    pub about: Uuid,
    /// The fields.
    pub sealed: Vec<u8>,
    /// ms UTC.
    pub ends_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
