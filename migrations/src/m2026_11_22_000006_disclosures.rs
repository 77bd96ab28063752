//! What holders reported and asked.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("disclosures")
            .col(uuid("id"))
            .col(uuid("holder_id"))
            .col(uuid("study_id"))
            .col(integer("study_version"))
            .col(big_integer("disclosed_at"))
            .col(big_integer("reported_at"))
            .col(text("recipient"))
            .col(text("form"))
            .col(text("categories"))
            .col(text_null("records_from"))
            .col(text_null("records_to"))
            .col(text_null("check_id"))
            .col(big_integer_null("checked_at"))
            .col(boolean("historic"))
            .key(&["id"])
            .references(&["holder_id"], "holders", &["id"])
            .references(&["study_id", "study_version"], "study_versions", &["study_id", "version"])
            .one_of("form", &["anonymised", "pseudonymised-processed", "pseudonymised", "identifiable"])
            .index(&["holder_id", "reported_at"])
            .index(&["study_id"])
            .create(manager)
            .await?;
        // Ten thousand million rows: no references, whose upkeep would cost two look-ups per row.
        table("uses")
            .col(uuid("subject_id"))
            .col(big_integer("disclosed_at"))
            .col(uuid("disclosure_id"))
            .col(small_integer("display"))
            .col(boolean("covered"))
            .col(small_integer_null("conflict"))
            .col(integer_null("record_count"))
            .key(&["subject_id", "disclosed_at", "disclosure_id"])
            .between("display", 0, 2)
            .between("conflict", 1, 3)
            .index(&["disclosure_id"])
            .create(manager)
            .await?;
        // Written in batches behind every check: no references here either.
        table("who_asked")
            .col(uuid("subject_id"))
            .col(uuid("holder_id"))
            .col(text("purposes"))
            .col(big_integer("first_at"))
            .col(big_integer("last_at"))
            .col(big_integer("count"))
            .col(boolean("last_permitted"))
            .key(&["subject_id", "holder_id", "purposes"])
            .index(&["last_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["who_asked", "uses", "disclosures"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
