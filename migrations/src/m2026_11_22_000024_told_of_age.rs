//! That people were told when a grant narrowed at 15 and ended at 18: once.

use sea_orm_migration::{prelude::*, schema::*};

/// Column, and the day it belongs to.
const TOLD: [(&str, &str); 2] = [("told_15_at", "turns_15"), ("told_18_at", "turns_18")];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (told, day) in TOLD {
            manager.alter_table(Table::alter().table("proxies").add_column(big_integer_null(told)).take()).await?;
            // Whoever is not told yet is found by the day.
            let index = Index::create().name(format!("ix_proxies_{told}")).table("proxies").col(told).col(day).take();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (told, _) in TOLD {
            manager.drop_index(Index::drop().name(format!("ix_proxies_{told}")).table("proxies").to_owned()).await?;
            manager.alter_table(Table::alter().table("proxies").drop_column(told).take()).await?;
        }
        Ok(())
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
