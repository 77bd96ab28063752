//! Whom the desk looked at, what it did there, and what it wrote down about people.

use crate::append_only::append_only;
use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No reference from inquiry_id and disclosure_id: what was looked at stays written down whatever becomes of it.
        table("look_ups")
            .col(uuid("id"))
            .col(uuid("account_id"))
            .col(uuid_null("subject_id"))
            .col(blob("reason"))
            .col(text("found_by"))
            .col(uuid_null("inquiry_id"))
            .col(uuid_null("disclosure_id"))
            .col(big_integer("at"))
            .col(uuid_null("approved_by"))
            .col(big_integer("ends_at"))
            .key(&["id"])
            .references(&["account_id"], "accounts", &["id"])
            .references(&["subject_id"], "subjects", &["id"])
            .one_of("found_by", &["told", "inquiry", "created", "approved"])
            .index(&["account_id", "at"])
            .index(&["subject_id", "at"])
            .create(manager)
            .await?;
        // What a look-up needs for a step later, and nobody after it: removed when it ends.
        table("look_up_scratch")
            .col(uuid("look_up_id"))
            .col(uuid("subject_id"))
            .col(blob_null("digest"))
            .col(small_integer_null("kind"))
            .col(blob_null("birth_digest"))
            .col(blob_null("letter"))
            .key(&["look_up_id"])
            .references(&["look_up_id"], "look_ups", &["id"])
            .bytes("digest", 16)
            .bytes("birth_digest", 32)
            .between("kind", 1, 3)
            .create(manager)
            .await?;
        // A number that was mistyped must not have to be typed again: sealed, for minutes, one form for each account.
        table("look_up_forms")
            .col(uuid("account_id"))
            .col(blob("sealed"))
            .col(big_integer("ends_at"))
            .key(&["account_id"])
            .references(&["account_id"], "accounts", &["id"])
            .create(manager)
            .await?;
        table("look_up_acts")
            .col(uuid("id"))
            .col(uuid("look_up_id"))
            .col(text("kind"))
            .col(text_null("object"))
            .col(blob_null("note"))
            .col(big_integer("at"))
            .key(&["id"])
            .references(&["look_up_id"], "look_ups", &["id"])
            .index(&["look_up_id"])
            .create(manager)
            .await?;
        append_only(manager, "look_up_acts", &["id"]).await?;
        table("subject_facts")
            .col(uuid("id"))
            .col(uuid("subject_id"))
            .col(text("kind"))
            .col(text_null("day"))
            .col(text("sources"))
            .col(blob_null("note"))
            .col(uuid_null("entered_by"))
            .col(uuid_null("approved_by"))
            .col(big_integer("at"))
            .key(&["id"])
            .references(&["subject_id"], "subjects", &["id"])
            .one_of("kind", &["protected", "lifted", "deceased", "deceased-suspended"])
            .index(&["subject_id", "at"])
            .create(manager)
            .await?;
        append_only(manager, "subject_facts", &["id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["subject_facts", "look_up_acts", "look_up_forms", "look_up_scratch", "look_ups"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
