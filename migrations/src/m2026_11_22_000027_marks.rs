//! What is true of a database as a whole: that the demo was made in it. And the form in which its identifiers are written, which until now
//! was kept as the version of their key.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("marks").col(text("name")).col(big_integer("set_at")).key(&["name"]).create(manager).await?;
        let db = manager.get_connection();
        // The demos that are there already: these organisations exist nowhere else.
        db.execute_unprepared(
            "INSERT INTO marks (name, set_at) SELECT 'demo-data', 0 WHERE 3 = (SELECT COUNT(*) FROM clients \
             WHERE id IN ('sakuradai-hospital', 'midorizaka-clinic', 'nanase-city'))",
        )
        .await?;
        let form = "INSERT INTO key_checks (name, version, value) \
                    SELECT 'normaliser', version, value FROM key_checks WHERE name = 'identifier'";
        db.execute_unprepared(form).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DELETE FROM key_checks WHERE name = 'normaliser'").await?;
        drop_tables(manager, &["marks"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
