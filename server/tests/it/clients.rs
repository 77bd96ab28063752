//! A holder's managers look after its programs and their keys.

use crate::identity::newest_line;
use crate::on_both_databases;
use crate::personas::{Hospital, Worker, new_key};
use crate::world::{Answer, World};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use server::store::entity::{access_tokens, audit_lines, client_keys, clients};

const CONSENT: &str = "system/Consent.rs";

/// A new pair of keys: the private one as PEM, the public one as a JWKS to paste.
fn pair(world: &World, kid: &str) -> (String, String) {
    let (pem, mut jwk) = new_key(world.core());
    jwk["kid"] = json!(kid);
    (pem, json!({ "keys": [jwk] }).to_string())
}

async fn register(manager: &Worker, name: &str, scopes: &[&str], jwks: &str) -> Answer {
    let mut fields = vec![("name", name), ("jwks", jwks)];
    fields.extend(scopes.iter().map(|scope| ("scopes[]", *scope)));
    manager.browser.post_form("/do/client/register", &fields).await
}

#[track_caller]
fn client_id(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let location = answer.header("location").unwrap();
    assert!(location.starts_with("/holder/clients?done=registered#client-"), "{location}");
    location.rsplit("#client-").next().unwrap().to_owned()
}

/// The problem in the address to which a plain form was sent back.
#[track_caller]
fn sent_back(answer: &Answer) -> String {
    assert!(answer.status.is_redirection(), "{} {}", answer.status, answer.text());
    let location = url::Url::parse("http://x").unwrap().join(answer.header("location").unwrap()).unwrap();
    let error = location.query_pairs().find(|(name, _)| name == "__err").expect("a problem").1.into_owned();
    use base64::Engine;
    let error = base64::engine::general_purpose::URL_SAFE.decode(error).unwrap();
    serde_json::from_slice::<Value>(&error).unwrap()["code"].as_str().unwrap().to_owned()
}

async fn purposes(world: &World, token: &str) -> StatusCode {
    let request = Request::get("/api/v1/purposes").header(header::AUTHORIZATION, format!("Bearer {token}"));
    world.send(request.body(Body::empty()).unwrap()).await.status
}

async fn rows(world: &World) -> (usize, usize, usize) {
    let db = world.core().store.db();
    (
        clients::Entity::find().all(db).await.unwrap().len(),
        client_keys::Entity::find().all(db).await.unwrap().len(),
        access_tokens::Entity::find().all(db).await.unwrap().len(),
    )
}

/// A manager, and a program registered on the page that works.
async fn program(world: &World, hospital: &Hospital) -> (Worker, Hospital) {
    let manager = world.manager(hospital).await;
    let (pem, jwks) = pair(world, "first");
    let id = client_id(&register(&manager, "extracts", &[CONSENT], &jwks).await);
    let program = hospital.program(&id, "first", &pem);
    (manager, program)
}

on_both_databases! {
    async fn a_program_that_a_manager_registers_gets_tokens_for_what_was_ticked(world: World) {
        let hospital = world.hospital().await;
        let (manager, program) = program(&world, &hospital).await;
        assert_eq!(newest_line(&world).await, ("manage-clients".into(), "ok".into(), "client registered".into()));
        assert_eq!(program.client_id.len(), 26);

        let token = program.token_for(CONSENT).await.expect("a token");
        assert_eq!(purposes(&world, &token).await, StatusCode::OK);
        assert_eq!(program.token_for("system/Patient.c").await, None);

        let page = manager.browser.get("/holder/clients").await;
        assert_eq!(page.header("cache-control"), Some("no-store"));
        for shown in [program.client_id.as_str(), "extracts", "first", "/oauth/token", "client_assertion"] {
            assert!(page.text().contains(shown), "{shown}");
        }
    }

    async fn a_form_that_is_sent_twice_registers_one_program(world: World) {
        let hospital = world.hospital().await;
        let manager = world.manager(&hospital).await;
        let (_, jwks) = pair(&world, "k");
        let (one, other) = tokio::join!(register(&manager, "a", &[CONSENT], &jwks), register(&manager, "a", &[CONSENT], &jwks));
        assert_eq!(client_id(&one), client_id(&other));
        assert_eq!(client_id(&register(&manager, "a", &[CONSENT], &jwks).await), client_id(&one));
        assert_eq!(rows(&world).await.0, 2);
    }

    async fn nobody_but_a_manager_registers_programs(world: World) {
        let (hospital, jwks) = (world.hospital().await, pair(&world, "k").1);
        let fields = [("name", "a"), ("jwks", &jwks), ("scopes[]", CONSENT)];
        for worker in [world.operator(&hospital).await, world.support().await, world.administrator().await] {
            let answer = worker.browser.call("/do/client/register", &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text());
            assert_eq!(worker.browser.get("/holder/clients").await.status, StatusCode::FORBIDDEN);
        }
        let patient = world.patient().await;
        assert_eq!(patient.browser.call("/do/client/register", &fields).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.browser().call("/do/client/register", &fields).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(rows(&world).await.0, 1);
    }

    async fn another_holders_program_does_not_exist(world: World) {
        let (mine, other) = (world.hospital().await, world.hospital().await);
        let manager = world.manager(&mine).await;
        let jwks = pair(&world, "k").1;
        let token = other.token().await;
        for (path, fields) in [
            ("/do/client/add-keys", vec![("client", other.client_id.as_str()), ("jwks", &jwks)]),
            ("/do/client/revoke-key", vec![("client", &other.client_id), ("kid", "key-1")]),
            ("/do/client/revoke", vec![("client", &other.client_id)]),
        ] {
            let theirs = manager.browser.call(path, &fields).await;
            let mut nobodys = fields.clone();
            nobodys[0].1 = "01J00000000000000000000000";
            let nobodys = manager.browser.call(path, &nobodys).await;
            assert_eq!((theirs.status, theirs.text()), (StatusCode::NOT_FOUND, nobodys.text()), "{path}");
        }
        assert!(!manager.browser.get("/holder/clients").await.text().contains(&other.client_id));
        assert_eq!(purposes(&world, &token).await, StatusCode::OK);
        assert_eq!(rows(&world).await, (2, 2, 1));
    }

    async fn a_private_key_is_refused_and_not_kept(world: World) {
        let manager = world.manager(&world.hospital().await).await;
        let (pem, jwks) = pair(&world, "k");
        let mut with_d: Value = serde_json::from_str(&jwks).unwrap();
        with_d["keys"][0]["d"] = json!("c2VjcmV0LXRoYXQtbm9ib2R5LXNhdw");
        for pasted in [with_d.to_string(), pem] {
            let answer = register(&manager, "a", &[CONSENT], &pasted).await;
            assert_eq!(sent_back(&answer), "private-key");
        }
        let page = manager.browser.get("/holder/clients?__path=%2Fdo%2Fclient%2Fregister&__err=eyJjb2RlIjoicHJpdmF0ZS1rZXkifQ%3D%3D").await;
        assert!(page.text().contains("秘密鍵です"), "{}", page.text());
        assert_eq!(rows(&world).await.0, 1);
        for line in audit_lines::Entity::find().all(world.core().store.db()).await.unwrap() {
            assert!(!format!("{line:?}").contains("c2VjcmV0"));
        }
    }

    async fn what_cannot_be_registered_is_told_apart(world: World) {
        let manager = world.manager(&world.hospital().await).await;
        let jwks = pair(&world, "k").1;
        let long = "名".repeat(81);
        for (name, scopes, jwks, expected) in [
            ("", &[CONSENT][..], jwks.as_str(), "text-needed"),
            ("  ", &[CONSENT], &jwks, "text-needed"),
            (&long, &[CONSENT], &jwks, "text-too-long"),
            ("a\u{7}b", &[CONSENT], &jwks, "malformed"),
            ("a", &[], &jwks, "malformed"),
            ("a", &["system/*.cruds"], &jwks, "malformed"),
            ("a", &[CONSENT], "", "invalid-key"),
            ("a", &[CONSENT], r#"{"keys":[]}"#, "invalid-key"),
        ] {
            assert_eq!(sent_back(&register(&manager, name, scopes, jwks).await), expected, "{name} {scopes:?} {jwks}");
        }
        assert_eq!(rows(&world).await.0, 1);
    }

    async fn keys_are_changed_without_a_break(world: World) {
        let hospital = world.hospital().await;
        let (manager, old) = program(&world, &hospital).await;
        let (pem, jwks) = pair(&world, "second");
        let add = [("client", old.client_id.as_str()), ("jwks", jwks.as_str())];
        assert_eq!(manager.browser.post_form("/do/client/add-keys", &add).await.status, StatusCode::SEE_OTHER);
        // Twice is once.
        assert_eq!(manager.browser.post_form("/do/client/add-keys", &add).await.status, StatusCode::SEE_OTHER);
        let new = hospital.program(&old.client_id, "second", &pem);
        assert!(new.token_for(CONSENT).await.is_some());
        assert!(old.token_for(CONSENT).await.is_some());

        let revoke = [("client", old.client_id.as_str()), ("kid", "first")];
        assert_eq!(manager.browser.post_form("/do/client/revoke-key", &revoke).await.status, StatusCode::SEE_OTHER);
        assert_eq!(newest_line(&world).await.2, "key first revoked");
        assert!(old.token_for(CONSENT).await.is_none());
        assert!(new.token_for(CONSENT).await.is_some());
    }

    async fn a_token_that_lives_ends_with_its_key(world: World) {
        let hospital = world.hospital().await;
        let (manager, program) = program(&world, &hospital).await;
        let token = program.token_for(CONSENT).await.unwrap();
        let elsewhere = hospital.token().await;
        assert_eq!(purposes(&world, &token).await, StatusCode::OK);
        manager.browser.post_form("/do/client/revoke-key", &[("client", &program.client_id), ("kid", "first")]).await;
        assert_eq!(purposes(&world, &token).await, StatusCode::UNAUTHORIZED);
        // The hospital's other program has nothing to do with it.
        assert_eq!(purposes(&world, &elsewhere).await, StatusCode::OK);
    }

    async fn a_program_that_is_shut_out_stops_at_once_and_for_good(world: World) {
        let hospital = world.hospital().await;
        let (manager, program) = program(&world, &hospital).await;
        let token = program.token_for(CONSENT).await.unwrap();
        let revoke = [("client", program.client_id.as_str())];
        assert_eq!(manager.browser.post_form("/do/client/revoke", &revoke).await.status, StatusCode::SEE_OTHER);
        assert_eq!(newest_line(&world).await.2, "client revoked");
        assert_eq!(purposes(&world, &token).await, StatusCode::UNAUTHORIZED);
        assert!(program.token_for(CONSENT).await.is_none());
        let jwks = pair(&world, "third").1;
        let more = manager.browser.call("/do/client/add-keys", &[("client", &program.client_id), ("jwks", &jwks)]).await;
        assert_eq!(more.status, StatusCode::NOT_FOUND);
        // Once more changes nothing.
        assert_eq!(manager.browser.post_form("/do/client/revoke", &revoke).await.status, StatusCode::SEE_OTHER);
        assert_eq!(rows(&world).await.2, 0);
    }

    async fn of_a_revocation_and_a_token_at_the_same_moment_no_token_is_left(world: World) {
        let hospital = world.hospital().await;
        let (manager, program) = program(&world, &hospital).await;
        let fields = [("client", program.client_id.as_str()), ("kid", "first")];
        let (_, a, b, c) = tokio::join!(
            manager.browser.post_form("/do/client/revoke-key", &fields),
            program.token_for(CONSENT),
            program.token_for(CONSENT),
            program.token_for(CONSENT),
        );
        for token in [a, b, c].into_iter().flatten() {
            assert_eq!(purposes(&world, &token).await, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(rows(&world).await.2, 0);
    }

    async fn the_name_of_a_key_stands_for_one_key_for_ever(world: World) {
        let hospital = world.hospital().await;
        let (manager, program) = program(&world, &hospital).await;
        let other = pair(&world, "first").1;
        let add = [("client", program.client_id.as_str()), ("jwks", other.as_str())];
        assert_eq!(sent_back(&manager.browser.post_form("/do/client/add-keys", &add).await), "invalid-key");
        manager.browser.post_form("/do/client/revoke-key", &[("client", &program.client_id), ("kid", "first")]).await;
        assert_eq!(sent_back(&manager.browser.post_form("/do/client/add-keys", &add).await), "invalid-key");
        let unknown = manager.browser.call("/do/client/revoke-key", &[("client", &program.client_id), ("kid", "fourth")]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    }

    async fn what_people_call_a_program_is_text_and_nothing_else(world: World) {
        let manager = world.manager(&world.hospital().await).await;
        client_id(&register(&manager, "<script>alert(1)</script>", &[CONSENT], &pair(&world, "a<b").1).await);
        let page = manager.browser.get("/holder/clients").await;
        assert!(!page.text().contains("<script>alert"), "{}", page.text());
        assert!(page.text().contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(page.text().contains("a&lt;b"));
    }
}
