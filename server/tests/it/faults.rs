//! What happens when a part of the machine is gone: a clear error, nothing half-written, and no restart needed.

use crate::on_both_databases;
use crate::postgres::Cluster;
use crate::world::{Browser, World};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sea_orm::ConnectionTrait;
use server::config::{Config, Mode};
use server::http::assets::Assets;
use server::keys::Keys;
use server::log::soundness::Soundness;
use server::machine::SystemRandom;
use server::service::Core;
use server::state::{Hikae, StartError};
use server::store::Store;
use std::sync::Arc;
use std::time::Duration;

on_both_databases! {
    async fn a_wrong_key_keeps_the_server_from_starting(world: World) {
        let wrong = Core { keys: Arc::new(Keys::random(&SystemRandom)), ..world.core().clone() };
        let started = Hikae::new(wrong, Assets::none()).await;
        assert!(matches!(started, Err(StartError::WrongKey("identifier"))), "{:?}", started.err());
    }

    async fn the_right_keys_start_it_again(world: World) {
        assert!(Hikae::new(world.core().clone(), Assets::none()).await.is_ok());
    }

    async fn a_node_says_that_it_lives_and_that_it_is_ready(world: World) {
        assert_eq!(world.browser().get("/healthz").await.status, StatusCode::OK);
        assert_eq!(world.browser().get("/readyz").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_database_that_was_not_migrated_is_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("hikae.db").display());
    let core = Core {
        config: Arc::new(Config::defaults().unwrap()),
        keys: Arc::new(Keys::random(&SystemRandom)),
        store: Store::connect(&url, 2, true).await.unwrap(),
        clock: Arc::new(server::machine::SystemClock),
        random: Arc::new(SystemRandom),
        soundness: Soundness::default(),
    };
    assert!(matches!(Hikae::new(core, Assets::none()).await, Err(StartError::NotMigrated)));
}

#[tokio::test]
async fn a_missing_database_file_is_an_error_and_not_an_empty_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hikae.db");
    assert!(Store::connect(&format!("sqlite://{}", path.display()), 2, false).await.is_err());
    assert!(!path.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_cannot_be_written_takes_no_decision_and_still_shows_what_it_holds() {
    let world = World::on_sqlite().await;
    let patient = world.patient().await;
    let store = Store::connect(&format!("{}?mode=ro", world.core().config.database_url), 2, false).await.unwrap();
    let read_only = Hikae::new(Core { store, ..world.core().clone() }, Assets::none()).await.unwrap();
    let router = server::http::router(&read_only);
    let session = format!("hikae={}", patient.browser.cookie("hikae").unwrap());
    let request = Request::post("/do/choices/record")
        .header(header::COOKIE, &session)
        .header(header::ORIGIN, "http://localhost:3000")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("scope=all&stance=refuse"))
        .unwrap();
    let answer = crate::world::send(&router, request).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text());
    let request = Request::get("/choices").header(header::COOKIE, &session).body(Body::empty()).unwrap();
    assert_eq!(crate::world::send(&router, request).await.status, StatusCode::OK);
    assert_eq!(patient.decide("all", "refuse").await.status, StatusCode::OK, "the one that can write takes it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_another_process_holds_the_file_a_decision_is_refused_and_later_taken() {
    let world = World::on_sqlite().await;
    let patient = world.patient().await;
    let lock = world.core().store.begin().await.unwrap();
    let answer = patient.decide("all", "refuse").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text());
    drop(lock);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(patient.decide("all", "refuse").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_takes_no_decision_shows_what_it_holds_and_needs_no_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::defaults().unwrap();
    config.database_url = format!("sqlite://{}", folder.path().join("hikae.db").display());
    // The limit that stands in for the disk is one of the connection.
    config.database_connections = 1;
    config.var = folder.path().to_owned();
    config.tries_per_minute = 10_000;
    let world = World::with_config(folder, config).await;
    let (patient, hospital) = (world.patient().await, world.hospital().await);
    let token = hospital.token().await;
    assert_eq!(patient.decide("commercial", "refuse").await.status, StatusCode::OK);

    let db = world.core().store.db();
    let limit = async |pages: &str| db.execute_unprepared(&format!("PRAGMA max_page_count = {pages}")).await.unwrap();
    // No page more than there are. What fits into half-full pages may still come in: sooner or later nothing does.
    limit("1").await;
    let mut refused = None;
    for n in 0..2_000 {
        let answer = patient.decide("all", if n % 2 == 0 { "refuse" } else { "allow" }).await;
        if answer.status != StatusCode::OK {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the disk is full");
    assert_eq!((refused.status, &refused.json()["code"]), (StatusCode::SERVICE_UNAVAILABLE, &"unavailable".into()), "{}", refused.text());
    let form = patient.browser.post_form("/do/choices/record", &[("scope", "all"), ("stance", "refuse")]).await;
    assert!(form.status.is_redirection() || form.status == StatusCode::SERVICE_UNAVAILABLE, "{}", form.text());
    for page in ["/choices", "/overview", "/decisions", "/log"] {
        assert_eq!(patient.browser.get(page).await.status, StatusCode::OK, "{page}");
    }
    let body = serde_json::json!({ "purpose": "ai-development", "commercial": true, "subjects": [patient.insured_number()] });
    let answer = hospital.post_check(&token, body.to_string()).await;
    assert_eq!(answer.json()["results"][0]["decision"], "deny", "{}", answer.text());

    limit("1000000").await;
    assert_eq!(patient.decide("all", "refuse").await.status, StatusCode::OK);
    let beside = Store::connect(&world.core().config.database_url, 4, false).await.unwrap();
    crate::log::check_log(&beside).await;
}

/// Whoever was signed in gets a page, not a code, and nothing of anybody on it.
async fn people_read_so_in_their_language(browser: &Browser) {
    let page = browser.get("/choices?decided=3").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.text());
    assert!(page.header("content-type").unwrap().starts_with("text/html") && page.header("retry-after").is_some());
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.text().contains("lang=\"ja\"") && page.text().contains("href=\"/choices?decided=3\""), "{}", page.text());
    let english = Request::get("/overview").header(header::ACCEPT, "text/html").header(header::ACCEPT_LANGUAGE, "en");
    let page = browser.send(english, Body::empty()).await;
    assert!(page.status == StatusCode::SERVICE_UNAVAILABLE && page.text().contains("lang=\"en\""), "{}", page.text());
    // A form: nothing was taken in, and the way back is the browser's.
    let sent = browser.post_form("/do/inquiries/ask", &[("text", "まだ送れていない言葉")]).await;
    assert_eq!(sent.status, StatusCode::SERVICE_UNAVAILABLE, "{}", sent.text());
    assert!(sent.text().contains("戻る") && !sent.text().contains("まだ送れていない言葉"), "{}", sent.text());
    // A program gets the code.
    let told = browser.call("/do/choices/record", &[("scope", "all"), ("stance", "allow")]).await;
    assert_eq!(told.json()["code"], "unavailable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_stopped_and_started_again_needs_no_restart_of_ours() {
    let cluster = tokio::task::spawn_blocking(|| Cluster::start("-c fsync=off")).await.unwrap();
    let world = World::open(tempfile::tempdir().unwrap(), cluster.database()).await;
    let patient = world.patient().await;
    let hospital = world.hospital().await;
    assert_eq!(patient.decide("all", "refuse").await.status, StatusCode::OK);

    cluster.stop();
    assert_eq!(world.browser().get("/healthz").await.status, StatusCode::OK);
    assert_eq!(world.browser().get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(patient.decide("all", "allow").await.status, StatusCode::SERVICE_UNAVAILABLE);
    let answer = hospital.check_purpose(&[patient.insured_number()], "ai-development").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text());
    people_read_so_in_their_language(&patient.browser).await;

    cluster.start_again();
    assert_eq!(world.browser().get("/readyz").await.status, StatusCode::OK);
    let answer = hospital.check_purpose(&[patient.insured_number()], "ai-development").await;
    assert_eq!(answer.json()["results"][0]["decision"], "deny", "the refusal from before is still there: {}", answer.text());
    assert_eq!(patient.decide("all", "allow").await.status, StatusCode::OK);
    cluster.end();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_acknowledges_before_its_disk_does_is_not_served_in_production() {
    let world = World::on_postgresql().await;
    let url = &world.core().config.database_url;
    let with = if url.contains('?') { '&' } else { '?' };
    for (setting, refused) in [("off", true), ("local", false), ("on", false)] {
        let store = Store::connect(&format!("{url}{with}options=-c%20synchronous_commit={setting}"), 2, false).await.unwrap();
        let said = store.not_durable().await.unwrap();
        // These tests' own PostgreSQL does not wait for the disk at all.
        assert_eq!(said, Some(if refused { "synchronous_commit" } else { "fsync" }), "{setting}");
    }
    let production = Config { mode: Mode::Production, ..Config::clone(&world.core().config) };
    let core = Core { config: Arc::new(production), ..world.core().clone() };
    assert!(matches!(Hikae::new(core, Assets::none()).await, Err(StartError::NotDurable("fsync"))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_given_another_name_is_called_by_its_own() {
    let world = World::on_sqlite().await;
    assert_eq!(world.patient().await.decide("all", "refuse").await.status, StatusCode::OK);
    let renamed = Config { log_origin: "elsewhere.example/log".into(), ..Config::clone(&world.core().config) };
    let core = Core { config: Arc::new(renamed), ..world.core().clone() };
    let Err(error) = Hikae::new(core, Assets::none()).await else { panic!("it starts") };
    assert!(
        error.to_string().contains("Set log_origin = \"localhost/log\"") && error.to_string().contains("elsewhere.example/log"),
        "{error}"
    );
}
