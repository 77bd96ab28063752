//! Where people are told that there is something new, and the mails that are on their way.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("contacts")
            .col(uuid("account_id"))
            .col(blob_null("sealed"))
            .col(big_integer_null("confirmed_at"))
            .col(text("language"))
            .col(boolean("conflicts"))
            .col(boolean("inquiries"))
            .col(blob_null("pending"))
            .col(blob_null("code_digest"))
            .col(big_integer_null("code_sent_at"))
            .col(small_integer("code_tries"))
            .key(&["account_id"])
            .references(&["account_id"], "accounts", &["id"])
            .one_of("language", &["ja", "en"])
            .bytes("code_digest", 32)
            .check(Expr::cust("(sealed IS NULL) = (confirmed_at IS NULL)"))
            .check(Expr::cust("(pending IS NULL) = (code_digest IS NULL)"))
            .check(Expr::cust("(pending IS NULL) = (code_sent_at IS NULL)"))
            .create(manager)
            .await?;
        // To whom, in which language, and a code where it brings one: sealed. What else a mail says is the same for everybody.
        table("mails")
            .col(uuid("id"))
            .col(uuid("account_id"))
            .col(text("kind"))
            .col(blob("sealed"))
            .col(big_integer("created_at"))
            .col(big_integer("next_at"))
            .col(small_integer("tries"))
            .key(&["id"])
            .references(&["account_id"], "accounts", &["id"])
            .one_of("kind", &["code", "security", "news"])
            .index(&["next_at"])
            .index(&["account_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["mails", "contacts"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
