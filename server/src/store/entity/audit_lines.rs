//! Who did what: append-only by trigger, hash-chained per node.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_lines")]
pub struct Model {
    /// Whose chain.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub node: String,
    /// Gap-free from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// ms UTC.
    pub at: i64,
    /// Kind and id of the actor.
    #[sea_orm(column_type = "Text")]
    pub actor: String,
    /// A subject.
    pub on_behalf_of: Option<Uuid>,
    /// domain::actor::Operation.
    #[sea_orm(column_type = "Text")]
    pub operation: String,
    /// What it was done to; never an identifier of a person.
    #[sea_orm(column_type = "Text")]
    pub object: Option<String>,
    /// Truncated address.
    #[sea_orm(column_type = "Text")]
    pub origin: Option<String>,
    /// "ok" or a problem's code.
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    /// Why, where one was given; or the distinct cause behind a common answer.
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// SHA-256 over the line and the hash before it.
    pub hash: Vec<u8>,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
