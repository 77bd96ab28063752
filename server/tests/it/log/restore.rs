//! P8: somebody restores an older copy of the database. The server refuses to go on with it, for it would sign a second log over the
//! first one; told that the loss is known, it goes on, and the log says so itself.

use super::check_log;
use super::load::Decider;
use super::seen::Seen;
use crate::process::Installation;
use domain::log::leaf::ReadLeaf;
use domain::log::receipt::Receipt;
use domain::log::tree::TreeHash;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Statement};
use server::store::Store;
use server::store::entity::{audit_lines, log_checkpoints, log_leaves};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

/// A copy of the database of an installation that does not run.
enum Copy {
    File(PathBuf),
    Database(String),
}

impl Copy {
    async fn of(url: &str) -> Self {
        if let Some(file) = url.strip_prefix("sqlite://") {
            let copy = format!("{file}.copy");
            copy_file(file, &copy);
            return Self::File(copy.into());
        }
        let name = name(url);
        let others = format!("PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        // Whoever runs meanwhile comes back afterwards.
        sql(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        sql(format!("DO $$ BEGIN {others}; PERFORM pg_sleep(0.3); END $$")).await;
        sql(format!("CREATE DATABASE {name}_copy TEMPLATE {name}")).await;
        for database in [&name, &format!("{name}_copy")] {
            sql(format!("ALTER DATABASE {database} ALLOW_CONNECTIONS true")).await;
        }
        Self::Database(format!("{name}_copy"))
    }

    /// A copy of the database of an installation that runs.
    async fn of_running(url: &str) -> Self {
        let Some(file) = url.strip_prefix("sqlite://") else { return Self::of(url).await };
        let copy = format!("{file}.copy");
        let store = Store::connect(url, 1, false).await.unwrap();
        store.db().execute_unprepared(&format!("VACUUM INTO '{copy}'")).await.unwrap();
        Self::File(copy.into())
    }

    /// Puts the copy back while the installation runs.
    async fn restore_under(self, url: &str) {
        match self {
            Self::File(copy) => put_back(url, &copy.display().to_string()).await,
            Self::Database(_) => self.restore(url).await,
        }
    }

    async fn restore(self, url: &str) {
        match self {
            Self::File(copy) => copy_file(&copy.display().to_string(), url.strip_prefix("sqlite://").unwrap()),
            Self::Database(copy) => {
                sql(format!("DROP DATABASE {} WITH (FORCE)", name(url))).await;
                sql(format!("ALTER DATABASE {copy} RENAME TO {}", name(url))).await;
            }
        }
    }
}

/// Every row of every table becomes what it is in the copy, at once, as the file itself would.
async fn put_back(url: &str, copy: &str) {
    let store = Store::connect(url, 1, false).await.unwrap();
    let db = store.db();
    let names = async |what: &str| -> Vec<(String, String)> {
        let select = format!("SELECT name, sql FROM sqlite_master WHERE type = '{what}' AND name NOT LIKE 'sqlite_%'");
        let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, select)).await.unwrap();
        rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
    };
    let (tables, triggers) = (names("table").await, names("trigger").await);
    let drop_triggers = triggers.iter().map(|(name, _)| format!("DROP TRIGGER {name}; "));
    let tables = tables.iter().map(|(name, _)| format!("DELETE FROM main.{name}; INSERT INTO main.{name} SELECT * FROM copy.{name}; "));
    let make_triggers = triggers.iter().map(|(_, sql)| format!("{sql}; "));
    let all: String = drop_triggers.chain(tables).chain(make_triggers).collect();
    db.execute_unprepared(&format!("ATTACH '{copy}' AS copy")).await.unwrap();
    // A file that is copied knows of no rules between tables.
    db.execute_unprepared(&format!("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE; {all} COMMIT")).await.unwrap();
}

fn name(url: &str) -> String {
    url.rsplit('/').next().unwrap().to_owned()
}

/// With the log of what was written last, which is no part of the file before somebody opens it again.
fn copy_file(from: &str, to: &str) {
    for part in ["", "-wal"] {
        let _ = std::fs::remove_file(format!("{to}{part}"));
        if std::fs::exists(format!("{from}{part}")).unwrap() {
            std::fs::copy(format!("{from}{part}"), format!("{to}{part}")).unwrap();
        }
    }
    let _ = std::fs::remove_file(format!("{to}-shm"));
}

async fn sql(statement: String) {
    tokio::task::spawn_blocking(move || crate::postgres::shared().sql("postgres", &statement)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_copy_of_the_sqlite_file_is_not_served_until_the_loss_is_admitted() {
    an_older_copy_is_refused(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_copy_of_the_postgresql_database_is_not_served_until_the_loss_is_admitted() {
    an_older_copy_is_refused(false).await;
}

async fn an_older_copy_is_refused(on_sqlite: bool) {
    let (installation, world) = if on_sqlite { Installation::on_sqlite().await } else { Installation::on_postgresql().await };
    let url = world.core().config.database_url.clone();
    installation.start().await;
    let mut taro = Decider::some(&world, 1).await.remove(0);
    // From here on the process alone has the database.
    world.core().store.db().clone().close().await.unwrap();
    let mut seen = Seen::begin(&world.router).await;
    let early = decided(&mut taro, 3).await;
    early.iter().for_each(|receipt| drop(seen.keep(receipt)));
    installation.kill();
    let copy = Copy::of(&url).await;
    installation.start().await;
    let late = decided(&mut taro, 2).await;
    late.iter().for_each(|receipt| drop(seen.keep(receipt)));
    let newest = seen.wait_until_published(0).await;
    installation.kill();
    copy.restore(&url).await;

    let refused = installation.run(&["serve"]).await;
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("checkpoint") && said.contains("hikae log resume --after-loss"), "it says what to do: {said}");
    let verify = installation.run(&["log", "verify"]).await;
    assert!(!verify.status.success() && String::from_utf8_lossy(&verify.stderr).contains("kept checkpoint"));

    let resumed = installation.run(&["log", "resume", "--after-loss"]).await;
    assert!(resumed.status.success(), "{}", String::from_utf8_lossy(&resumed.stderr));
    installation.start().await;
    let mut after = Seen::begin(&world.router).await;
    early.iter().for_each(|receipt| drop(after.keep(receipt)));
    let again = decided(&mut taro, 1).await;
    again.iter().for_each(|receipt| drop(after.keep(receipt)));
    after.wait_until_published(0).await;
    after.compare().await;
    let store = Store::connect(&url, 2, false).await.unwrap();
    check_log(&store).await;
    the_log_says_what_was_lost(&store, newest.size, newest.root).await;
    // Whoever decided in between holds the proof that it was lost.
    for receipt in &late {
        let (lost, leaf) = (seen.keep(receipt), receipt.parse::<Receipt>().unwrap().leaf);
        assert!(lost.decision.is_some() && log_leaves::Entity::find().all(store.db()).await.unwrap().iter().all(|row| row.bytes != leaf));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sqlite_file_that_goes_back_under_a_running_node_is_not_signed_over() {
    what_goes_back_is_not_signed_over(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_postgresql_database_that_goes_back_under_a_running_node_is_not_signed_over() {
    what_goes_back_is_not_signed_over(false).await;
}

async fn what_goes_back_is_not_signed_over(on_sqlite: bool) {
    let (installation, world) = if on_sqlite { Installation::on_sqlite().await } else { Installation::on_postgresql().await };
    let url = world.core().config.database_url.clone();
    installation.start().await;
    let mut people = Decider::some(&world, 2).await;
    let (mut hana, mut taro) = (people.remove(0), people.remove(0));
    let hospital = world.hospital().await;
    world.core().store.db().clone().close().await.unwrap();
    let mut seen = Seen::begin(&world.router).await;
    decided(&mut taro, 3).await.iter().for_each(|receipt| drop(seen.keep(receipt)));
    seen.wait_until_published(0).await;
    let copy = Copy::of_running(&url).await;
    decided(&mut taro, 4).await.iter().for_each(|receipt| drop(seen.keep(receipt)));
    let newest = seen.wait_until_published(0).await;
    let kept = installation.kept().unwrap();
    assert!(size_of(&kept) >= newest.size, "{kept}");
    copy.restore_under(&url).await;
    let store = Store::connect(&url, 2, false).await.unwrap();
    let signed = async || log_checkpoints::Entity::find_by_id("signed").one(store.db()).await.unwrap().unwrap();
    let restored = signed().await;
    assert!(restored.size < i64::try_from(newest.size).unwrap(), "an older copy");

    // The next entry would take a place that somebody holds a receipt for.
    assert!(!hana.decide().await && hana.failed.starts_with("503"), "{}", hana.failed);
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert!(!taro.decide().await && taro.failed.starts_with("503"), "nor later: {}", taro.failed);
    // What was refused since the copy is in it no more: no hospital is told that nobody refused.
    assert_eq!(hospital.check_purpose(&[taro.patient.insured_number()], "ai-development").await.status, 503);
    assert_eq!(installation.kept().as_deref(), Some(kept.as_str()), "the newer checkpoint stays where it is kept");
    let said = installation.said();
    assert!(said.contains("the log is not signed any more") && said.contains("did not grow out of"), "{said}");
    assert_eq!(signed().await, restored, "nothing was signed on top of it");
    // Nor does it start again with it.
    installation.kill();
    assert!(!installation.run(&["serve"]).await.status.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_loss_is_entered_once_however_many_nodes_kept_what_was_lost() {
    let (one, world) = Installation::on_postgresql().await;
    let two = one.beside();
    let url = world.core().config.database_url.clone();
    one.start().await;
    let mut taro = Decider::some(&world, 1).await.remove(0);
    world.core().store.db().clone().close().await.unwrap();
    decided(&mut taro, 2).await;
    one.kill();
    let copy = Copy::of(&url).await;
    one.start().await;
    two.start().await;
    decided(&mut taro, 3).await;
    let newest = Seen::begin(&world.router).await.wait_until_published(0).await;
    while two.kept().is_none_or(|kept| size_of(&kept) < newest.size) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    one.kill();
    two.kill();
    copy.restore(&url).await;

    for (node, says) in [(&one, "says that the log"), (&two, "says already")] {
        assert!(!node.run(&["serve"]).await.status.success());
        let resumed = node.run(&["log", "resume", "--after-loss"]).await;
        assert!(resumed.status.success(), "{}", String::from_utf8_lossy(&resumed.stderr));
        let said = String::from_utf8_lossy(&resumed.stdout).into_owned();
        assert!(said.contains(says) && said.contains("lost-"), "{said}");
        let again = node.run(&["log", "resume", "--after-loss"]).await;
        assert!(String::from_utf8_lossy(&again.stderr).contains("nothing is lost"));
    }
    one.start().await;
    two.start().await;
    let mut after = Seen::begin(&world.router).await;
    decided(&mut taro, 1).await.iter().for_each(|receipt| drop(after.keep(receipt)));
    after.wait_until_published(0).await;
    after.compare().await;
    let store = Store::connect(&url, 2, false).await.unwrap();
    check_log(&store).await;
    the_log_says_what_was_lost(&store, newest.size, newest.root).await;
    let lines = audit_lines::Entity::find().all(store.db()).await.unwrap();
    let nodes: BTreeSet<_> = lines.iter().filter(|line| line.operation == "resume-log").map(|line| line.node.as_str()).collect();
    assert_eq!(nodes, BTreeSet::from([one.node(), two.node()]), "and who went on stands in the audit");
}

/// The size that a checkpoint names.
fn size_of(note: &str) -> u64 {
    note.lines().nth(1).unwrap().parse().unwrap()
}

/// Decides so many times; the receipts.
async fn decided(who: &mut Decider, times: usize) -> Vec<String> {
    for _ in 0..times {
        assert!(who.decide().await, "an answer comes, not {}", who.failed);
    }
    std::mem::take(&mut who.receipts)
}

async fn the_log_says_what_was_lost(store: &Store, size: u64, root: TreeHash) {
    let leaves = log_leaves::Entity::find().all(store.db()).await.unwrap();
    let gaps: Vec<_> = leaves.iter().filter(|leaf| leaf.kind == "gap").collect();
    let [gap] = gaps[..] else { panic!("one gap: {gaps:?}") };
    let ReadLeaf::Gap(said) = ReadLeaf::parse(&gap.bytes).unwrap() else { panic!("{gap:?}") };
    assert_eq!(said.from, u64::try_from(gap.position).unwrap(), "from where on entries are lost");
    // The heads of the audit chains may have come after what was looked at.
    assert!(said.lost_size > size || (said.lost_size, said.lost_root) == (size, root), "{said:?}");
}
