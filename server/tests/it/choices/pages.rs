//! The same through the router, as browsers and hospitals meet it.

use super::AI;
use crate::log::check_log;
use crate::on_both_databases;
use crate::world::{Answer, World};
use sea_orm::{EntityTrait, PaginatorTrait};
use server::store::entity::log_leaves;

const FORM: &str = "/do/choices/record";

async fn decisions(world: &World) -> u64 {
    log_leaves::Entity::find().count(world.core().store.db()).await.unwrap()
}

fn decision(answer: &Answer) -> String {
    let answer = answer.json();
    answer["results"][0]["decision"].as_str().unwrap().to_owned()
}

on_both_databases! {
    async fn a_refusal_reaches_the_hospital_before_the_patient_has_read_the_answer(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let check = async || decision(&hospital.check_purpose(&[taro.insured_number()], "ai-development").await);
        assert_eq!(check().await, "permit");
        for (stance, expected) in [("refuse", "deny"), ("allow", "permit"), ("refuse", "deny")] {
            let said = taro.decide(AI, stance).await;
            assert_eq!(said.status, 200, "{}", said.text());
            assert_eq!(check().await, expected);
            check_log(&world.core().store).await;
        }
    }

    async fn the_switch_on_a_studys_page_moves_where_the_one_on_the_choices_page_does(world: World) {
        let taro = world.patient_of(world.hospital().await.id, domain::account::Level::One).await;
        let (theirs, own) = (world.study(&["ai-development"], false).await, world.study(&["education"], false).await);
        world.paper(&taro).await;
        assert!(taro.decide(&format!("study:{own}"), "refuse").await.status.is_success());
        for study in [theirs, own] {
            let page = taro.browser.get(&format!("/studies/{study}")).await;
            let switch = page.text().split("role=\"switch\"").nth(1).unwrap().split('>').next().unwrap().to_owned();
            assert!(switch.contains("disabled"), "level 1 takes back no paper: {switch}");
            assert!(taro.decide(&format!("study:{study}"), "allow").await.text().contains("higher-level-needed"));
        }
        let hana = world.patient_of(world.hospital().await.id, domain::account::Level::One).await;
        assert!(hana.decide(&format!("study:{own}"), "refuse").await.status.is_success());
        let page = hana.browser.get(&format!("/studies/{own}")).await;
        let switch = page.text().split("role=\"switch\"").nth(1).unwrap().split('>').next().unwrap().to_owned();
        assert!(!switch.contains("disabled"), "their own: {switch}");
    }

    async fn the_same_form_sent_twice_is_one_decision(world: World) {
        let taro = world.patient().await;
        let form = [("scope", "all"), ("stance", "refuse"), ("key", "01J0")];
        let (first, second) = (taro.browser.post_form(FORM, &form).await, taro.browser.post_form(FORM, &form).await);
        assert_eq!((first.status, first.header("location")), (second.status, second.header("location")));
        assert!(first.header("location").unwrap().starts_with("/choices?decided="), "{:?}", first.headers);
        assert_eq!(decisions(&world).await, 1);
        let other = taro.browser.call(FORM, &[("scope", "all"), ("stance", "allow"), ("key", "01J0")]).await;
        assert_eq!(other.status, 409, "{}", other.text());
        assert!(other.text().contains("key-reused"));
    }

    async fn an_empty_key_is_no_key(world: World) {
        let taro = world.patient().await;
        for stance in ["refuse", "allow"] {
            let said = taro.browser.call(FORM, &[("scope", "all"), ("stance", stance), ("key", "")]).await;
            assert_eq!(said.status, 200, "{}", said.text());
        }
        assert_eq!(decisions(&world).await, 2);
    }

    async fn a_tab_of_another_person_decides_nothing(world: World) {
        let (taro, hana) = (world.patient().await, world.patient().await);
        let hana = hana.subject.to_string();
        let for_hana = [("scope", "all"), ("stance", "refuse"), ("for", hana.as_str())];
        let said = taro.browser.call(FORM, &for_hana).await;
        assert_eq!(said.status, 409, "{}", said.text());
        assert!(said.text().contains("wrong-person"));
        assert_eq!(decisions(&world).await, 0);
    }

    async fn what_cannot_be_decided_says_so(world: World) {
        let taro = world.patient().await;
        for (scope, stance, status, code) in [
            ("everything", "refuse", 400, "unknown-scope"),
            ("study:1", "refuse", 400, "unknown-scope"),
            ("all", "maybe", 400, "malformed"),
            ("purpose:astrology", "refuse", 404, "unknown-purpose"),
            ("study:01J00000000000000000000000", "refuse", 404, "unknown-study"),
            ("purpose:infectious-disease-control", "refuse", 422, "not-refusable"),
        ] {
            let said = taro.decide(scope, stance).await;
            assert!(said.text().contains(code), "{scope} {stance}: {} {}", said.status, said.text());
            assert_eq!(said.status, status, "{scope} {stance}");
        }
        assert_eq!(decisions(&world).await, 0);
    }
}
