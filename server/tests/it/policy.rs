//! Every page, action and endpoint × every kind of visitor, tried over HTTP. What is mounted without a row fails.

use crate::on_both_databases;
use crate::world::World;
use app::routes::{ACTIONS, PAGES};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::actor::{Actor, Operation};
use domain::failure::Problem;

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

on_both_databases! {
    async fn every_page_keeps_to_the_table_for_somebody_without_a_session(world: World) {
        for page in PAGES {
            let answer = world.browser().get(&filled(page.path)).await;
            assert_eq!(answer.status, expected_for_anonymous(page.operation), "{}", page.path);
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
