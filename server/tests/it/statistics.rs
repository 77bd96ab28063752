//! What a holder did, month by month, without numbers that could name somebody.

use crate::disclosures::{PURPOSE, body};
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, Worker, wire};
use crate::world::{Answer, World};
use axum::http::StatusCode;
use domain::clock::Span;
use domain::identifier::INSURED;
use sea_orm::EntityTrait;
use server::service::links::{link, unlink};
use server::store::commit;
use server::store::entity::holder_counts;
use server::store::links::Cause;

/// The texts of the cells of the table's row of that month.
fn row_of(page: &str, month: &str) -> Vec<String> {
    let row = page.split("<tr>").find(|row| row.contains(&format!(">{month}<"))).unwrap_or_else(|| panic!("no {month}: {page}"));
    let cells = row.split("</tr>").next().unwrap().split("<td>").skip(1);
    cells.map(|cell| cell.split('<').next().unwrap().to_owned()).collect()
}

/// The statistics, for somebody whose session is over.
async fn again(clerk: &Worker) -> Answer {
    crate::identity::done(crate::identity::sign_in(&clerk.browser, &clerk.passkey).await);
    clerk.browser.get("/holder/statistics").await
}

on_both_databases! {
    async fn letters_are_counted_and_small_numbers_are_not_told(world: World) {
        let (hospital, other) = (world.hospital().await, world.hospital().await);
        let clerk = world.operator(&hospital).await;
        assert!(clerk.browser.get("/holder/statistics").await.text().contains("まだ、数えるものがありません"));
        let list = |rows: u32| -> String { (0..rows).map(|n| format!("P-{n},1979-04-02\n")).collect() };
        let write = async |rows: u32, key: &str| {
            let rows = format!("patient_number,birth_date\n{}", list(rows));
            let answer = clerk.browser.post_form("/do/letters/write-list", &[("rows", &rows), ("key", key)]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        };
        write(9, "a").await;
        let row = row_of(clerk.browser.get("/holder/statistics").await.text(), "2026年11月");
        assert_eq!((row[8].as_str(), row[9].as_str()), ("10未満", "0"));
        // The same form again counts nothing.
        write(9, "a").await;
        write(15, "b").await;
        assert_eq!(row_of(clerk.browser.get("/holder/statistics").await.text(), "2026年11月")[8], "20");

        let theirs = world.operator(&other).await;
        assert!(theirs.browser.get("/holder/statistics").await.text().contains("まだ、数えるものがありません"));
    }

    async fn a_month_is_one_of_tokyo_and_a_year_is_shown(world: World) {
        let hospital = world.hospital().await;
        let issue = async || {
            let token = hospital.token_for("system/Patient.c").await.unwrap();
            let body = serde_json::json!({ "identifiers": [wire(INSURED, &world.new_insured_number())], "birth_date": BIRTH_DATE });
            assert_eq!(hospital.post_activation(&token, body.to_string()).await.status, StatusCode::CREATED);
        };
        // 30 November, 23:30 in Tokyo; an hour later it is December.
        world.clock.pass(Span::minutes(8 * 24 * 60 + 13 * 60 + 30));
        issue().await;
        world.clock.pass(Span::hours(1));
        issue().await;
        let clerk = world.operator(&hospital).await;
        let page = clerk.browser.get("/holder/statistics").await;
        for month in ["2026年11月", "2026年12月"] {
            assert_eq!(row_of(page.text(), month)[8], "10未満");
        }
        assert_eq!(row_of(page.text(), "2026年1月")[8], "0");
        assert!(!page.text().contains(">2025年12月<"));
    }

    async fn what_comes_to_light_later_counts_in_the_month_in_which_it_does(world: World) {
        let hospital = world.hospital().await;
        let (clerk, study) = (world.operator(&hospital).await, world.study(&[PURPOSE], false).await);
        let (taro, other) = (world.patient().await, world.patient().await);
        taro.decide("all", "refuse").await;
        world.clock.pass(Span::minutes(1));
        // Three reports of the number that nobody had refused anything with: one stands, one is withdrawn, one is corrected.
        let [stands, withdrawn, corrected] = [1, 2, 3].map(|_| body(&world, study, vec![other.insured_number()]));
        world.reported(&hospital, &stands).await;
        let gone = world.reported(&hospital, &withdrawn).await;
        let old = world.reported(&hospital, &corrected).await;
        world.clock.pass(Span::minutes(1));
        let withdraw = world.corrected(&hospital, &gone["disclosure_id"], "w", &serde_json::json!({ "withdraw": true })).await;
        assert_eq!(withdraw.status, StatusCode::CREATED, "{}", withdraw.text());
        let instead = world.corrected(&hospital, &old["disclosure_id"], "c", &body(&world, study, vec![other.insured_number()])).await;
        assert_eq!(instead.status, StatusCode::CREATED, "{}", instead.text());
        let counts = async || holder_counts::Entity::find().all(world.core().store.db()).await.unwrap();
        assert!(!counts().await.iter().any(|row| row.what == "against"), "nothing has come to light");

        // In December the two numbers turn out to be one person's.
        world.clock.pass(Span::hours(10 * 24));
        let tx = world.core().store.begin().await.unwrap();
        link(world.core(), &tx, taro.subject, other.subject, Cause::Desk, world.core().now()).await.unwrap();
        commit(tx).await.unwrap();
        let found: Vec<_> = counts().await.into_iter().filter(|row| row.what == "against").map(|row| (row.month, row.n)).collect();
        assert_eq!(found, [("2026-12".to_owned(), 2)], "the report that stands, and the one that was put in place of another");
        let page = again(&clerk).await;
        assert_eq!((row_of(page.text(), "2026年12月")[5].as_str(), row_of(page.text(), "2026年11月")[5].as_str()), ("10未満", "0"));

        // Parted and linked anew: what was found stays, and is not counted twice.
        for joins in [false, true] {
            let tx = world.core().store.begin().await.unwrap();
            let (core, now) = (world.core(), world.core().now());
            if joins {
                link(core, &tx, taro.subject, other.subject, Cause::Desk, now).await.unwrap();
            } else {
                unlink(core, &tx, taro.subject, other.subject, Cause::Desk, now).await.unwrap();
            }
            commit(tx).await.unwrap();
        }
        assert_eq!(counts().await.into_iter().filter(|row| row.what == "against").map(|row| row.n).sum::<i64>(), 2);
    }

    async fn a_refusal_on_paper_counts_when_it_is_entered(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let study = world.study(&[PURPOSE], false).await;
        world.reported(&hospital, &body(&world, study, vec![taro.insured_number()])).await;
        world.clock.pass(Span::hours(24));
        world.paper(&taro).await;
        let counts = holder_counts::Entity::find().all(world.core().store.db()).await.unwrap();
        let late: Vec<_> = counts.iter().filter(|row| row.what == "late-entry").map(|row| row.n).collect();
        assert_eq!(late, [1]);
    }
}
