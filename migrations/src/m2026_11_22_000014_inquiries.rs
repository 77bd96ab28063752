//! What people ask the desk, and what it answers.

use crate::append_only::append_only;
use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No reference from about_disclosure: disclosures are many, and a question outlives whatever becomes of its use.
        table("inquiries")
            .col(uuid("id"))
            .col(uuid("subject_id"))
            .col(uuid("account_id"))
            .col(text("kind"))
            .col(text("language"))
            .col(uuid_null("about_disclosure"))
            .col(text("status"))
            .col(big_integer("asked_at"))
            .col(uuid_null("taken_by"))
            .col(big_integer_null("taken_at"))
            .col(big_integer_null("answered_at"))
            .col(big_integer_null("closed_at"))
            .key(&["id"])
            .references(&["subject_id"], "subjects", &["id"])
            .references(&["account_id"], "accounts", &["id"])
            .references(&["taken_by"], "accounts", &["id"])
            .one_of("kind", &["general", "use", "conflict"])
            .one_of("language", &["ja", "en"])
            .one_of("status", &["open", "taken", "answered", "closed"])
            // Ids sort by the moment of asking: the queue, the person's list, what a member of staff took.
            .index(&["status", "id"])
            .index(&["account_id", "id"])
            .index(&["taken_by", "status"])
            .create(manager)
            .await?;
        table("inquiry_messages")
            .col(uuid("id"))
            .col(uuid("inquiry_id"))
            .col(small_integer("number"))
            .col(text("author"))
            .col(uuid("account_id"))
            .col(blob("sealed"))
            .col(blob_null("key_digest"))
            .col(big_integer("at"))
            .key(&["id"])
            .references(&["inquiry_id"], "inquiries", &["id"])
            .references(&["account_id"], "accounts", &["id"])
            .one_of("author", &["person", "desk"])
            .bytes("key_digest", 32)
            .unique(&["inquiry_id", "number"])
            .unique(&["account_id", "key_digest"])
            .create(manager)
            .await?;
        append_only(manager, "inquiry_messages", &["id"]).await?;
        // The place is an inquiry, or nothing but zeros for one that is not asked yet.
        table("inquiry_drafts")
            .col(uuid("id"))
            .col(uuid("account_id"))
            .col(uuid("place"))
            .col(blob("sealed"))
            .col(big_integer("at"))
            .key(&["id"])
            .references(&["account_id"], "accounts", &["id"])
            .unique(&["account_id", "place"])
            .index(&["at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["inquiry_drafts", "inquiry_messages", "inquiries"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
