//! A person who does not exist and always refuses: a holder includes three of them in its lists.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "test_persons")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub holder_id: Uuid,
    /// 1 to 3.
    #[sea_orm(primary_key, auto_increment = false)]
    pub n: i16,
    /// The subject that refuses everything; unique.
    pub subject_id: Uuid,
    /// The holder's own system.
    #[sea_orm(column_type = "Text")]
    pub system: String,
    /// The number, as it is: it is nobody's.
    #[sea_orm(column_type = "Text")]
    pub value: String,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
