//! What was typed into forms that were refused, in one place for all of them.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What the two tables before it held was kept for a day at most; its seals are bound to their rows, and end with them.
        drop_tables(manager, &["inquiry_drafts", "look_up_forms"]).await?;
        // `about` is nothing but zeros where the form is about nothing that there is.
        table("form_drafts")
            .col(uuid("id"))
            .col(uuid("account_id"))
            .col(text("place"))
            .col(uuid("about"))
            .col(blob("sealed"))
            .col(big_integer("ends_at"))
            .key(&["id"])
            .references(&["account_id"], "accounts", &["id"])
            .unique(&["account_id", "place", "about"])
            .index(&["ends_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["form_drafts"]).await?;
        table("look_up_forms")
            .col(uuid("account_id"))
            .col(blob("sealed"))
            .col(big_integer("ends_at"))
            .key(&["account_id"])
            .references(&["account_id"], "accounts", &["id"])
            .create(manager)
            .await?;
        table("inquiry_drafts")
            .col(uuid("id"))
            .col(uuid("account_id"))
            .col(uuid("place"))
            .col(blob("sealed"))
            .col(big_integer("at"))
            .key(&["id"])
            .references(&["account_id"], "accounts", &["id"])
            .unique(&["account_id", "place"])
            .index(&["at"])
            .create(manager)
            .await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
