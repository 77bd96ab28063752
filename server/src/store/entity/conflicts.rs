//! A use that went against its person's choice, for those who answer for it.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conflicts")]
pub struct Model {
    /// Names it without naming the person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// In which report.
    pub disclosure_id: Uuid,
    /// Whose use.
    pub subject_id: Uuid,
    /// Whose report.
    pub holder_id: Uuid,
    /// Which row of it, from 0; empty where that was not kept.
    pub row_index: Option<i32>,
    /// domain::disclosure::Conflict.
    pub kind: i16,
    /// domain::disclosure::Display.
    pub display: i16,
    /// domain::disclosure::case::CaseStatus.
    pub status: i16,
    /// ms UTC.
    pub found_at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
