//! What holders report over the API and on the page: keys that were used, drafts, corrections, and what becomes of conflicts.

use crate::append_only::append_only;
use crate::table::{drop_tables, table};
use sea_orm_migration::sea_orm::DbBackend;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "uses", integer_null("row_index")).await?;
        add(manager, "disclosures", integer_null("accepted")).await?;
        add(manager, "disclosures", integer_null("unchecked")).await?;
        reports(manager).await?;
        conflicts(manager).await?;
        known_conflicts(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let made = ["conflict_notes", "conflicts", "display_reasons", "corrections", "report_drafts", "report_keys"];
        drop_tables(manager, &made).await?;
        remove(manager, "disclosures", "unchecked").await?;
        remove(manager, "disclosures", "accepted").await?;
        remove(manager, "uses", "row_index").await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn reports(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("report_keys")
        .col(uuid("holder_id"))
        .col(blob("digest"))
        .col(blob("body_hash"))
        .col(uuid_null("disclosure_id"))
        .col(text_null("answer"))
        .col(big_integer("at"))
        .key(&["holder_id", "digest"])
        .references(&["holder_id"], "holders", &["id"])
        .bytes("digest", 32)
        .bytes("body_hash", 32)
        .index(&["disclosure_id"])
        .create(manager)
        .await?;
    table("report_drafts")
        .col(uuid("id"))
        .col(uuid("holder_id"))
        .col(uuid("account_id"))
        .col(blob("sealed"))
        .col(big_integer("at"))
        .key(&["id"])
        .references(&["holder_id"], "holders", &["id"])
        .references(&["account_id"], "accounts", &["id"])
        .index(&["at"])
        .create(manager)
        .await?;
    table("corrections")
        .col(uuid("disclosure_id"))
        .col(uuid_null("corrected_by"))
        .col(big_integer("at"))
        .key(&["disclosure_id"])
        .references(&["disclosure_id"], "disclosures", &["id"])
        .references(&["corrected_by"], "disclosures", &["id"])
        .unique(&["corrected_by"])
        .create(manager)
        .await?;
    append_only(manager, "corrections", &["disclosure_id"]).await?;
    table("display_reasons")
        .col(uuid("disclosure_id"))
        .col(uuid("subject_id"))
        .col(text("reason"))
        .col(text("role"))
        .col(text("review_by"))
        .key(&["disclosure_id", "subject_id"])
        .references(&["disclosure_id"], "disclosures", &["id"])
        .create(manager)
        .await?;
    append_only(manager, "display_reasons", &["disclosure_id", "subject_id"]).await
}

async fn conflicts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("conflicts")
        .col(uuid("id"))
        .col(uuid("disclosure_id"))
        .col(uuid("subject_id"))
        .col(uuid("holder_id"))
        .col(integer_null("row_index"))
        .col(small_integer("kind"))
        .col(small_integer("display"))
        .col(small_integer("status"))
        .col(big_integer("found_at"))
        .key(&["id"])
        .references(&["disclosure_id"], "disclosures", &["id"])
        .references(&["holder_id"], "holders", &["id"])
        .between("kind", 1, 3)
        .between("display", 0, 2)
        .between("status", 0, 3)
        .unique(&["disclosure_id", "subject_id"])
        .index(&["holder_id", "found_at", "id"])
        .index(&["status", "disclosure_id"])
        .create(manager)
        .await?;
    table("conflict_notes")
        .col(uuid("id"))
        .col(uuid("disclosure_id"))
        .col(uuid_null("conflict_id"))
        .col(text("said_by"))
        .col(uuid("account_id"))
        .col(blob("sealed"))
        .col(big_integer("at"))
        .col(boolean("closes"))
        .key(&["id"])
        .references(&["disclosure_id"], "disclosures", &["id"])
        .references(&["conflict_id"], "conflicts", &["id"])
        .references(&["account_id"], "accounts", &["id"])
        .one_of("said_by", &["holder", "desk"])
        .index(&["disclosure_id", "at"])
        .create(manager)
        .await?;
    append_only(manager, "conflict_notes", &["id"]).await
}

/// Conflicts that were found before there was a table of them: a conflict never disappears.
async fn known_conflicts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let new_id = if manager.get_database_backend() == DbBackend::Postgres { "gen_random_uuid()" } else { "randomblob(16)" };
    let carry_over = format!(
        "INSERT INTO conflicts (id, disclosure_id, subject_id, holder_id, row_index, kind, display, status, found_at) \
         SELECT {new_id}, u.disclosure_id, u.subject_id, d.holder_id, NULL, u.conflict, u.display, 0, d.reported_at \
         FROM uses u JOIN disclosures d ON d.id = u.disclosure_id WHERE u.conflict IS NOT NULL"
    );
    manager.get_connection().execute_unprepared(&carry_over).await.map(|_| ())
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}

async fn remove(manager: &SchemaManager<'_>, table: &'static str, column: &'static str) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).drop_column(column).take()).await
}
