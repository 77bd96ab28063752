//! Who may act for whom.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proxies")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// For whom.
    pub subject_id: Uuid,
    /// The sign-in that acts.
    pub proxy_account: Uuid,
    /// domain::proxy::ProxyRole.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// What was shown for it: codes with a space between.
    #[sea_orm(column_type = "Text")]
    pub evidence: String,
    /// ms UTC.
    pub from_at: i64,
    /// YYYY-MM-DD, for a child.
    #[sea_orm(column_type = "Text")]
    pub turns_15: Option<String>,
    /// YYYY-MM-DD, for a child.
    #[sea_orm(column_type = "Text")]
    pub turns_18: Option<String>,
    /// The member of staff who asked for it.
    pub granted_by: Uuid,
    /// The one who approved it.
    pub approved_by: Uuid,
    /// ms UTC.
    pub ended_at: Option<i64>,
    /// The account that ended it.
    pub ended_by: Option<Uuid>,
    /// ms UTC: when people were told that the child turned 15.
    pub told_15_at: Option<i64>,
    /// ms UTC: when they were told that the child turned 18.
    pub told_18_at: Option<i64>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
