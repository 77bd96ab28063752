//! What was written down about a person; append-only.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subject_facts")]
pub struct Model {
    /// ULID as UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// About whom.
    pub subject_id: Uuid,
    /// store::facts::Kind.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// YYYY-MM-DD, for a death.
    #[sea_orm(column_type = "Text")]
    pub day: Option<String>,
    /// What was shown for it: codes with a space between.
    #[sea_orm(column_type = "Text")]
    pub sources: String,
    /// Sealed.
    pub note: Option<Vec<u8>>,
    /// The account that entered it; empty: Hikae itself.
    pub entered_by: Option<Uuid>,
    /// The second member of staff, where that was needed.
    pub approved_by: Option<Uuid>,
    /// ms UTC.
    pub at: i64,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
