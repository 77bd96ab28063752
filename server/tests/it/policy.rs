//! Every page, action and endpoint × every kind of visitor, tried over HTTP. What is mounted without a row fails: of whoever comes there
//! nobody would ask at the door what they may.

mod objects;

use crate::approvals::{TWO_PROOFS, asked, decide};
use crate::identity::{actor, newest_line, print_recovery_code, problem, recover, sign_in};
use crate::on_both_databases;
use crate::proxies;
use crate::world::{Browser, World};
use app::routes::{ACTIONS, ActionRoute, FILES, PAGES, PageRoute};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::Level;
use domain::actor::{Actor, Operation};
use domain::failure::Problem;
use domain::holder::ClientScope;
use domain::id::HolderId;
use std::collections::BTreeSet;

/// What somebody without a session meets at that page.
fn expected_for_anonymous(page: &PageRoute) -> StatusCode {
    match Actor::Anonymous.may(page.operation) {
        // What the address names does not exist.
        Ok(()) if page.path.contains('{') => StatusCode::NOT_FOUND,
        // It leads on to where whoever asks is at home.
        Ok(()) if page.path == "/start" => StatusCode::SEE_OTHER,
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
        ("proxy", acting(world, proxies::CHILD_BORN).await),
        ("proxy of a young person", acting(world, "2010-06-10").await),
    ];
    let people = people.into_iter().chain(after_a_recovery(world).await);
    let mut everybody = Vec::new();
    for (name, browser) in people {
        let known = actor(world, &browser).await;
        everybody.push((name, browser, known));
    }
    everybody
}

/// Somebody who has a child in view, born on that day.
async fn acting(world: &World, born: &str) -> Browser {
    let (sato, mori, mother) = (world.support().await, world.support().await, world.patient().await);
    let child = proxies::child_born(world, born).await;
    proxies::granted(&sato, &mori, &child, &mother).await;
    let grant = proxies::people(world, &mother).await.acts_for[0].id.to_string();
    let seen = mother.browser.call("/do/person/view", &[("proxy", &grant)]).await;
    assert_eq!(seen.status, 200, "{}", seen.text());
    mother.browser
}

/// Somebody who came back with the printed code, and somebody else with a passkey from before such a recovery: what the one does
/// with their sign-in would end the other's.
async fn after_a_recovery(world: &World) -> [(&'static str, Browser); 2] {
    let recovered = async || {
        let patient = world.patient().await;
        let code = print_recovery_code(&patient.browser).await;
        let back = world.browser();
        recover(world, &back, &code).await;
        (patient, back)
    };
    let ((_, back), (patient, _)) = (recovered().await, recovered().await);
    let before = world.browser();
    assert!(sign_in(&before, &patient.passkey).await.status.is_success());
    [("patient after a recovery", back), ("patient with an old passkey", before)]
}

/// Those that end or change what the others are tried with come last: the passkey of before would have cancelled the recovery.
fn actions_in_order() -> Vec<&'static ActionRoute> {
    let mut all: Vec<_> = ACTIONS.iter().filter(|action| !matches!(action.operation, Operation::SignOut | Operation::Leave)).collect();
    all.sort_by_key(|action| match action.operation {
        Operation::CancelRecovery => 2,
        Operation::ViewPerson => 1,
        _ => 0,
    });
    all
}

on_both_databases! {
    async fn every_page_keeps_to_the_table_for_everybody_who_is_signed_in(world: World) {
        for (name, browser, actor) in everybody(&world).await {
            for page in PAGES.iter().chain(FILES) {
                let answer = browser.get(&filled(page.path)).await;
                match actor.may(page.operation) {
                    Err(problem) => assert_eq!(answer.status, problem.status(), "{name} at {}", page.path),
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
        // Signing out is for everybody, and leaving for whoever may; both would end the session that the others are tried with.
        for (name, browser, actor) in everybody(&world).await {
            for action in actions_in_order() {
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

    async fn everybody_is_who_they_are_said_to_be(world: World) {
        use domain::account::Standing;
        use domain::actor::{Patient, ProxySight};
        let kinds: Vec<_> = everybody(&world).await.into_iter().map(|(name, _, actor)| (name, actor)).collect();
        let of = |name: &str| kinds.iter().find(|(known, _)| *known == name).map(|(_, actor)| actor.clone()).expect("listed");
        assert!(matches!(of("proxy"), Actor::Proxy { sight: ProxySight::Everything, .. }));
        assert!(matches!(of("proxy of a young person"), Actor::Proxy { sight: ProxySight::Choices, .. }));
        assert!(matches!(of("patient after a recovery"), Actor::Patient(Patient { standing: Standing::ClosedUntil(_), .. })));
        assert!(matches!(of("patient with an old passkey"), Actor::Patient(Patient { standing: Standing::OnlyCancel(_), .. })));
    }

    async fn nobody_approves_the_recovery_that_they_asked_for(world: World) {
        let (sato, mori, taro) = (world.support().await, world.support().await, world.patient().await);
        let seen = crate::desk::found(&sato, &taro).await;
        let request = asked(&sato.browser, &seen, "recovery", &TWO_PROOFS).await;
        assert_eq!(problem(&decide(&sato.browser, &request, "approve").await), "own-request");
        assert_eq!(newest_line(&world).await, ("approve".to_owned(), "own-request".to_owned(), "own-request".to_owned()));
        assert_eq!(problem(&sato.browser.call("/do/binding-code/make", &[("request", &request)]).await), "needs-second-person");
        // Nor does their own page of it offer to.
        assert!(!crate::desk::page(&sato.browser, &format!("/desk/recovery/{request}")).await.contains("value=\"approve\""));
        assert!(crate::desk::page(&mori.browser, &format!("/desk/recovery/{request}")).await.contains("value=\"approve\""));
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
            assert_eq!(answer.status, expected_for_anonymous(page), "{}", page.path);
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

    async fn a_program_is_nobody_at_pages_and_actions(world: World) {
        let every_scope = ClientScope::ALL.map(ClientScope::name).join(" ");
        let token = world.hospital().await.token_for(&every_scope).await.expect("all of these are its own");
        let bearer = format!("Bearer {token}");
        for page in PAGES.iter().chain(FILES) {
            let request = Request::get(filled(page.path)).header(header::ACCEPT, "text/html").header(header::AUTHORIZATION, &bearer);
            let answer = world.browser().send(request, Body::empty()).await;
            assert_eq!(answer.status, expected_for_anonymous(page), "{}", page.path);
        }
        for action in ACTIONS.iter().filter(|action| Actor::Anonymous.may(action.operation).is_err()) {
            let request = Request::post(action.path)
                .header(header::ORIGIN, &world.core().config.base_url)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::AUTHORIZATION, &bearer);
            let answer = world.browser().send(request, Body::empty()).await;
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

/// Every address that is mounted, as the router itself tells: however and wherever it was written down.
fn mounted(router: &Router) -> BTreeSet<String> {
    let told = format!("{router:?}");
    // The fallback is at two addresses that axum made up.
    let addresses = told.split('"').filter(|text| text.starts_with('/') && !text.contains("__private__"));
    addresses.map(str::to_owned).collect()
}

/// Where nobody is asked what they may: whether the node lives, and what says below the addresses of programs that there is nothing.
/// The log for programs is everybody's, too, and has a table of its own.
const OPEN: [&str; 11] = [
    "/healthz",
    "/readyz",
    "/api",
    "/api/",
    "/api/{*rest}",
    "/api/docs",
    "/api/docs/{*rest}",
    "/fhir",
    "/fhir/",
    "/fhir/{*rest}",
    "/oauth/{*rest}",
];

#[tokio::test]
async fn nothing_is_mounted_but_what_stands_in_a_table() {
    let world = World::on_sqlite().await;
    let pages = PAGES.iter().chain(FILES).map(|page| page.path).chain(ACTIONS.iter().map(|action| action.path));
    let programs = server::api::ENDPOINTS.into_iter().map(|endpoint| endpoint.path).chain(server::http::log::ROUTES);
    let rows: BTreeSet<String> = pages.chain(programs).chain(OPEN).map(str::to_owned).collect();
    assert_eq!(mounted(&world.router), rows);
    // One that somebody mounts beside the tables is seen.
    let beside = world.router.clone().route("/do/person/forget", axum::routing::post(|| async {}));
    assert_eq!(mounted(&beside).difference(&rows).collect::<Vec<_>>(), ["/do/person/forget"]);
}

#[tokio::test]
async fn no_page_takes_a_form() {
    let world = World::on_sqlite().await;
    for page in PAGES.iter().chain(FILES) {
        let answer = world.browser().call(&filled(page.path), &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{} has a row for reading alone", page.path);
    }
}

#[test]
fn every_page_and_action_stands_in_its_table_once() {
    let pages: BTreeSet<_> = PAGES.iter().map(|page| page.path).collect();
    let actions: BTreeSet<_> = ACTIONS.iter().map(|action| action.path).collect();
    assert_eq!((pages.len(), actions.len()), (PAGES.len(), ACTIONS.len()));
}
