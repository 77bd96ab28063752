//! The keys of decisions stay as long as the decisions (docs/decisions/0009): nobody looks for old ones, and no decision waits
//! for an index that nothing reads.

use sea_orm_migration::prelude::*;

const INDEX: &str = "ix_idempotency_keys_at";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(INDEX).table("idempotency_keys").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(Index::create().name(INDEX).table("idempotency_keys").col("at").take()).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
