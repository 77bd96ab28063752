//! The audit chain: who may read it, that reading is written down, and that a changed row is named.

use crate::identity::{done, newest_line};
use crate::on_both_databases;
use crate::personas::Patient;
use crate::world::World;
use axum::body::Body;
use axum::http::Request;
use domain::clock::Span;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, QueryFilter, QueryOrder, Statement};
use server::service::nodes::{self, Name};
use server::store::entity::audit_lines;
use std::process::Command;

/// Somebody with the database in their hands removes what keeps them from changing a row, and changes one.
async fn change(db: &DatabaseConnection, seq: i64) {
    let backend = db.get_database_backend();
    let triggers: &[&str] = match backend {
        DbBackend::Postgres => &["DROP TRIGGER audit_lines_append_only ON audit_lines"],
        _ => &["DROP TRIGGER audit_lines_no_update"],
    };
    for drop in triggers {
        db.execute_unprepared(drop).await.unwrap();
    }
    let change = format!("UPDATE audit_lines SET outcome = 'not-allowed' WHERE seq = {seq}");
    db.execute_raw(Statement::from_string(backend, change)).await.unwrap();
}

/// What `hikae audit verify` says of this installation, run as an operator does.
pub fn verify(world: &World) -> (bool, String) {
    let config = &world.core().config;
    let var = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_hikae"))
        .args(["audit", "verify"])
        .env_clear()
        .env("HIKAE_DATABASE_URL", &config.database_url)
        .env("HIKAE_VAR", var.path())
        .env("HIKAE_KEYS", var.path().join("keys"))
        .env("HIKAE_NODE", &config.node)
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said)
}

/// Operation, outcome and reason of what nobody who is signed in did.
async fn refused_strangers(world: &World) -> Vec<(String, String, String)> {
    let lines = audit_lines::Entity::find().filter(audit_lines::Column::Actor.eq("anonymous")).order_by_asc(audit_lines::Column::Seq);
    let lines = lines.all(world.core().store.db()).await.unwrap();
    lines.into_iter().map(|line| (line.operation, line.outcome, line.reason.unwrap_or_default())).collect()
}

/// The account of that patient, as lines name it.
async fn hana_of(world: &World, patient: &Patient) -> String {
    crate::identity::actor(world, &patient.browser).await.account().unwrap().to_string()
}

on_both_databases! {
    async fn the_desk_and_the_administrator_read_it_and_their_look_is_written_down(world: World) {
        let (sato, admin, taro) = (world.support().await, world.administrator().await, world.patient().await);
        done(taro.decide("all", "refuse").await);
        for reader in [&sato, &admin] {
            let page = reader.browser.get("/desk/audit").await;
            assert_eq!(page.status, 200);
            assert!(page.text().contains("data-chain=\"holds\""));
            assert!(!page.text().contains(&taro.insured), "no identifier of a person");
            let line = newest_line(&world).await;
            assert_eq!((line.0.as_str(), line.1.as_str()), ("see-audit", "ok"));
        }
        for other in [&taro.browser, &world.registrar().await.browser] {
            assert_eq!(other.get("/desk/audit").await.status, 403);
            let line = newest_line(&world).await;
            assert_eq!((line.0.as_str(), line.1.as_str()), ("see-audit", "not-allowed"));
        }
    }

    async fn a_filter_shows_what_it_names_and_pages_go_on_where_the_last_one_ended(world: World) {
        let (sato, taro) = (world.support().await, world.patient().await);
        for n in 0..60 {
            done(taro.decide("all", if n % 2 == 0 { "refuse" } else { "allow" }).await);
        }
        let page = sato.browser.get("/desk/audit?operation=refuse&actor=patient").await;
        assert_eq!(page.text().matches("<tr>").count(), 31, "thirty refusals and the head");
        let first = sato.browser.get("/desk/audit").await;
        assert_eq!(first.text().matches("<tr>").count(), 51);
        let ports = &world.hikae.ports;
        let reader = crate::identity::actor(&world, &sato.browser).await;
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let page = ports.audit.lines(&reader, None, domain::ports::AuditFilter::default(), before).await.unwrap().lines;
            seen.extend(page.items.iter().map(|line| line.seq));
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert!(seen.windows(2).all(|two| two[0] == two[1] + 1), "none twice, none left out");
        assert_eq!(seen.last(), Some(&1));
        let junk = sato.browser.get("/desk/audit?operation=%27&actor=x&before=-1").await;
        assert_eq!(junk.status, 200);
    }

    async fn a_changed_row_is_named_on_the_page_and_by_the_command(world: World) {
        let (sato, taro) = (world.support().await, world.patient().await);
        for _ in 0..5 {
            done(taro.decide("all", "refuse").await);
        }
        let (good, said) = verify(&world);
        assert!(good && said.contains("holds"), "{said}");
        change(world.core().store.db(), 3).await;
        let page = sato.browser.get("/desk/audit").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("data-chain=\"broken\""));
        assert!(page.text().contains("3 行"), "the page names the line");
        let (good, said) = verify(&world);
        assert!(!good && said.contains("broken at line 3"), "{said}");
    }

    async fn strangers_are_counted_and_written_down_once_a_minute(world: World) {
        let hospital = world.hospital().await;
        for _ in 0..3 {
            assert_eq!(world.browser().get("/overview").await.status, 303);
        }
        let foreign = Request::post("/do/choices/record").header("origin", "https://evil.example").body(Body::from("scope=all")).unwrap();
        assert_eq!(world.send(foreign).await.status, 403);
        let without_token = Request::post("/api/v1/checks").header("content-type", "application/json").body(Body::from("{}")).unwrap();
        assert_eq!(world.send(without_token).await.status, 401);
        world.hikae.refusals.flush().await.unwrap();
        let lines = refused_strangers(&world).await;
        for (operation, outcome, reason) in [
            ("see-overview", "sign-in-needed", "not signed in (3 times)"),
            ("refuse", "wrong-origin", "not from a page of ours"),
            ("check", "invalid-token", "no access token"),
        ] {
            let found = lines.iter().filter(|(what, why, how)| what == operation && why == outcome && how == reason).count();
            assert_eq!(found, 1, "{operation} {outcome}: {lines:?}");
        }
        assert_eq!(hospital.post_check("no such token", "{}").await.status, 401);
        let (good, said) = verify(&world);
        assert!(good, "{said}");
    }

    async fn a_code_tried_too_often_is_written_down(world: World) {
        let world = world.reconfigured(|config| config.tries_per_minute = 1).await;
        let mut statuses = Vec::new();
        for _ in 0..3 {
            statuses.push(world.browser().call("/do/recovery/begin", &[("code", "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A")]).await.status.as_u16());
        }
        assert_eq!(statuses, [422, 429, 429]);
        world.hikae.refusals.flush().await.unwrap();
        let often = ("recover".to_owned(), "too-many-requests".to_owned(), "tried too often (2 times)".to_owned());
        assert!(refused_strangers(&world).await.contains(&often));
    }

    async fn whoever_asks_for_somebody_elses_use_or_decision_leaves_a_line(world: World) {
        let (taro, hana, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let report = world.against(&hospital, &[&taro]).await;
        for (path, operation) in [(format!("/usage/{report}"), "see-uses"), ("/decisions/0".to_owned(), "see-choices")] {
            assert_eq!(hana.browser.get(&path).await.status, 404);
            world.hikae.behind.flush().await.unwrap();
            assert_eq!(newest_line(&world).await, (operation.to_owned(), "not-found".to_owned(), "not theirs, or not there".to_owned()));
            assert_eq!(taro.browser.get(&path).await.status, 200);
        }
    }

    async fn the_chains_of_all_nodes_are_seen(world: World) {
        let sato = world.support().await;
        let page = sato.browser.get("/desk/audit").await;
        assert!(!page.text().contains("name=\"node\""), "one chain needs no choice");
        let there = world.reconfigured(|config| config.node = "node-b & co".to_owned()).await;
        let hana = there.patient().await;
        done(hana.decide("all", "refuse").await);
        for node in ["node-1", "node-b%20%26%20co"] {
            let page = sato.browser.get(&format!("/desk/audit?node={node}&operation=refuse")).await;
            assert_eq!(page.status, 200);
            assert!(page.text().contains("data-chain=\"holds\"") && page.text().contains("name=\"node\""));
            assert_eq!(page.text().contains(&hana_of(&there, &hana).await), node != "node-1", "{node}");
        }
        assert_eq!(sato.browser.get("/desk/audit?node=nobody").await.status, 404);
    }

    async fn two_servers_of_one_name_notice_each_other(world: World) {
        let core = world.core();
        let (first, alone) = nodes::begin(core).await.unwrap();
        assert_eq!((alone, nodes::renew(core, first).await.unwrap()), (Name::Own, Name::Own));
        let (second, shared) = nodes::begin(core).await.unwrap();
        assert_eq!(shared, Name::Shared, "the second one reads that the first one lives");
        assert_eq!(nodes::renew(core, first).await.unwrap(), Name::Shared, "the first one reads that its name was taken");
        assert_eq!(nodes::renew(core, second).await.unwrap(), Name::Own);
        nodes::end(core, first).await.unwrap();
        assert_eq!(nodes::renew(core, second).await.unwrap(), Name::Own, "whoever stops takes no other's row away");
        nodes::end(core, second).await.unwrap();
        assert_eq!(nodes::begin(core).await.unwrap().1, Name::Own, "after an orderly stop the name is free");
        world.clock.pass(Span::minutes(3));
        assert_eq!(nodes::begin(core).await.unwrap().1, Name::Own, "whoever was killed long ago is not taken for another");
    }
}
