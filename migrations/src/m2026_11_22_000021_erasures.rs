//! Leaf bytes that were erased because the law demanded it, and a way to find the leaves that are no decision.

use crate::append_only::append_only;
use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Nothing here says whose the entry was, or what it said.
        table("erased_leaves")
            .col(big_integer("position"))
            .col(big_integer("erasure"))
            .key(&["position"])
            .references(&["position"], "log_entries", &["position"])
            .references(&["erasure"], "log_entries", &["position"])
            .check(Expr::col("position").lt(Expr::col("erasure")))
            .index(&["erasure"])
            .create(manager)
            .await?;
        append_only(manager, "erased_leaves", &["position"]).await?;
        // Decisions are by far the most, and found by their subject: they pay nothing for this index.
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX ix_log_leaves_kind_position ON log_leaves (kind, position) WHERE kind <> 'decision'")
            .await
            .map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX ix_log_leaves_kind_position").await?;
        drop_tables(manager, &["erased_leaves"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
