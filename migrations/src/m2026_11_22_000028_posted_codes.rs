//! Codes for a way back that a holder prints and sends, because it has the person's address.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("posted_codes")
            .col(uuid("request_id"))
            .col(uuid("holder_id"))
            .col(blob_null("number"))
            .col(big_integer_null("approved_at"))
            .col(big_integer_null("printed_at"))
            .col(big_integer("ends_at"))
            .key(&["request_id"])
            .references(&["request_id"], "requests", &["id"])
            .references(&["holder_id"], "holders", &["id"])
            .index(&["holder_id"])
            .index(&["ends_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["posted_codes"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
