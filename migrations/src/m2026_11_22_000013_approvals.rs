//! What one member of staff asked another one to approve, and the people who act for others.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("requests")
            .col(uuid("id"))
            .col(text("kind"))
            .col(uuid("subject_id"))
            .col(uuid_null("other_id"))
            .col(blob("detail"))
            .col(blob("reason"))
            .col(text("evidence"))
            .col(uuid("requested_by"))
            .col(big_integer("requested_at"))
            .col(big_integer("expires_at"))
            .col(uuid_null("decided_by"))
            .col(big_integer_null("decided_at"))
            .col(text_null("outcome"))
            .key(&["id"])
            .references(&["subject_id"], "subjects", &["id"])
            .references(&["other_id"], "subjects", &["id"])
            .references(&["requested_by"], "accounts", &["id"])
            .references(&["decided_by"], "accounts", &["id"])
            .one_of("kind", &["recovery", "link", "unlink", "permit", "proxy", "lift-protection"])
            .one_of("outcome", &["approved", "declined", "expired"])
            // The database itself refuses what no program may write.
            .check(Expr::cust("decided_by IS NULL OR decided_by <> requested_by"))
            .index(&["outcome", "id"])
            .create(manager)
            .await?;
        table("binding_codes")
            .col(uuid("request_id"))
            .col(uuid("account_id"))
            .col(uuid("made_by"))
            .col(blob("digest"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("used_at"))
            .key(&["request_id"])
            .references(&["request_id"], "requests", &["id"])
            .references(&["account_id"], "accounts", &["id"])
            .bytes("digest", 32)
            .unique(&["digest"])
            .create(manager)
            .await?;
        table("proxies")
            .col(uuid("id"))
            .col(uuid("subject_id"))
            .col(uuid("proxy_account"))
            .col(text("role"))
            .col(text("evidence"))
            .col(big_integer("from_at"))
            .col(text_null("turns_15"))
            .col(text_null("turns_18"))
            .col(uuid("granted_by"))
            .col(uuid("approved_by"))
            .col(big_integer_null("ended_at"))
            .col(uuid_null("ended_by"))
            .key(&["id"])
            .references(&["subject_id"], "subjects", &["id"])
            .references(&["proxy_account"], "accounts", &["id"])
            .one_of("role", &["parent", "guardian", "attorney"])
            .check(Expr::cust("(turns_15 IS NULL) = (turns_18 IS NULL)"))
            .index(&["subject_id"])
            .index(&["proxy_account"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["proxies", "binding_codes", "requests"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
