//! The log becomes a tree (RFC 6962) that can be published: root and right edge beside the head, the tiles of what is
//! published (C2SP tlog-tiles, 256 hashes each), the checkpoints, and one more kind of leaf.
//!
//! Nodes are stopped for this step: a program from before it would append without moving the root.

mod tree;

use crate::append_only::append_only;
use crate::m2026_11_22_000005_log::{LEAF_KINDS, leaves};
use crate::table::{drop_tables, table};
use sea_orm_migration::sea_orm::{DbBackend, QueryResult};
use sea_orm_migration::{prelude::*, schema::*};
use tree::{Hash, Tree, leaf_hash};

/// With the entry that stands where a restored database lost others.
const KINDS: &[&str] = &["decision", "link", "unlink", "proxy", "erasure", "catalogue", "study", "audit-head", "gap"];
/// How many entries are read at once.
const PAGE: u64 = 1_000;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        kinds_are(manager, LEAF_KINDS, KINDS).await?;
        published(manager).await?;
        let (size, time) = stored_head(manager).await?;
        let tree = grow(manager, size).await?;
        head_with_tree(manager, size, time, &tree).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (size, time) = stored_head(manager).await?;
        drop_tables(manager, &["log_head", "log_checkpoints", "log_edge_tiles", "log_tiles"]).await?;
        table("log_head")
            .col(small_integer("id"))
            .col(big_integer("size"))
            .col(big_integer("time"))
            .key(&["id"])
            .between("id", 1, 1)
            .create(manager)
            .await?;
        insert(manager, "log_head", [("id", 1.into()), ("size", size.into()), ("time", time.into())]).await?;
        kinds_are(manager, KINDS, LEAF_KINDS).await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// What everybody may read: nothing of it waits for a decision, and no decision waits for it.
async fn published(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("log_tiles")
        .col(small_integer("level"))
        .col(big_integer("tile"))
        .col(blob("hashes"))
        .key(&["level", "tile"])
        .check(Expr::col("level").gte(0))
        .check(Expr::col("tile").gte(0))
        .bytes("hashes", 256 * 32)
        .create(manager)
        .await?;
    append_only(manager, "log_tiles", &["level", "tile"]).await?;
    table("log_edge_tiles")
        .col(small_integer("level"))
        .col(big_integer("tile"))
        .col(blob("hashes"))
        .key(&["level"])
        .check(Expr::col("level").gte(0))
        .check(Expr::col("tile").gte(0))
        .check(Expr::cust("length(hashes) % 32 = 0 AND length(hashes) < 8192"))
        .create(manager)
        .await?;
    table("log_checkpoints")
        .col(text("kind"))
        .col(big_integer("size"))
        .col(blob("root"))
        .col(big_integer("time"))
        .col(text("note"))
        .key(&["kind"])
        .one_of("kind", &["signed", "published", "cosigned"])
        .check(Expr::col("size").gte(0))
        .bytes("root", 32)
        .create(manager)
        .await
}

/// Changes the closed set of kinds. SQLite cannot change a CHECK without copying the table.
async fn kinds_are(manager: &SchemaManager<'_>, before: &[&'static str], kinds: &[&'static str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        let words: Vec<String> = kinds.iter().map(|kind| format!("'{kind}'")).collect();
        let change = format!(
            "ALTER TABLE log_leaves DROP CONSTRAINT log_leaves_kind_check, \
             ADD CONSTRAINT log_leaves_kind_check CHECK (kind IN ({}))",
            words.join(", ")
        );
        return db.execute_unprepared(&change).await.map(drop);
    }
    if let Some(gone) = before.iter().find(|kind| !kinds.contains(kind)) {
        let there = format!("SELECT position FROM log_leaves WHERE kind = '{gone}' LIMIT 1");
        if !rows(manager, &there).await?.is_empty() {
            return Err(DbErr::Custom(format!("log_leaves holds leaves of the kind {gone:?}")));
        }
    }
    db.execute_unprepared("ALTER TABLE log_leaves RENAME TO log_leaves_before").await?;
    db.execute_unprepared("DROP INDEX ix_log_leaves_subject_id_position").await?;
    leaves(kinds).create(manager).await?;
    db.execute_unprepared("INSERT INTO log_leaves SELECT * FROM log_leaves_before").await?;
    db.execute_unprepared("DROP TABLE log_leaves_before").await.map(drop)
}

async fn head_with_tree(manager: &SchemaManager<'_>, size: i64, time: i64, tree: &Tree) -> Result<(), DbErr> {
    drop_tables(manager, &["log_head"]).await?;
    table("log_head")
        .col(small_integer("id"))
        .col(big_integer("size"))
        .col(big_integer("time"))
        .col(blob("root"))
        .col(blob("edge"))
        .key(&["id"])
        .between("id", 1, 1)
        .bytes("root", 32)
        .check(Expr::cust("length(edge) % 32 = 0"))
        .create(manager)
        .await?;
    let edge = tree.edge();
    let (root, edge) = (tree::root(&edge).to_vec(), edge.concat());
    insert(
        manager,
        "log_head",
        [("id", 1.into()), ("size", size.into()), ("time", time.into()), ("root", root.into()), ("edge", edge.into())],
    )
    .await
}

/// Builds the tree over the entries that are there, and compares each hash with its leaf once more.
async fn grow(manager: &SchemaManager<'_>, size: i64) -> Result<Tree, DbErr> {
    let mut tree = Tree::default();
    let mut next = 0_i64;
    loop {
        let page = rows(
            manager,
            &format!(
                "SELECT e.position AS position, e.leaf_hash AS leaf_hash, l.bytes AS bytes FROM log_entries e \
                 LEFT JOIN log_leaves l ON l.position = e.position WHERE e.position >= {next} ORDER BY e.position LIMIT {PAGE}"
            ),
        )
        .await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            for (level, tile, hashes) in tree.push(verified(&row, next)?) {
                insert(manager, "log_tiles", [("level", level.into()), ("tile", tile.into()), ("hashes", hashes.into())]).await?;
            }
            next += 1;
        }
    }
    if next != size {
        return Err(DbErr::Custom(format!("log_head says {size} entries, and log_entries holds {next}")));
    }
    for (level, tile, hashes) in tree.edge_tiles() {
        insert(manager, "log_edge_tiles", [("level", level.into()), ("tile", tile.into()), ("hashes", hashes.into())]).await?;
    }
    Ok(tree)
}

fn verified(row: &QueryResult, expected: i64) -> Result<Hash, DbErr> {
    let position: i64 = row.try_get("", "position")?;
    if position != expected {
        return Err(DbErr::Custom(format!("log entry {expected} is missing: the next one is {position}")));
    }
    let hash: Vec<u8> = row.try_get("", "leaf_hash")?;
    let leaf: Option<Vec<u8>> = row.try_get("", "bytes")?;
    match leaf.map(|bytes| leaf_hash(&bytes)) {
        Some(computed) if computed[..] == hash[..] => Ok(computed),
        _ => Err(DbErr::Custom(format!("log entry {position}: its hash is not the hash of its leaf"))),
    }
}

async fn stored_head(manager: &SchemaManager<'_>) -> Result<(i64, i64), DbErr> {
    let head = rows(manager, "SELECT size, time FROM log_head WHERE id = 1").await?;
    let head = head.first().ok_or_else(|| DbErr::Custom("log_head has no row".into()))?;
    Ok((head.try_get("", "size")?, head.try_get("", "time")?))
}

async fn rows(manager: &SchemaManager<'_>, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    let db = manager.get_connection();
    db.query_all_raw(sea_orm_migration::sea_orm::Statement::from_string(manager.get_database_backend(), sql)).await
}

async fn insert<const N: usize>(manager: &SchemaManager<'_>, table: &'static str, row: [(&'static str, Expr); N]) -> Result<(), DbErr> {
    let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().unzip();
    manager.execute(Query::insert().into_table(table).columns(columns).values_panic(values).take()).await
}
