//! The catalogue of purposes can be changed: what is said of new ones, until when one is exempt, changes that wait for a second person,
//! and every version that there was.

use crate::append_only::append_only;
use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [text_null("why_ja"), text_null("why_en"), text_null("exempt_until"), integer_null("changed_version")] {
            manager.alter_table(Table::alter().table("purposes").add_column(column).take()).await?;
        }
        table("purpose_drafts")
            .col(uuid("id"))
            .col(text("document"))
            .col(uuid("drafted_by"))
            .col(big_integer("saved_at"))
            .key(&["id"])
            .references(&["drafted_by"], "accounts", &["id"])
            .index(&["saved_at"])
            .create(manager)
            .await?;
        // Version 1 came with the first step, from nobody.
        table("catalogue_versions")
            .col(integer("version"))
            .col(text("code"))
            .col(text("event"))
            .col(uuid_null("drafted_by"))
            .col(uuid_null("published_by"))
            .col(big_integer("published_at"))
            .key(&["version"])
            .references(&["code"], "purposes", &["code"])
            .references(&["drafted_by"], "accounts", &["id"])
            .references(&["published_by"], "accounts", &["id"])
            .one_of("event", &["new", "exempted", "lapsed"])
            .check(Expr::cust("published_by <> drafted_by"))
            .check(Expr::cust("(event = 'lapsed') = (drafted_by IS NULL) AND (event = 'lapsed') = (published_by IS NULL)"))
            .create(manager)
            .await?;
        append_only(manager, "catalogue_versions", &["version"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["catalogue_versions", "purpose_drafts"]).await?;
        for column in ["changed_version", "exempt_until", "why_en", "why_ja"] {
            manager.alter_table(Table::alter().table("purposes").drop_column(column).take()).await?;
        }
        Ok(())
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
