//! Keys are exchanged with the program stopped, and everybody is still found.

use crate::disclosures::{body, checked, row};
use crate::identity::{done, print_recovery_code, shown_code};
use crate::personas::BIRTH_DATE;
use crate::process::Installation;
use crate::world::World;
use domain::account::Level;
use domain::clock::Clock;
use domain::id::HolderId;
use sea_orm::EntityTrait;
use serde_json::json;
use server::machine::{SystemClock, SystemRandom};
use server::store::entity::identifier_assignments;
use std::collections::BTreeSet;

const ROTATE: [&str; 2] = ["keys", "rotate-storage"];

async fn assignments(world: &World) -> Vec<identifier_assignments::Model> {
    identifier_assignments::Entity::find().all(world.core().store.db()).await.unwrap()
}

/// A refusal is found before and after every digest was encrypted anew; nobody rotates beside a node that serves.
async fn the_storage_key_rotates((installation, world): (Installation, World)) {
    installation.start().await;
    let (taro, hospital) = (world.patient().await, world.hospital().await);
    done(taro.decide("all", "refuse").await);
    let denied = async || {
        let answer = hospital.check_purpose(&[taro.insured_number()], "education").await;
        assert_eq!(answer.json()["results"][0]["decision"], "deny", "{}", answer.text());
    };
    denied().await;
    let before: BTreeSet<_> = assignments(&world).await.into_iter().map(|row| (row.digest, row.subject_id)).collect();
    let said = installation.refusal(&ROTATE, &[]).await;
    assert!(said.contains("stop every node first"), "{said}");
    assert!(installation.stop().await);
    let said = installation.refusal(&ROTATE, &[]).await;
    assert!(said.contains("stop every node first"), "whoever else is connected may be a node: {said}");
    world.core().store.db().clone().close().await.unwrap();

    let output = installation.run(&ROTATE).await;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("version 2"), "{said} {}", String::from_utf8_lossy(&output.stderr));
    assert!(installation.keys().join("storage.1.key").exists());
    installation.start().await;
    denied().await;
    installation.kill();

    let again = server::store::Store::connect(&world.core().config.database_url, 1, false).await.unwrap();
    let rows = identifier_assignments::Entity::find().all(again.db()).await.unwrap();
    assert!(rows.iter().all(|row| row.key_version == 2));
    let after: BTreeSet<_> = rows.into_iter().map(|row| (row.digest, row.subject_id)).collect();
    assert!(after.len() == before.len() && after.is_disjoint(&before), "every digest is another one now");
    again.db().clone().close().await.unwrap();

    // Interrupted after the files were exchanged: nothing is served until it is finished.
    server::keys::exchange(installation.keys(), "storage", 2, &SystemRandom).unwrap();
    let said = installation.refusal(&["serve"], &[]).await;
    assert!(said.contains("is not finished"), "{said}");
    assert!(installation.run(&ROTATE).await.status.success());
    installation.start().await;
    denied().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_storage_key_rotates_on_sqlite() {
    the_storage_key_rotates(Installation::on_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_storage_key_rotates_on_postgresql() {
    the_storage_key_rotates(Installation::on_postgresql().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_and_tokens_from_before_are_good_after_their_keys_were_exchanged() {
    let (installation, world) = Installation::on_sqlite().await;
    installation.start().await;
    let (taro, hospital) = (world.patient().await, world.hospital().await);
    let study = world.study(&["education"], false).await;
    let issuer = HolderId(uuid::Uuid::nil());
    let (letter, _) = world.issue(&[&world.new_insured_number()], BIRTH_DATE, issuer, Level::Two).await;
    let (check, tokens) = checked(&hospital, study, &[taro.insured_number()]).await;
    let printed = print_recovery_code(&taro.browser).await;
    installation.kill();

    for command in ["rotate-code-pepper", "rotate-check-token"] {
        let output = installation.run(&["keys", command]).await;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    installation.start().await;
    world.activate(&letter.grouped(), BIRTH_DATE).await;
    assert_eq!(shown_code(&taro.browser).await, Some(printed));
    world.clock.set(SystemClock.now());
    let mut report = body(&world, study, vec![row(&taro.insured_number(), json!({ "token": tokens[0] }))]);
    report["check_id"] = check;
    let answer = world.reported(&hospital, &report).await;
    assert_eq!((&answer["accepted"], &answer["unchecked"]), (&json!(1), &json!(0)), "{answer}");
}
