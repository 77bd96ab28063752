//! What a holder counts month by month, and the letters it has just made.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Added to in the transaction that does what is counted: nothing is counted twice, and no page counts a table.
        // study_id is all zeros where no study is meant: a key has no empty columns.
        table("holder_counts")
            .col(uuid("holder_id"))
            .col(text("month"))
            .col(text("what"))
            .col(uuid("study_id"))
            .col(big_integer("n"))
            .key(&["holder_id", "month", "what", "study_id"])
            .create(manager)
            .await?;
        // The codes in clear are sealed, and gone as soon as they were printed.
        table("letters")
            .col(uuid("id"))
            .col(uuid("account_id"))
            .col(text("form_key"))
            .col(blob("body_digest"))
            .col(blob_null("sealed"))
            .col(big_integer("created_at"))
            .key(&["id"])
            .references(&["account_id"], "accounts", &["id"])
            .unique(&["account_id", "form_key"])
            .index(&["created_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["letters", "holder_counts"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
