//! Who wrote at a draft of a study: whoever took it over, and those before. None of them publishes it.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("study_writers")
            .col(uuid("study_id"))
            .col(uuid("account_id"))
            .col(big_integer("since"))
            .key(&["study_id", "account_id"])
            .references(&["account_id"], "accounts", &["id"])
            .create(manager)
            .await?;
        let known = "INSERT INTO study_writers (study_id, account_id, since) SELECT study_id, drafted_by, saved_at FROM study_drafts";
        manager.get_connection().execute_unprepared(known).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["study_writers"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
