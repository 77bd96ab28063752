//! Who did what, and the check values of the keys.

use crate::append_only::append_only;
use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("audit_heads").col(text("node")).col(big_integer("seq")).col(blob("hash")).key(&["node"]).create(manager).await?;
        table("audit_lines")
            .col(text("node"))
            .col(big_integer("seq"))
            .col(big_integer("at"))
            .col(text("actor"))
            .col(uuid_null("on_behalf_of"))
            .col(text("operation"))
            .col(text_null("object"))
            .col(text_null("origin"))
            .col(text("outcome"))
            .col(text_null("reason"))
            .col(blob("hash"))
            .key(&["node", "seq"])
            .bytes("hash", 32)
            .create(manager)
            .await?;
        append_only(manager, "audit_lines", &["node", "seq"]).await?;
        table("key_checks").col(text("name")).col(integer("version")).col(blob("value")).key(&["name", "version"]).create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["key_checks", "audit_lines", "audit_heads"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
