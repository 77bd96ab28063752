//! More look-ups than a desk needs: somebody else at the desk has to look at each.

use crate::table::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("look_up_alarms")
            .col(uuid("id"))
            .col(uuid("account_id"))
            .col(big_integer("at"))
            .col(big_integer("last_at"))
            .col(integer("refused"))
            .col(uuid_null("closed_by"))
            .col(big_integer_null("closed_at"))
            .col(blob_null("closing"))
            .key(&["id"])
            .references(&["account_id"], "accounts", &["id"])
            .references(&["closed_by"], "accounts", &["id"])
            .check(Expr::cust("refused > 0 AND closed_by <> account_id"))
            .check(Expr::cust("(closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (closing IS NULL)"))
            .index(&["closed_at", "id"])
            .index(&["account_id", "closed_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["look_up_alarms"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
