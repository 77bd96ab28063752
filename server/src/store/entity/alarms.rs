//! Signs of life after a death was written down.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alarms")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// domain::alarm::Sign.
    #[sea_orm(column_type = "Text")]
    pub sign: String,
    /// Whose death was written down.
    pub subject_id: Uuid,
    /// With which account; empty where that was not kept.
    pub account_id: Option<Uuid>,
    /// ms UTC.
    pub at: i64,
    /// The member of staff who closed it; empty: open.
    pub closed_by: Option<Uuid>,
    /// ms UTC.
    pub closed_at: Option<i64>,
    /// Why, sealed.
    pub closing: Option<Vec<u8>>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
