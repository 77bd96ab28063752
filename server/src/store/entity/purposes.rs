//! The catalogue of purposes.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purposes")]
pub struct Model {
    /// domain::purpose::PurposeCode.
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
    /// Letter of EHDS Article 53(1).
    #[sea_orm(column_type = "Text")]
    pub ehds: String,
    /// HL7 v3-ActReason.
    #[sea_orm(column_type = "Text")]
    pub act_reason: String,
    /// Set: not refusable.
    #[sea_orm(column_type = "Text")]
    pub legal_basis_ja: Option<String>,
    /// Set: not refusable.
    #[sea_orm(column_type = "Text")]
    pub legal_basis_en: Option<String>,
    /// Code of the purpose it was split from.
    #[sea_orm(column_type = "Text")]
    pub parent: Option<String>,
    /// Catalogue version that brought it.
    pub since_version: i32,
    /// 日本語: what it is. Empty: the program's own words.
    #[sea_orm(column_type = "Text")]
    pub why_ja: Option<String>,
    /// English: what it is.
    #[sea_orm(column_type = "Text")]
    pub why_en: Option<String>,
    /// YYYY-MM-DD: the last day of an exemption that has an end.
    #[sea_orm(column_type = "Text")]
    pub exempt_until: Option<String>,
    /// The version that changed it last; empty: none did.
    pub changed_version: Option<i32>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
