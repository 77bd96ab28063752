//! The audit chain: who may read it, that reading is written down, and that a changed row is named.

use crate::identity::{done, newest_line};
use crate::on_both_databases;
use crate::world::World;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
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
            let page = ports.audit.lines(&reader, domain::ports::AuditFilter::default(), before).await.unwrap().lines;
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
}
