//! Natural persons and the identifiers they are known by.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("subjects")
            .col(uuid("id"))
            .col(blob_null("birth_digest"))
            .col(big_integer("created_at"))
            .key(&["id"])
            .bytes("birth_digest", 32)
            .create(manager)
            .await?;
        table("identifier_assignments")
            .col(blob("digest"))
            .col(uuid("subject_id"))
            .col(uuid("asserted_by"))
            .col(small_integer("kind"))
            .col(small_integer("key_version"))
            .col(big_integer("valid_from"))
            .col(big_integer_null("valid_to"))
            .key(&["digest", "subject_id", "asserted_by"])
            .references(&["subject_id"], "subjects", &["id"])
            .bytes("digest", 16)
            .between("kind", 1, 3)
            .index(&["subject_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["identifier_assignments", "subjects"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
