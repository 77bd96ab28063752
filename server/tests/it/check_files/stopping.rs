//! Lists that must not go on: whoever asked was shut out, takes too long, or has too many of them.

use super::{PLAN, insured, lists, request, taken_apart};
use crate::checks::world_with;
use crate::on_both_databases;
use crate::personas::Hospital;
use crate::world::{Answer, World};
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use domain::actor::{Actor, OperatorRole};
use domain::check::{AskedFor, RawIdentifier, Row};
use domain::clock::Span;
use domain::failure::Problem;
use domain::holder::ClientScope;
use domain::identifier::INSURED;
use http_body_util::BodyExt;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::store::entity::{accounts, client_keys, clients};
use std::time::Duration;
use tokio::sync::oneshot;
use tower::ServiceExt;

/// A list whose second part comes when that is said.
fn in_two_parts() -> (oneshot::Sender<()>, Body) {
    let (go_on, said) = oneshot::channel::<()>();
    let first = format!("insured_number\n{}", insured(0..10_000));
    let rest = async move {
        // Where nobody says so it never comes.
        if said.await.is_err() {
            std::future::pending::<()>().await;
        }
        Ok::<_, std::io::Error>(insured(0..3))
    };
    let parts = futures::StreamExt::chain(futures::stream::iter([Ok(first)]), futures::stream::once(rest));
    (go_on, Body::from_stream(parts))
}

async fn begun(world: &World, hospital: &Hospital, body: Body) -> Response {
    let path = format!("/api/v1/checks/stream?{PLAN}");
    world.router.clone().oneshot(request(&path, &hospital.token().await, "text/csv", body)).await.unwrap()
}

async fn whole(response: Response) -> Answer {
    let (parts, body) = response.into_parts();
    Answer { status: parts.status, headers: parts.headers, body: body.collect().await.unwrap().to_bytes().to_vec() }
}

async fn shut_out(world: &World, hospital: &Hospital) {
    let change = clients::Entity::update_many().col_expr(clients::Column::RevokedAt, Expr::value(1));
    change.filter(clients::Column::Id.eq(&*hospital.client_id)).exec(world.core().store.db()).await.unwrap();
}

on_both_databases! {
    async fn a_list_of_a_program_that_is_shut_out_meanwhile_breaks_off(world: World) {
        for what in ["client", "key"] {
            let hospital = world.hospital().await;
            let (go_on, body) = in_two_parts();
            let response = begun(&world, &hospital, body).await;
            assert_eq!(response.status(), StatusCode::OK);
            if what == "client" {
                shut_out(&world, &hospital).await;
            } else {
                let change = client_keys::Entity::update_many().col_expr(client_keys::Column::RevokedAt, Expr::value(1));
                change.filter(client_keys::Column::ClientId.eq(&*hospital.client_id)).exec(world.core().store.db()).await.unwrap();
            }
            go_on.send(()).unwrap();
            assert!(response.into_body().collect().await.is_err(), "{what}");
        }
        assert_eq!(lists(&world).await.len(), 0);
    }

    async fn a_list_of_a_person_whose_access_ends_breaks_off(world: World) {
        let hospital = world.hospital().await;
        let clerk = world.operator(&hospital).await;
        let actor = Actor::Operator { by: clerk.sign_in(), holder: hospital.id, role: OperatorRole::Clerk };
        let asked_for = || AskedFor::named(None, Some("education"), None).unwrap();
        let row = || Ok(Row { identifiers: vec![RawIdentifier { system: INSURED.into(), value: "06132013:1:1:".into() }], no_insured_number: false });
        let mut going_on = world.hikae.lists().begin(&actor, asked_for()).await.unwrap();
        let nearly_over = world.hikae.lists().begin(&actor, asked_for()).await.unwrap();
        assert_eq!(going_on.answer(&[row()]).await.unwrap().len(), 1);
        let change = accounts::Entity::update_many().col_expr(accounts::Column::EndedAt, Expr::value(1));
        change.filter(accounts::Column::Id.eq(clerk.account.0)).exec(world.core().store.db()).await.unwrap();
        assert_eq!(going_on.answer(&[row()]).await.unwrap_err().problem(), Problem::SignInNeeded);
        assert_eq!(nearly_over.finish().await.unwrap_err().problem(), Problem::SignInNeeded, "nor is there a summary");
        assert_eq!(lists(&world).await.len(), 0);
    }
}

/// A body of which the rest comes when that is said.
fn in_halves(whole: &str) -> (oneshot::Sender<()>, Body) {
    let (go_on, said) = oneshot::channel::<()>();
    let (first, rest) = whole.split_at(whole.len() / 2);
    let (first, rest) = (first.to_owned(), rest.to_owned());
    let rest = async move {
        said.await.unwrap();
        Ok::<_, std::io::Error>(rest)
    };
    let parts = futures::StreamExt::chain(futures::stream::iter([Ok(first)]), futures::stream::once(rest));
    (go_on, Body::from_stream(parts))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_shut_out_in_the_middle_of_a_body_gets_nothing_for_it() {
    let world = World::on_sqlite().await;
    for (path, scope, body) in [
        ("/api/v1/checks", "system/Consent.rs", r#"{"purpose":"education","subjects":[{"system":"x","value":"1"}]}"#.to_owned()),
        (
            "/api/v1/activations",
            "system/Patient.c",
            format!(r#"{{"identifiers":[{{"system":"{INSURED}","value":"06132013:1:1:"}}],"birth_date":"1979-04-02"}}"#),
        ),
    ] {
        let hospital = world.hospital_with(&[ClientScope::ConsentRead, ClientScope::PatientCreate]).await;
        let token = hospital.token_for(scope).await.unwrap();
        for shut in [false, true] {
            let (go_on, coming) = in_halves(&body);
            let answer = tokio::spawn(world.router.clone().oneshot(request(path, &token, "application/json", coming)));
            tokio::time::sleep(Duration::from_millis(300)).await;
            if shut {
                shut_out(&world, &hospital).await;
            }
            world.clock.pass(Span::seconds(5));
            go_on.send(()).unwrap();
            let answer = whole(answer.await.unwrap().unwrap()).await;
            assert_eq!((answer.status.is_success(), answer.status == StatusCode::UNAUTHORIZED), (!shut, shut), "{path} {}", answer.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_shut_out_stops_within_seconds_though_nothing_comes() {
    let world = World::on_sqlite().await;
    let hospital = world.hospital().await;
    let (_go_on, body) = in_two_parts();
    let response = begun(&world, &hospital, body).await;
    shut_out(&world, &hospital).await;
    let broken = tokio::time::timeout(Duration::from_secs(10), response.into_body().collect()).await;
    assert!(broken.expect("long before a silent sender is cut off").is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sender_of_one_byte_now_and_then_holds_no_place_for_ever() {
    let world = world_with(|config| config.request_seconds = 1).await;
    let hospital = world.hospital().await;
    let drops = futures::stream::unfold(0, |n: u64| async move {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let byte = if n == 0 { "insured_number\n" } else { "1" };
        Some((Ok::<_, std::io::Error>(byte), n + 1))
    });
    let response = tokio::time::timeout(Duration::from_secs(20), begun(&world, &hospital, Body::from_stream(drops))).await;
    let answer = whole(response.expect("four times what a request may take")).await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (503, Some("unavailable")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_hospital_does_not_take_the_places_of_the_others() {
    let world = world_with(|config| config.lists_of_one_holder = 1).await;
    let (hospital, other) = (world.hospital().await, world.hospital().await);
    let (go_on, body) = in_two_parts();
    let first = begun(&world, &hospital, body).await;
    let list = || Body::from("insured_number\n06132013:1:1:\n");
    let waits = whole(begun(&world, &hospital, list()).await).await;
    assert_eq!((waits.status.as_u16(), waits.json()["code"].as_str()), (429, Some("too-many-requests")));
    assert!(waits.header("retry-after").is_some());
    taken_apart(&whole(begun(&world, &other, list()).await).await);
    go_on.send(()).unwrap();
    taken_apart(&whole(first).await);
    taken_apart(&whole(begun(&world, &hospital, list()).await).await);
}
