//! Signs of life after a death was written down: somebody at the desk has to look at each.

use crate::table::{NewTable, drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

/// The signs that there were at first.
pub(crate) const SIGNS: &[&str] = &["signed-in", "recovered", "activated"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alarms(SIGNS).create(manager).await?;
        // Those that stood in the audit chain only: nobody has looked at them yet.
        let known = "INSERT INTO alarms (id, sign, subject_id, at) \
                     SELECT id, 'signed-in', subject_id, at FROM subject_facts WHERE kind = 'deceased-suspended'";
        manager.get_connection().execute_unprepared(known).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["alarms"]).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// The table of alarms with these signs; the step that adds one makes it anew.
pub(crate) fn alarms(signs: &[&'static str]) -> NewTable {
    table("alarms")
        .col(uuid("id"))
        .col(text("sign"))
        .col(uuid("subject_id"))
        .col(uuid_null("account_id"))
        .col(big_integer("at"))
        .col(uuid_null("closed_by"))
        .col(big_integer_null("closed_at"))
        .col(blob_null("closing"))
        .key(&["id"])
        .references(&["subject_id"], "subjects", &["id"])
        .references(&["account_id"], "accounts", &["id"])
        .references(&["closed_by"], "accounts", &["id"])
        .one_of("sign", signs)
        .check(Expr::cust("(closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (closing IS NULL)"))
        .index(&["closed_at", "id"])
}
