//! What a holder did, month by month, without numbers that could name somebody.

use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, wire};
use crate::world::World;
use axum::http::StatusCode;
use domain::clock::Span;
use domain::identifier::INSURED;

/// The texts of the cells of the table's row of that month.
fn row_of(page: &str, month: &str) -> Vec<String> {
    let row = page.split("<tr>").find(|row| row.contains(&format!(">{month}<"))).unwrap_or_else(|| panic!("no {month}: {page}"));
    let cells = row.split("</tr>").next().unwrap().split("<td>").skip(1);
    cells.map(|cell| cell.split('<').next().unwrap().to_owned()).collect()
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
}
