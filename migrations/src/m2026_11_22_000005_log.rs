//! The log, what holds now, and which subjects are one person.

use crate::append_only::{self, append_only};
use crate::table::{NewTable, drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

const STANCES: &[&str] = &["refuse", "allow"];
const CHANNELS: &[&str] = &["online", "phone", "paper", "counter"];
const DECIDED_BY: &[&str] = &["patient", "proxy", "staff"];
/// The kinds of leaves that there were at first.
pub(crate) const LEAF_KINDS: &[&str] = &["decision", "link", "unlink", "proxy", "erasure", "catalogue", "study", "audit-head"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        append_only::prepare(manager).await?;
        entries(manager).await?;
        choices(manager).await?;
        links(manager).await?;
        // As numbers of 64 bits: a step back from a later one inserts the same row on the same connection.
        let first = [1.into(), 0_i64.into(), 0_i64.into()];
        manager.execute(Query::insert().into_table("log_head").columns(["id", "size", "time"]).values_panic(first).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &["idempotency_keys", "kin", "links", "current_choices", "subject_chains", "log_leaves", "log_entries", "log_head"],
        )
        .await?;
        append_only::clear(manager).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn entries(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("log_head")
        .col(small_integer("id"))
        .col(big_integer("size"))
        .col(big_integer("time"))
        .key(&["id"])
        .between("id", 1, 1)
        .create(manager)
        .await?;
    table("log_entries")
        .col(big_integer("position"))
        .col(blob("leaf_hash"))
        .key(&["position"])
        .bytes("leaf_hash", 32)
        .check(Expr::col("position").gte(0))
        .create(manager)
        .await?;
    append_only(manager, "log_entries", &["position"]).await?;
    leaves(LEAF_KINDS).create(manager).await?;
    table("subject_chains")
        .col(uuid("subject_id"))
        .col(big_integer("seq"))
        .col(blob("leaf_hash"))
        .key(&["subject_id"])
        .references(&["subject_id"], "subjects", &["id"])
        .bytes("leaf_hash", 32)
        .create(manager)
        .await
}

/// The table of leaves with these kinds of them; the step that adds a kind makes it anew.
pub(crate) fn leaves(kinds: &[&'static str]) -> NewTable {
    table("log_leaves")
        .col(big_integer("position"))
        .col(text("kind"))
        .col(blob("bytes"))
        .col(uuid_null("subject_id"))
        .col(uuid_null("account_id"))
        .col(text_null("scope"))
        .col(text_null("stance"))
        .col(big_integer_null("effective_at"))
        .col(big_integer("recorded_at"))
        .col(text_null("channel"))
        .col(text_null("decided_by"))
        .col(text_null("notice"))
        .key(&["position"])
        .references(&["position"], "log_entries", &["position"])
        .references(&["subject_id"], "subjects", &["id"])
        .one_of("kind", kinds)
        .one_of("stance", STANCES)
        .one_of("channel", CHANNELS)
        .one_of("decided_by", DECIDED_BY)
        .index(&["subject_id", "position"])
}

async fn choices(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("current_choices")
        .col(uuid("subject_id"))
        .col(text("scope"))
        .col(text("stance"))
        .col(big_integer("effective_at"))
        .col(big_integer("position"))
        .col(big_integer("recorded_at"))
        .col(uuid_null("account_id"))
        .col(text("channel"))
        .col(text("decided_by"))
        .col(text("notice"))
        .key(&["subject_id", "scope"])
        .references(&["subject_id"], "subjects", &["id"])
        .references(&["position"], "log_entries", &["position"])
        .one_of("stance", STANCES)
        .one_of("channel", CHANNELS)
        .one_of("decided_by", DECIDED_BY)
        .create(manager)
        .await?;
    table("idempotency_keys")
        .col(blob("digest"))
        .col(blob("body_hash"))
        .col(big_integer("position"))
        .col(big_integer("at"))
        .key(&["digest"])
        .references(&["position"], "log_entries", &["position"])
        .bytes("digest", 32)
        .bytes("body_hash", 32)
        .index(&["at"])
        .create(manager)
        .await
}

async fn links(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("links")
        .col(big_integer("position"))
        .col(uuid("one"))
        .col(uuid("other"))
        .col(boolean("joins"))
        .col(big_integer("at"))
        .col(text("cause"))
        .key(&["position"])
        .references(&["position"], "log_entries", &["position"])
        .references(&["one"], "subjects", &["id"])
        .references(&["other"], "subjects", &["id"])
        .one_of("cause", &["activation", "desk"])
        .check(Expr::col("one").ne(Expr::col("other")))
        .index(&["one"])
        .index(&["other"])
        .create(manager)
        .await?;
    append_only(manager, "links", &["position"]).await?;
    table("kin")
        .col(uuid("subject_id"))
        .col(uuid("other_id"))
        .col(big_integer("since_position"))
        .key(&["subject_id", "other_id"])
        .references(&["subject_id"], "subjects", &["id"])
        .references(&["other_id"], "subjects", &["id"])
        .references(&["since_position"], "links", &["position"])
        .create(manager)
        .await
}
