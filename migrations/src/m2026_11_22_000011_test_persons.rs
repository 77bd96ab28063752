//! The persons whom a holder includes in its lists to see that refusals are applied, and the lists that it checked.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The value stands here as it is: it is nobody's number.
        table("test_persons")
            .col(uuid("holder_id"))
            .col(small_integer("n"))
            .col(uuid("subject_id"))
            .col(text("system"))
            .col(text("value"))
            .key(&["holder_id", "n"])
            .references(&["holder_id"], "holders", &["id"])
            .references(&["subject_id"], "subjects", &["id"])
            .between("n", 1, 3)
            .unique(&["subject_id"])
            .create(manager)
            .await?;
        table("list_checks")
            .col(uuid("id"))
            .col(uuid("holder_id"))
            .col(big_integer("checked_at"))
            .col(big_integer("rows"))
            .col(big_integer("permit"))
            .col(big_integer("deny"))
            .col(big_integer("error"))
            .col(small_integer("test_persons_denied"))
            .key(&["id"])
            .references(&["holder_id"], "holders", &["id"])
            .index(&["holder_id", "checked_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["list_checks", "test_persons"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
