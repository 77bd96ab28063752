//! More look-ups than a desk needs.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "look_up_alarms")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The member of staff who looked so many people up.
    pub account_id: Uuid,
    /// ms UTC: the first look-up that was refused.
    pub at: i64,
    /// ms UTC: the last one, so far.
    pub last_at: i64,
    /// How many were refused.
    pub refused: i32,
    /// The other member of staff who closed it; empty: open.
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
