//! What was done in a look-up; append-only.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "look_up_acts")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The look-up.
    pub look_up_id: Uuid,
    /// domain::desk::Act.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// To what: an id or position of ours.
    #[sea_orm(column_type = "Text")]
    pub object: Option<String>,
    /// Sealed: a reason of its own.
    pub note: Option<Vec<u8>>,
    /// ms UTC.
    pub at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
