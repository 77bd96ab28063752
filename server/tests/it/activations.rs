//! Codes with which people open an account, made by a holder's program.

use crate::identity::{account, newest_line, problem};
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, Hospital, wire};
use crate::world::{Answer, World};
use axum::http::StatusCode;
use domain::account::Level;
use domain::identifier::INSURED;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use server::store::entity::{activations, holder_counts, subjects};

const PATIENT: &str = "system/Patient.c";

fn asked(identifiers: &[Value], birth_date: &str) -> String {
    json!({ "identifiers": identifiers, "birth_date": birth_date }).to_string()
}

async fn issue(hospital: &Hospital, identifiers: &[Value], birth_date: &str) -> Answer {
    let token = hospital.token_for(PATIENT).await.unwrap();
    hospital.post_activation(&token, asked(identifiers, birth_date)).await
}

async fn codes(world: &World) -> usize {
    activations::Entity::find().all(world.core().store.db()).await.unwrap().len()
}

fn count(rows: &[holder_counts::Model], what: &str) -> i64 {
    rows.iter().filter(|row| row.what == what).map(|row| row.n).sum()
}

on_both_databases! {
    async fn a_code_from_the_api_opens_an_account_at_level_one(world: World) {
        let hospital = world.hospital().await;
        let number = world.new_insured_number();
        let answer = issue(&hospital, &[wire(INSURED, &number), wire(&hospital.local_system, "P-1")], BIRTH_DATE).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.json()["expires_at"], "2026-12-13T01:00:00.000Z");
        assert_eq!(newest_line(&world).await.0, "issue-activation");
        let (browser, _) = world.activate(answer.json()["code"].as_str().unwrap(), BIRTH_DATE).await;
        assert_eq!(account(&world, &browser).await.level, Level::One);

        let counts = holder_counts::Entity::find().all(world.core().store.db()).await.unwrap();
        assert_eq!((count(&counts, "activations-issued"), count(&counts, "activations-used")), (1, 1));
        assert!(counts.iter().all(|row| row.holder_id == hospital.id.0 && row.month == "2026-11"));
    }

    async fn known_and_unknown_persons_are_answered_alike(world: World) {
        let hospital = world.hospital().await;
        let patient = world.patient().await;
        let known = issue(&hospital, &[patient.insured_number()], BIRTH_DATE).await;
        let unknown = issue(&hospital, &[wire(INSURED, &world.new_insured_number())], BIRTH_DATE).await;
        let wrong_date = issue(&hospital, &[patient.insured_number()], "1990-01-01").await;
        let shape = |answer: &Answer| {
            let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            names.sort();
            (answer.status, names, answer.body.len(), answer.json().as_object().unwrap().keys().cloned().collect::<Vec<_>>())
        };
        assert_eq!(shape(&known), shape(&unknown));
        assert_eq!(shape(&known), shape(&wrong_date));
    }

    async fn a_second_holder_raises_the_level(world: World) {
        let (one, other) = (world.hospital().await, world.hospital().await);
        let number = wire(INSURED, &world.new_insured_number());
        let first = issue(&one, std::slice::from_ref(&number), BIRTH_DATE).await.json()["code"].clone();
        let (browser, _) = world.activate(first.as_str().unwrap(), BIRTH_DATE).await;
        let again = issue(&one, std::slice::from_ref(&number), BIRTH_DATE).await.json()["code"].clone();
        let enter = async |code: &Value| {
            let fields = [("code", code.as_str().unwrap()), ("birth_date", BIRTH_DATE)];
            browser.call("/do/activation/begin", &fields).await.json()["Joined"]["level"].clone()
        };
        // The same holder's word twice is one word.
        assert_eq!(enter(&again).await, 1);
        let second = issue(&other, &[number], BIRTH_DATE).await.json()["code"].clone();
        assert_eq!(enter(&second).await, 2);
    }

    async fn what_the_api_cannot_take_makes_nothing(world: World) {
        let (hospital, other) = (world.hospital().await, world.hospital().await);
        let good = wire(INSURED, "06132013:1:2:");
        let many = vec![good.clone(); 33];
        for (identifiers, date, code) in [
            (vec![], BIRTH_DATE, "invalid-identifier"),
            (vec![wire(INSURED, "06132013-1-2")], BIRTH_DATE, "invalid-identifier"),
            (vec![good.clone(), wire(INSURED, "")], BIRTH_DATE, "invalid-identifier"),
            (vec![wire(&other.local_system, "P-1")], BIRTH_DATE, "invalid-identifier"),
            (vec![wire("urn:oid:1.2.392.200119.6.102", "123456789012")], BIRTH_DATE, "invalid-identifier"),
            (many, BIRTH_DATE, "invalid-identifier"),
            (vec![good.clone()], "1979/4/2", "invalid-date"),
            (vec![good.clone()], "1979-02-30", "invalid-date"),
            (vec![good.clone()], "2026-11-23", "invalid-date"),
            (vec![good.clone()], "1899-12-31", "invalid-date"),
        ] {
            let answer = issue(&hospital, &identifiers, date).await;
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            assert_eq!((answer.status, &answer.json()["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)), "{identifiers:?} {date}");
        }
        let token = hospital.token_for(PATIENT).await.unwrap();
        for body in ["", "[]", "{}", r#"{"identifiers":[]}"#, r#"{"identifiers":"x","birth_date":"1979-04-02"}"#] {
            assert_eq!(problem(&hospital.post_activation(&token, body).await), "malformed", "{body}");
        }
        assert_eq!(problem(&hospital.post_activation(&hospital.token().await, asked(&[good], BIRTH_DATE)).await), "insufficient-scope");
        assert_eq!(codes(&world).await, 0);
        assert_eq!(subjects::Entity::find().all(world.core().store.db()).await.unwrap().len(), 0);
    }
}
