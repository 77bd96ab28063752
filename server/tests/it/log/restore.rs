//! P8: somebody restores an older copy of the database. The server refuses to go on with it, for it would sign a second log over the
//! first one; told that the loss is known, it goes on, and the log says so itself.

use super::check_log;
use super::load::Decider;
use super::seen::Seen;
use crate::process::Installation;
use domain::log::leaf::ReadLeaf;
use domain::log::receipt::Receipt;
use domain::log::tree::TreeHash;
use sea_orm::EntityTrait;
use server::store::Store;
use server::store::entity::log_leaves;
use std::path::PathBuf;

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
        sql(format!("DO $$ BEGIN {others}; PERFORM pg_sleep(0.3); END $$")).await;
        sql(format!("CREATE DATABASE {name}_copy TEMPLATE {name}")).await;
        Self::Database(format!("{name}_copy"))
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
