//! The checkpoints that were signed last, published last, and cosigned last.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_checkpoints")]
pub struct Model {
    /// "signed", "published" or "cosigned".
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub kind: String,
    /// Of how many entries.
    pub size: i64,
    /// 32 bytes.
    pub root: Vec<u8>,
    /// ms UTC.
    pub time: i64,
    /// C2SP signed-note.
    #[sea_orm(column_type = "Text")]
    pub note: String,
}

/// None are declared: queries name what they join.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
