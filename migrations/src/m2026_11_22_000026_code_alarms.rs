//! One more sign for the desk: a code that somebody tried for a protected person.

use crate::m2026_11_22_000018_alarms::{SIGNS, alarms};
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// With the new one.
const MORE: &[&str] = &["signed-in", "recovered", "activated", "protected-code"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        signs_are(manager, MORE).await
    }

    /// Fails while an alarm with the new sign is there: an alarm never disappears.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        signs_are(manager, SIGNS).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// SQLite cannot change what a column may hold: there the table is made anew.
async fn signs_are(manager: &SchemaManager<'_>, signs: &[&'static str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        let words: Vec<String> = signs.iter().map(|sign| format!("'{sign}'")).collect();
        let change = format!(
            "ALTER TABLE alarms DROP CONSTRAINT alarms_sign_check, ADD CONSTRAINT alarms_sign_check CHECK (sign IN ({}))",
            words.join(", ")
        );
        return db.execute_unprepared(&change).await.map(drop);
    }
    db.execute_unprepared("ALTER TABLE alarms RENAME TO alarms_before").await?;
    db.execute_unprepared("DROP INDEX ix_alarms_closed_at_id").await?;
    alarms(signs).create(manager).await?;
    db.execute_unprepared("INSERT INTO alarms SELECT * FROM alarms_before").await?;
    db.execute_unprepared("DROP TABLE alarms_before").await.map(drop)
}
