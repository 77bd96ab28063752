//! The log through somebody else's eyes: `scripts/tlog-verify` is written against golang.org/x/mod/sumdb, with which every Go
//! program checks Go's own log, and shares no code with us.

use super::load::Decider;
use super::seen::Seen;
use crate::process::Installation;
use std::path::Path;
use std::process::{Command, Output};

/// `scripts/tlog-verify/run`, over HTTP.
async fn look(installation: &Installation, folder: &Path, more: &[(&str, &str)]) -> Output {
    let mut command = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/tlog-verify/run"));
    command.arg("-key").arg(folder.join("key"));
    for (option, file) in more {
        command.arg(option).arg(folder.join(file));
    }
    command.arg(format!("{}/log", installation.url()));
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

/// What it says of the receipt of somebody's decision.
fn included(who: &Decider, number: usize) -> String {
    format!("included: entry {} of", who.said[number].position.unwrap())
}

#[track_caller]
fn says(output: &Output, well: bool, words: &[&str]) {
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.success(), well, "{said}");
    for word in words {
        assert!(said.contains(word), "{word:?} is missing: {said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_verifier_that_is_not_ours_finds_the_log_sound_before_and_after_it_grew() {
    let (installation, world) = Installation::on_sqlite().await;
    installation.start().await;
    let folder = tempfile::tempdir().unwrap();
    let keep = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let get = async |path: &str| world.browser().get(path).await.text().to_owned();
    let (mut seen, mut people) = (Seen::begin(&world.router).await, Decider::some(&world, 2).await);

    keep("key", &get("/log/key").await);
    for _ in 0..3 {
        assert!(people[0].decide().await, "{}", people[0].failed);
    }
    keep("receipt", &people[0].receipts[1]);
    let first = seen.wait_until_published(0).await.size;
    keep("first", &get("/log/checkpoint").await);
    let looked = look(&installation, folder.path(), &[("-receipt", "receipt")]).await;
    says(&looked, true, &["rebuilt: the same root", &included(&people[0], 1), "\"scope\":\"commercial\""]);

    // Beyond one tile.
    for _ in 0..260 {
        assert!(people[1].decide().await, "{}", people[1].failed);
    }
    keep("later", &people[1].receipts[259]);
    seen.wait_until_published(257).await;
    let more = [("-since", "first"), ("-receipt", "receipt"), ("-receipt", "later")];
    let looked = look(&installation, folder.path(), &more).await;
    let grown = format!("entries grew out of {first}\n");
    says(&looked, true, &["rebuilt: the same root", &grown, &included(&people[0], 1), &included(&people[1], 259)]);
    it_is_not_blind(&installation, folder.path(), &people[0].receipts[1]).await;
}

/// It says no to a changed receipt, and to a checkpoint of another key.
async fn it_is_not_blind(installation: &Installation, folder: &Path, receipt: &str) {
    let changed = receipt.replace("index ", "index 1");
    std::fs::write(folder.join("changed"), changed).unwrap();
    let looked = look(installation, folder, &[("-receipt", "changed")]).await;
    says(&looked, false, &["rebuilt: the same root", "/changed: "]);
    let (other, _world) = Installation::on_sqlite().await;
    other.start().await;
    let looked = look(&other, folder, &[]).await;
    says(&looked, false, &["/log/checkpoint: note has no verifiable signatures"]);
}
