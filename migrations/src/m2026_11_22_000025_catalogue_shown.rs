//! Which version of the catalogue of purposes was shown with a decision. The leaf stays as it is: it is kept beside it.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("log_leaves").add_column(integer_null("catalogue_version")).take()).await?;
        // Until now there was one version.
        let known = "UPDATE log_leaves SET catalogue_version = 1 WHERE kind = 'decision' \
                     AND (SELECT MAX(since_version) FROM purposes) = 1";
        manager.get_connection().execute_unprepared(known).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("log_leaves").drop_column("catalogue_version").take()).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
