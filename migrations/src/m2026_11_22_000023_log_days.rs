//! How the log grew, for everybody to see: its size at the end of each day in Tokyo on which anything was entered.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("log_days")
            .col(big_integer("day"))
            .col(big_integer("size"))
            .key(&["day"])
            .check(Expr::col("size").gt(0))
            .create(manager)
            .await?;
        // Tokyo is nine hours ahead of UTC, all year.
        let known = "INSERT INTO log_days (day, size) \
                     SELECT (recorded_at + 32400000) / 86400000 * 86400000 - 32400000, MAX(position) + 1 FROM log_leaves GROUP BY 1";
        manager.get_connection().execute_unprepared(known).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["log_days"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
