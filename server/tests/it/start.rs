//! What keeps the real program from starting: keys, data and settings that do not belong together.

use crate::identity::{done, print_recovery_code, recover};
use crate::process::Installation;
use crate::world::World;
use axum::http::StatusCode;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use server::store::Store;
use server::store::entity::{key_checks, marks};
use std::fs;

const PRODUCTION: [(&str, &str); 2] = [("HIKAE_MODE", "production"), ("HIKAE_BASE_URL", "https://hikae.example")];

/// Keys that were brought: development's mark is not on them.
fn bring_keys(installation: &Installation) {
    fs::remove_file(installation.keys().join("made-by-development")).unwrap();
}

/// Another key in the place of that one.
fn replace(installation: &Installation, name: &str) {
    fs::write(installation.keys().join(name), "5a".repeat(32)).unwrap();
}

async fn mark_as_demo(world: &World) {
    let mark = marks::ActiveModel { name: Set("demo-data".to_owned()), set_at: Set(0) };
    mark.insert(world.core().store.db()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn production_does_not_start_with_the_demo() {
    let (installation, world) = Installation::on_sqlite().await;
    let said = installation.refusal(&["serve"], &PRODUCTION).await;
    assert!(said.contains("keys that development made"), "{said}");
    bring_keys(&installation);
    mark_as_demo(&world).await;
    let said = installation.refusal(&["serve"], &PRODUCTION).await;
    assert!(said.contains("demo data"), "{said}");
    installation.start().await;
    assert_eq!(world.browser().get("/healthz").await.status, StatusCode::OK, "development does");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_production_no_server_begins_a_log() {
    let (installation, _world) = Installation::on_sqlite().await;
    bring_keys(&installation);
    let said = installation.refusal(&["serve"], &PRODUCTION).await;
    assert!(said.contains("run `hikae log create`, once, on one node"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_production_the_first_command_brings_up_database_key_and_log() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.db");
    fs::write(&empty, "").unwrap();
    let url = format!("sqlite://{}", empty.display());
    let settings = [("HIKAE_MODE", "production"), ("HIKAE_INSECURE_HTTP", "true"), ("DATABASE_URL", &url)];
    let (installation, _world) = Installation::on_sqlite_with(&settings).await;
    bring_keys(&installation);
    fs::remove_file(installation.keys().join("log-signing.key")).unwrap();
    let said = installation.refusal(&["serve"], &[]).await;
    assert!(said.contains("log-signing.key"), "{said}");
    let made = installation.run(&["log", "create", "--make-key"]).await;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let said = installation.refusal(&["log", "create"], &[]).await;
    assert!(said.contains("there is a log already"), "{said}");
    installation.start().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn production_refuses_to_make_a_demo_before_it_touches_anything() {
    let (installation, world) = Installation::on_sqlite().await;
    bring_keys(&installation);
    let db = world.core().store.db();
    db.execute_unprepared("DROP TABLE marks; DELETE FROM seaql_migrations WHERE version LIKE '%_marks'").await.unwrap();
    let said = installation.refusal(&["serve", "--demo"], &PRODUCTION).await;
    assert!(said.contains("production refuses demo data"), "{said}");
    assert!(!world.core().store.is_current().await.unwrap(), "it did not even migrate");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plain_http_in_production_is_said_on_the_command_line() {
    let (installation, world) = Installation::on_sqlite().await;
    bring_keys(&installation);
    mark_as_demo(&world).await;
    let plain = [("HIKAE_MODE", "production")];
    let said = installation.refusal(&["serve"], &plain).await;
    assert!(said.contains("--insecure-http"), "{said}");
    // It goes on to the next thing that keeps it from starting.
    let said = installation.refusal(&["serve", "--insecure-http"], &plain).await;
    assert!(said.contains("demo data"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_wrong_key_alone_keeps_it_from_starting() {
    let (installation, _world) = Installation::on_sqlite().await;
    for name in ["identifier", "storage", "sealing"] {
        let file = installation.keys().join(format!("{name}.key"));
        let right = fs::read(&file).unwrap();
        replace(&installation, &format!("{name}.key"));
        let said = installation.refusal(&["serve"], &[]).await;
        assert!(said.contains(&format!("the {name} key is not the one")), "{said}");
        fs::write(file, right).unwrap();
    }
    installation.start().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_of_identifiers_that_the_program_does_not_write_keeps_it_from_starting() {
    let (installation, world) = Installation::on_sqlite().await;
    let db = world.core().store.db();
    db.execute_unprepared("UPDATE key_checks SET version = 2 WHERE name = 'normaliser'").await.unwrap();
    let said = installation.refusal(&["serve"], &[]).await;
    assert!(said.contains("in form 2") && said.contains("in form 1"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_sealing_key_is_taken_into_use_by_its_command_and_an_old_one_is_missed() {
    let (installation, world) = Installation::on_sqlite().await;
    let keys = installation.keys();
    // Put there by hand, as one who copies files does: nothing takes it for granted.
    fs::rename(keys.join("sealing.key"), keys.join("sealing.1.key")).unwrap();
    replace(&installation, "sealing.key");
    let said = installation.refusal(&["serve"], &[]).await;
    assert!(said.contains("version 2 of the sealing key is new"), "{said}");
    let known = async || key_checks::Entity::find().all(world.core().store.db()).await.unwrap().len();
    assert_eq!(known().await, 4, "and nothing wrote it down");
    assert!(installation.run(&["keys", "rotate-sealing"]).await.status.success());
    assert!(installation.run(&["keys", "rotate-sealing"]).await.status.success());
    assert_eq!(known().await, 6);
    installation.start().await;
    installation.kill();
    fs::rename(keys.join("sealing.1.key"), keys.join("elsewhere")).unwrap();
    let said = installation.refusal(&["serve"], &[]).await;
    assert!(said.contains("version 1 of the sealing key"), "{said}");
    fs::rename(keys.join("elsewhere"), keys.join("sealing.1.key")).unwrap();
    installation.start().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_servers_role_does_its_work_and_changes_nothing_that_is_append_only() {
    let (mut installation, world) = Installation::on_postgresql().await;
    let (owner, role) = (world.core().store.db(), "hikae_server");
    // Roles belong to the whole cluster, and other tests run beside this one.
    let _ = owner.execute_unprepared(&format!("CREATE ROLE {role} LOGIN")).await;
    let output = installation.run(&["migrate", "--grant-to", role]).await;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("append-only"), "{said} {}", String::from_utf8_lossy(&output.stderr));
    installation.become_role(role);
    installation.start().await;

    let (taro, hospital) = (world.patient().await, world.hospital().await);
    done(taro.decide("all", "refuse").await);
    let answer = hospital.check_purpose(&[taro.insured_number()], "education").await;
    assert_eq!(answer.json()["results"][0]["decision"], "deny", "{}", answer.text());
    let code = print_recovery_code(&taro.browser).await;
    world.clock.set(domain::clock::Clock::now(&server::machine::SystemClock));
    recover(&world, &world.browser(), &code).await;
    assert!(installation.stop().await, "what waits is written: {}", installation.said());

    let server = Store::connect(installation.database_url(), 2, false).await.unwrap();
    for change in [
        "UPDATE audit_lines SET reason = 'nothing happened'",
        "DELETE FROM log_entries",
        "TRUNCATE log_tiles",
        "DROP TRIGGER audit_lines_append_only ON audit_lines",
        "DELETE FROM seaql_migrations",
        "CREATE TABLE mine (id int)",
    ] {
        let refused = server.db().execute_unprepared(change).await.unwrap_err().to_string();
        assert!(refused.contains("permission denied") || refused.contains("must be owner"), "{change}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_has_no_roles() {
    let (installation, _world) = Installation::on_sqlite().await;
    assert!(installation.refusal(&["migrate", "--grant-to", "hikae_server"], &[]).await.contains("only PostgreSQL"));
}
