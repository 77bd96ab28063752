//! Every page, action and endpoint × every kind of visitor, tried over HTTP. What is mounted without a row fails.

use crate::identity::{actor, newest_line};
use crate::on_both_databases;
use crate::world::{Browser, World};
use app::routes::{ACTIONS, FILES, PAGES};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::Level;
use domain::actor::{Actor, Operation};
use domain::failure::Problem;
use domain::id::HolderId;
use std::collections::BTreeSet;

/// What somebody without a session meets at a page of that operation.
fn expected_for_anonymous(operation: Operation) -> StatusCode {
    match Actor::Anonymous.may(operation) {
        Ok(()) => StatusCode::OK,
        Err(Problem::SignInNeeded) => StatusCode::SEE_OTHER,
        Err(problem) => StatusCode::from_u16(problem.status()).unwrap(),
    }
}

/// A path of that route: parts that name something are filled with things that do not exist.
fn filled(path: &str) -> String {
    path.replace("{id}", "01J00000000000000000000000").replace("{index}", "0")
}

/// Everybody who can be signed in, each with a browser, and the actor that the server takes them for.
async fn everybody(world: &World) -> Vec<(&'static str, Browser, Actor)> {
    let hospital = world.hospital().await;
    let desk = HolderId(uuid::Uuid::nil());
    let people = [
        ("patient at level 1", world.patient_of(desk, Level::One).await.browser),
        ("patient", world.patient().await.browser),
        ("support", world.support().await.browser),
        ("registrar", world.registrar().await.browser),
        ("administrator", world.administrator().await.browser),
        ("clerk", world.operator(&hospital).await.browser),
        ("manager", world.manager(&hospital).await.browser),
    ];
    let mut everybody = Vec::new();
    for (name, browser) in people {
        let known = actor(world, &browser).await;
        everybody.push((name, browser, known));
    }
    everybody
}

on_both_databases! {
    async fn every_page_keeps_to_the_table_for_everybody_who_is_signed_in(world: World) {
        for (name, browser, actor) in everybody(&world).await {
            for page in PAGES.iter().chain(FILES) {
                let answer = browser.get(&filled(page.path)).await;
                match actor.may(page.operation) {
                    Err(problem) => assert_eq!(answer.status, problem.status(), "{name} at {}", page.path),
                    // It looks for itself what it may show, which is nothing to people of work.
                    Ok(()) if page.path == "/account" && actor.signed_in().is_err() => {
                        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} at {}", page.path);
                    }
                    // What the address names does not exist; that is another thing than not being allowed to know.
                    Ok(()) => assert!(
                        [StatusCode::OK, StatusCode::SEE_OTHER, StatusCode::FOUND, StatusCode::NOT_FOUND, StatusCode::GONE].contains(&answer.status),
                        "{name} at {}: {}",
                        page.path,
                        answer.status
                    ),
                }
            }
        }
    }

    async fn every_action_keeps_to_the_table_for_everybody_who_is_signed_in(world: World) {
        // Signing out is for everybody, and would end the session that the others are tried with.
        let actions = || ACTIONS.iter().filter(|action| action.operation != Operation::SignOut);
        for (name, browser, actor) in everybody(&world).await {
            for action in actions() {
                let answer = browser.call(action.path, &[]).await;
                match actor.may(action.operation) {
                    Err(problem) => {
                        assert_eq!(answer.status, problem.status(), "{name} at {}: {}", action.path, answer.text());
                        assert_eq!(answer.json()["code"], problem.code(), "{name} at {}", action.path);
                    }
                    Ok(()) => assert_ne!(answer.json()["code"], Problem::NotAllowed.code(), "{name} at {}", action.path),
                }
            }
        }
    }

    async fn a_form_that_is_not_theirs_goes_back_to_its_page_and_leaves_an_audit_line(world: World) {
        let patient = world.patient().await;
        let answer = patient.browser.post_form("/do/people/invite", &[("role", "administrator"), ("label", "me")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(answer.header("location").unwrap().starts_with("/?__path="), "{:?}", answer.header("location"));
        let refused = ("manage-people".to_owned(), "not-allowed".to_owned(), "not permitted".to_owned());
        assert_eq!(newest_line(&world).await, refused);
    }

    async fn every_page_keeps_to_the_table_for_somebody_without_a_session(world: World) {
        for page in PAGES.iter().chain(FILES) {
            let answer = world.browser().get(&filled(page.path)).await;
            let expected = match expected_for_anonymous(page.operation) {
                // What the address names does not exist.
                StatusCode::OK if page.path.contains('{') => StatusCode::NOT_FOUND,
                // It leads on to where whoever asks is at home.
                StatusCode::OK if page.path == "/start" => StatusCode::SEE_OTHER,
                expected => expected,
            };
            assert_eq!(answer.status, expected, "{}", page.path);
        }
    }

    async fn no_action_of_a_signed_in_person_is_open_to_somebody_without_a_session(world: World) {
        for action in ACTIONS {
            if Actor::Anonymous.may(action.operation).is_ok() {
                continue;
            }
            let answer = world.browser().call(action.path, &[]).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}: {}", action.path, answer.text());
        }
    }

    async fn no_endpoint_for_programs_is_open_without_a_token(world: World) {
        for endpoint in server::api::ENDPOINTS {
            let request = Request::builder()
                .method(endpoint.method)
                .uri(endpoint.path)
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from("{}"))
                .unwrap();
            let answer = world.send(request).await;
            let open = Actor::Anonymous.may(endpoint.operation).is_ok();
            assert_eq!(answer.status == StatusCode::UNAUTHORIZED, !open, "{} {}", endpoint.method, endpoint.path);
        }
    }

    async fn a_session_opens_no_endpoint_for_programs(world: World) {
        let patient = world.patient().await;
        for endpoint in server::api::ENDPOINTS.iter().filter(|endpoint| Actor::Anonymous.may(endpoint.operation).is_err()) {
            let request = Request::builder().method(endpoint.method).uri(endpoint.path).header(header::CONTENT_TYPE, "application/json");
            let answer = patient.browser.send(request, Body::from("{}")).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{} {}", endpoint.method, endpoint.path);
        }
    }
}

#[test]
fn every_page_and_action_stands_in_its_table_once() {
    let pages: BTreeSet<_> = PAGES.iter().map(|page| page.path).collect();
    let actions: BTreeSet<_> = ACTIONS.iter().map(|action| action.path).collect();
    assert_eq!((pages.len(), actions.len()), (PAGES.len(), ACTIONS.len()));
}
