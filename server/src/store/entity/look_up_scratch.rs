//! What a look-up needs for a step later.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "look_up_scratch")]
pub struct Model {
    /// The look-up.
    #[sea_orm(primary_key, auto_increment = false)]
    pub look_up_id: Uuid,
    /// Who was found, or who would be made known. No reference: it need not exist.
    pub subject_id: Uuid,
    /// Of the number that was told, as identifier_assignments keep it.
    pub digest: Option<Vec<u8>>,
    /// domain::identifier::Kind.
    pub kind: Option<i16>,
    /// Of the birth date that was told, as subjects keep it.
    pub birth_digest: Option<Vec<u8>>,
    /// A code that waits to be printed, sealed.
    pub letter: Option<Vec<u8>>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
