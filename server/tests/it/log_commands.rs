//! `hikae log …`, as an operator types it.

use crate::process::Installation;
use crate::world::World;
use domain::log::note::{SignedCheckpoint, VerifierKey};
use domain::log::tree::{TreeHash, verify_consistency};
use std::process::Output;

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn refused(output: &Output, why: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(1) && said.contains(why), "{:?}: {said}", output.status);
}

/// The size at its end, and the root there, as the proof says.
fn read_proof(printed: &str) -> ((u64, TreeHash), (u64, TreeHash), Vec<TreeHash>) {
    let (ends, proof) = printed.split_once("\n\n").unwrap();
    let end = |line: &str| {
        let mut words = line.split(' ').skip(1);
        (words.next().unwrap().parse().unwrap(), words.next().unwrap().parse().unwrap())
    };
    let (from, to) = ends.split_once('\n').unwrap();
    (end(from), end(to), proof.lines().map(|line| line.parse().unwrap()).collect())
}

async fn decide(world: &World, times: usize) {
    let patient = world.patient().await;
    for number in 0..times {
        assert!(patient.decide("all", if number % 2 == 0 { "refuse" } else { "allow" }).await.status.is_success());
    }
}

async fn story(installation: Installation, world: World) {
    let created = printed(&installation.run(&["log", "create"]).await);
    assert!(created.starts_with("localhost/log\n0\n"), "{created}");
    refused(&installation.run(&["log", "create"]).await, "there is a log already");

    installation.start().await;
    decide(&world, 5).await;
    let key = || async { world.browser().get("/log/key").await.text().to_owned() };
    let old: VerifierKey = key().await.trim().parse().unwrap();
    assert!(created.contains(&old.to_string()));
    installation.kill();

    let verified = printed(&installation.run(&["log", "verify"]).await);
    assert!(verified.starts_with("the log holds: ") && verified.contains("people: 1, with 1 choices"), "{verified}");
    let (from, to, proof) = read_proof(&printed(&installation.run(&["log", "prove", "--from", "2", "--to", "5"]).await));
    assert_eq!((from.0, to.0, verify_consistency(from, to, &proof)), (2, 5, Ok(())));
    refused(&installation.run(&["log", "prove", "--from", "2", "--to", "500"]).await, "sizes from 0 to");
    refused(&installation.run(&["log", "prove", "--from", "3", "--to", "2"]).await, "the smaller one first");
    refused(&installation.run(&["log", "resume", "--after-loss"]).await, "nothing is lost");

    // The old key goes when the new one has signed, not before.
    let id = format!("{:08x}", old.id());
    refused(&installation.run(&["log", "key", "retire", &id]).await, "no other key has signed");
    let added = printed(&installation.run(&["log", "key", "add"]).await);
    let new: VerifierKey = added.lines().next().unwrap().parse().unwrap();
    refused(&installation.run(&["log", "key", "retire", &id]).await, "no other key has signed");
    installation.start().await;
    let checkpoint = loop {
        let note = SignedCheckpoint::parse(world.browser().get("/log/checkpoint").await.text()).unwrap();
        if note.lines().count() == 2 {
            break note;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    assert!([&old, &new].iter().all(|key| checkpoint.verify(&[(*key).clone()]).is_ok()), "{checkpoint}");
    installation.kill();
    refused(&installation.run(&["log", "key", "retire", "00000000"]).await, "no key with the id");
    printed(&installation.run(&["log", "key", "retire", &id]).await);
    let listed = printed(&installation.run(&["log", "key", "list"]).await);
    assert!(
        listed.contains(&format!("{new}\n    signs")) && listed.contains(&format!("\n{old} ")) && listed.contains("\n    retired"),
        "{listed}"
    );

    // The log goes on with the new key; whoever holds something that the old one signed still finds its key.
    installation.start().await;
    // The page of a receipt names the key that signed this one.
    let (later, offline) = (world.patient().await, |page: &str| page.split("hikae receipt verify").nth(1).unwrap_or_default().to_owned());
    assert!(later.decide("all", "refuse").await.status.is_success());
    let number =
        later.browser.get("/decisions").await.text().split("href=\"/decisions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = offline(later.browser.get(&format!("/decisions/{number}")).await.text());
    assert!(page.contains(&format!("{:08x}", new.id())) && !page.contains(&id), "{page}");
    let keys: Vec<VerifierKey> = key().await.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(keys.len(), 2);
    assert!(keys[0] == new && keys[1].is(&old) && keys[1].vouches_for(5) && !keys[1].vouches_for(1_000), "{keys:?}");
    installation.kill();
    printed(&installation.run(&["log", "verify"]).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_is_made_verified_proved_and_its_key_exchanged_on_sqlite() {
    let (installation, world) = Installation::on_sqlite().await;
    story(installation, world).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_is_made_verified_proved_and_its_key_exchanged_on_postgresql() {
    let (installation, world) = Installation::on_postgresql().await;
    story(installation, world).await;
}
