//! Studies while they are being written, who wrote and who published each version, and the order of the public register.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

const ORDER: &str = "ix_studies_published_at_id";
/// Of a version: who wrote it, and who published it.
const DRAFTED_BY: &str = "drafted_by";
const PUBLISHED_BY: &str = "published_by";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A draft is in a table of its own: nothing that reads studies can come upon one. No reference to studies: a new one
        // is not among them yet.
        table("study_drafts")
            .col(uuid("study_id"))
            .col(text("document"))
            .col(uuid("drafted_by"))
            .col(integer("revision"))
            .col(blob_null("form_key"))
            .col(big_integer("saved_at"))
            .key(&["study_id"])
            .references(&["drafted_by"], "accounts", &["id"])
            .bytes("form_key", 32)
            .unique(&["form_key"])
            .index(&["drafted_by", "saved_at"])
            .index(&["saved_at"])
            .create(manager)
            .await?;
        let four_eyes = Expr::col(PUBLISHED_BY).ne(Expr::col(DRAFTED_BY));
        for column in [uuid_null(DRAFTED_BY), uuid_null(PUBLISHED_BY).check(four_eyes).take()] {
            manager.alter_table(Table::alter().table("study_versions").add_column(column).take()).await?;
        }
        manager.create_index(Index::create().name(ORDER).table("studies").col("published_at").col("id").take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(ORDER).table("studies").to_owned()).await?;
        for column in [PUBLISHED_BY, DRAFTED_BY] {
            manager.alter_table(Table::alter().table("study_versions").drop_column(column).take()).await?;
        }
        drop_tables(manager, &["study_drafts"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
