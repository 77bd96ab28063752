//! Kinds of records.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "categories")]
pub struct Model {
    /// Stable for ever.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub code: String,
    /// Where it stands in the list.
    pub sort_order: i32,
    /// 日本語.
    #[sea_orm(column_type = "Text")]
    pub name_ja: String,
    /// English.
    #[sea_orm(column_type = "Text")]
    pub name_en: String,
    /// Version of the list that brought it.
    pub since_version: i32,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
