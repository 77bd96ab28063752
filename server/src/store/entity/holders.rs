//! An organisation that holds records.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holders")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 日本語.
    #[sea_orm(column_type = "Text")]
    pub name_ja: String,
    /// English.
    #[sea_orm(column_type = "Text")]
    pub name_en: String,
    /// domain::holder::SourceKind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Ten digits; unique.
    #[sea_orm(column_type = "Text")]
    pub institution_number: Option<String>,
    /// ms UTC: reports dated before are historic.
    pub joined_at: i64,
    /// How many rows it attested to have no insured number.
    pub no_insured_number_attested: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
