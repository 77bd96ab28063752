//! How holders' programs get in, and how they do not.

use crate::on_both_databases;
use crate::personas::Hospital;
use crate::world::{Answer, World};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, StatusCode, header};
use domain::clock::Span;
use domain::holder::ClientScope;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::{Value, json};
use server::config::Config;
use server::keys::base64url;
use server::store::entity::{audit_lines, client_keys, clients};
use std::net::SocketAddr;

const CONSENT: &str = "system/Consent.rs";

async fn purposes(world: &World, authorization: &[&str]) -> Answer {
    let mut request = Request::get("/api/v1/purposes");
    for value in authorization {
        request = request.header(header::AUTHORIZATION, *value);
    }
    world.send(request.body(Body::empty()).unwrap()).await
}

async fn with_token(world: &World, token: &str) -> Answer {
    purposes(world, &[&format!("Bearer {token}")]).await
}

#[track_caller]
fn assert_refused(answer: &Answer, status: StatusCode, error: &str) {
    assert_eq!((answer.status, &answer.json()), (status, &json!({ "error": error })), "{}", answer.text());
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
}

fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

async fn post_form(world: &World, body: impl Into<Body>) -> Answer {
    let request = Request::post("/oauth/token").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    world.send(request.body(body.into()).unwrap()).await
}

/// A good assertion with one thing changed in its claims.
fn claims_with(hospital: &Hospital, name: &str, value: Value) -> String {
    let mut claims = hospital.claims();
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
        value => claims[name] = value,
    }
    hospital.assertion(&hospital.header(), &claims)
}

/// An assertion whose header and signature are put together by hand.
fn by_hand(header: &Value, claims: &Value, signature: &str) -> String {
    format!("{}.{}.{signature}", base64url(header.to_string().as_bytes()), base64url(claims.to_string().as_bytes()))
}

on_both_databases! {
    async fn a_signed_assertion_gets_a_token_of_five_minutes(world: World) {
        let hospital = world.hospital().await;
        let answer = hospital.ask_token(&hospital.assertion(&hospital.header(), &hospital.claims()), CONSENT).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        let granted = answer.json();
        assert_eq!((&granted["token_type"], &granted["expires_in"], &granted["scope"]), (&json!("bearer"), &json!(300), &json!(CONSENT)));

        let token = granted["access_token"].as_str().unwrap();
        assert_eq!(with_token(&world, token).await.status, StatusCode::OK);
        world.clock.pass(Span::seconds(299));
        assert_eq!(with_token(&world, token).await.status, StatusCode::OK);
        world.clock.pass(Span::seconds(1));
        let expired = with_token(&world, token).await;
        assert_eq!((expired.status, &expired.json()["code"]), (StatusCode::UNAUTHORIZED, &json!("invalid-token")));
        assert!(expired.headers[header::WWW_AUTHENTICATE].to_str().unwrap().contains(r#"error="invalid_token""#));
    }

    async fn an_assertion_is_good_once(world: World) {
        let hospital = world.hospital().await;
        let assertion = hospital.assertion(&hospital.header(), &hospital.claims());
        assert_eq!(hospital.ask_token(&assertion, CONSENT).await.status, StatusCode::OK);
        assert_refused(&hospital.ask_token(&assertion, CONSENT).await, StatusCode::UNAUTHORIZED, "invalid_client");
        // Another assertion, with the jti of one that was used.
        let jti = hospital.claims()["jti"].clone();
        assert_eq!(hospital.ask_token(&claims_with(&hospital, "jti", jti.clone()), CONSENT).await.status, StatusCode::OK);
        world.clock.pass(Span::seconds(10));
        assert_refused(&hospital.ask_token(&claims_with(&hospital, "jti", jti.clone()), CONSENT).await, StatusCode::UNAUTHORIZED, "invalid_client");
        // What another client calls its assertions is its own business.
        let other = world.hospital().await;
        assert_eq!(other.ask_token(&claims_with(&other, "jti", jti), CONSENT).await.status, StatusCode::OK);
    }

    async fn of_two_that_use_one_assertion_at_once_one_gets_a_token(world: World) {
        let hospital = world.hospital().await;
        let assertion = hospital.assertion(&hospital.header(), &hospital.claims());
        let ask = || hospital.ask_token(&assertion, CONSENT);
        let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
        let granted = [a, b, c, d].iter().filter(|answer| answer.status == StatusCode::OK).count();
        assert_eq!(granted, 1);
    }

    async fn claims_that_are_not_right_are_one_answer(world: World) {
        let hospital = world.hospital().await;
        let now = hospital.claims()["exp"].as_i64().unwrap() - 240;
        let endpoint = hospital.claims()["aud"].clone();
        let bad = [
            ("exp", json!(now)),
            ("exp", json!(now - 1)),
            ("exp", json!(now + 301)),
            ("exp", json!(1e300)),
            ("exp", json!("soon")),
            ("exp", Value::Null),
            ("nbf", json!(now + 60)),
            ("aud", json!("https://elsewhere.example/oauth/token")),
            ("aud", json!(format!("{}/", endpoint.as_str().unwrap()))),
            ("aud", json!([endpoint, "https://elsewhere.example"])),
            ("aud", json!([])),
            ("aud", Value::Null),
            ("iss", json!("hospital-of-nobody")),
            ("iss", Value::Null),
            ("sub", json!("somebody-else")),
            ("sub", Value::Null),
            ("jti", json!("")),
            ("jti", Value::Null),
        ];
        for (name, value) in bad {
            let answer = hospital.ask_token(&claims_with(&hospital, name, value.clone()), CONSENT).await;
            assert_eq!((answer.status, answer.json()), (StatusCode::UNAUTHORIZED, json!({ "error": "invalid_client" })), "{name}: {value}");
        }
        for (name, value) in [("exp", json!(now + 300)), ("exp", json!(f64::from(i32::try_from(now).unwrap()) + 0.5)), ("aud", json!([endpoint])), ("nbf", json!(now))] {
            let answer = hospital.ask_token(&claims_with(&hospital, name, value.clone()), CONSENT).await;
            assert_eq!(answer.status, StatusCode::OK, "{name}: {value}: {}", answer.text());
        }
    }

    async fn a_header_that_is_not_right_is_the_same_answer(world: World) {
        let hospital = world.hospital().await;
        let good = hospital.header();
        let bad = [
            Header { kid: Some("key-2".into()), ..good.clone() },
            Header { kid: None, ..good.clone() },
            Header { typ: None, ..good.clone() },
            Header { typ: Some("at+jwt".into()), ..good.clone() },
            Header { crit: Some(vec!["exp".into()]), ..good.clone() },
        ];
        for header in bad {
            let answer = hospital.ask_token(&hospital.assertion(&header, &hospital.claims()), CONSENT).await;
            assert_refused(&answer, StatusCode::UNAUTHORIZED, "invalid_client");
        }
    }

    async fn nothing_but_the_clients_own_key_signs_for_it(world: World) {
        let (hospital, other) = (world.hospital().await, world.hospital().await);
        let (claims, kid) = (hospital.claims(), "key-1");
        let header = |alg: &str| json!({ "alg": alg, "typ": "JWT", "kid": kid });
        let hs256 = Header { kid: Some(kid.into()), ..Header::new(Algorithm::HS256) };
        let public = hospital.jwk.to_string();
        let signed_with_public = jsonwebtoken::encode(&hs256, &claims, &EncodingKey::from_secret(public.as_bytes())).unwrap();
        let x = hospital.jwk["x"].as_str().unwrap();
        let signed_with_x = jsonwebtoken::encode(&hs256, &claims, &EncodingKey::from_base64_secret(x).or_else(|_| EncodingKey::from_urlsafe_base64_secret(x)).unwrap()).unwrap();
        let good = hospital.assertion(&hospital.header(), &claims);
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let rsa = EncodingKey::from_rsa_pem(include_bytes!("fixtures/rsa.pem")).unwrap();
        let rs384 = Header { kid: Some(kid.into()), ..Header::new(Algorithm::RS384) };
        for (what, assertion) in [
            ("alg none", by_hand(&header("none"), &claims, "")),
            ("alg None", by_hand(&header("None"), &claims, signature)),
            ("HS256 with the public key", signed_with_public),
            ("HS256 with a part of it", signed_with_x),
            ("HS384 in the header alone", by_hand(&header("HS384"), &claims, signature)),
            ("ES256 in the header alone", by_hand(&header("ES256"), &claims, signature)),
            ("RS384 with a key of somebody's", jsonwebtoken::encode(&rs384, &claims, &rsa).unwrap()),
            ("another hospital's key", other.assertion(&other.header(), &claims)),
            ("claims changed after signing", by_hand(&header("ES384"), &other.claims(), signature)),
            ("no signature", format!("{signed}.")),
            ("half a signature", format!("{signed}.{}", &signature[..40])),
            ("two parts", signed.to_owned()),
            ("nothing that is an assertion", "!".to_owned()),
            ("a long nothing", "a.".repeat(5_000)),
        ] {
            let answer = hospital.ask_token(&assertion, CONSENT).await;
            assert_eq!((answer.status, answer.json()), (StatusCode::UNAUTHORIZED, json!({ "error": "invalid_client" })), "{what}");
        }
        assert_eq!(hospital.ask_token(&good, CONSENT).await.status, StatusCode::OK, "what was refused used nothing up");
    }

    async fn rs384_is_taken_from_a_client_with_such_a_key(world: World) {
        let hospital = world.hospital().await;
        let key = EncodingKey::from_rsa_pem(include_bytes!("fixtures/rsa.pem")).unwrap();
        let jwk = serde_json::to_string(&Jwk::from_encoding_key(&key, Algorithm::RS384).unwrap()).unwrap();
        let row = client_keys::ActiveModel {
            client_id: sea_orm::Set(hospital.client_id.clone()),
            kid: sea_orm::Set("rsa".into()),
            jwk: sea_orm::Set(jwk),
            created_at: sea_orm::Set(0),
            revoked_at: sea_orm::Set(None),
        };
        client_keys::Entity::insert(row).exec_without_returning(world.core().store.db()).await.unwrap();
        let header = |alg| Header { kid: Some("rsa".into()), ..Header::new(alg) };
        let sign = |alg| jsonwebtoken::encode(&header(alg), &hospital.claims(), &key).unwrap();
        assert_eq!(hospital.ask_token(&sign(Algorithm::RS384), CONSENT).await.status, StatusCode::OK);
        for alg in [Algorithm::RS256, Algorithm::RS512, Algorithm::PS384] {
            assert_refused(&hospital.ask_token(&sign(alg), CONSENT).await, StatusCode::UNAUTHORIZED, "invalid_client");
        }
    }

    async fn a_client_that_is_shut_out_stops_at_once(world: World) {
        let hospital = world.hospital().await;
        let token = hospital.token().await;
        assert_eq!(with_token(&world, &token).await.status, StatusCode::OK);
        let out = clients::Entity::update_many().col_expr(clients::Column::RevokedAt, Expr::value(1_i64));
        out.filter(clients::Column::Id.eq(&hospital.client_id)).exec(world.core().store.db()).await.unwrap();
        assert_eq!(with_token(&world, &token).await.status, StatusCode::UNAUTHORIZED);
        let answer = hospital.ask_token(&hospital.assertion(&hospital.header(), &hospital.claims()), CONSENT).await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, "invalid_client");
    }

    async fn a_key_that_is_revoked_signs_no_more(world: World) {
        let hospital = world.hospital().await;
        let out = client_keys::Entity::update_many().col_expr(client_keys::Column::RevokedAt, Expr::value(1_i64));
        out.filter(client_keys::Column::ClientId.eq(&hospital.client_id)).exec(world.core().store.db()).await.unwrap();
        let answer = hospital.ask_token(&hospital.assertion(&hospital.header(), &hospital.claims()), CONSENT).await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, "invalid_client");
    }

    async fn what_is_wrong_with_the_request_is_told_as_oauth_tells_it(world: World) {
        let hospital = world.hospital().await;
        let assertion = || hospital.assertion(&hospital.header(), &hospital.claims());
        let kind = ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        let grant = ("grant_type", "client_credentials");
        let scope = ("scope", CONSENT);
        let proof = assertion();
        let proof = ("client_assertion", proof.as_str());
        for (fields, status, error) in [
            (vec![], 400, "invalid_request"),
            (vec![("grant_type", ""), scope, kind, proof], 400, "invalid_request"),
            (vec![grant, grant, scope, kind, proof], 400, "invalid_request"),
            (vec![("grant_type", "password"), scope, kind, proof], 400, "unsupported_grant_type"),
            (vec![("grant_type", "authorization_code"), scope, kind, proof], 400, "unsupported_grant_type"),
            (vec![grant, scope], 401, "invalid_client"),
            (vec![grant, scope, kind], 401, "invalid_client"),
            (vec![grant, scope, proof], 401, "invalid_client"),
            (vec![grant, scope, ("client_assertion_type", "saml2-bearer"), proof], 401, "invalid_client"),
            (vec![grant, scope, kind, proof, ("client_id", "somebody-else")], 401, "invalid_client"),
            (vec![grant, kind, proof], 400, "invalid_scope"),
            (vec![grant, ("scope", " "), kind, proof], 400, "invalid_scope"),
            (vec![grant, ("scope", "system/*.*"), kind, proof], 400, "invalid_scope"),
            (vec![grant, ("scope", "system/Consent.rs openid"), kind, proof], 400, "invalid_scope"),
        ] {
            let answer = post_form(&world, form(&fields)).await;
            assert_eq!((answer.status.as_u16(), answer.json()), (status, json!({ "error": error })), "{fields:?}");
        }
        let body = json!({ "grant_type": "client_credentials" }).to_string();
        let json_body = Request::post("/oauth/token").header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap();
        assert_refused(&world.send(json_body).await, StatusCode::BAD_REQUEST, "invalid_request");
        assert_refused(&post_form(&world, vec![0xff_u8; 10]).await, StatusCode::BAD_REQUEST, "invalid_request");
        assert_refused(&post_form(&world, "a".repeat(100_000)).await, StatusCode::PAYLOAD_TOO_LARGE, "invalid_request");
        let get = world.send(Request::get("/oauth/token").body(Body::empty()).unwrap()).await;
        assert_eq!(get.status, StatusCode::METHOD_NOT_ALLOWED);
    }

    async fn a_client_gets_no_more_than_it_may_have(world: World) {
        let hospital = world.hospital_with(&[ClientScope::PatientCreate, ClientScope::ResearchStudyRead]).await;
        let ask = async |scope| hospital.ask_token(&hospital.assertion(&hospital.header(), &hospital.claims()), scope).await;
        assert_refused(&ask(CONSENT).await, StatusCode::BAD_REQUEST, "invalid_scope");
        assert_refused(&ask("system/Patient.c system/Consent.rs").await, StatusCode::BAD_REQUEST, "invalid_scope");
        let granted = ask("system/Patient.c").await.json();
        assert_eq!(granted["scope"], "system/Patient.c");

        let token = granted["access_token"].as_str().unwrap();
        for answer in [with_token(&world, token).await, hospital.post_check(token, "{}").await] {
            assert_eq!((answer.status, &answer.json()["code"]), (StatusCode::FORBIDDEN, &json!("insufficient-scope")));
            let challenge = answer.headers[header::WWW_AUTHENTICATE].to_str().unwrap();
            assert!(challenge.contains(r#"error="insufficient_scope""#) && challenge.contains(CONSENT), "{challenge}");
        }
    }

    async fn what_is_no_good_token_opens_nothing(world: World) {
        let token = world.hospital().await.token().await;
        let good = format!("Bearer {token}");
        assert_eq!(purposes(&world, &[&good.replace("Bearer", "bearer")]).await.status, StatusCode::OK);
        let upper = format!("Bearer {}", token.to_uppercase());
        let basic = format!("Basic {token}");
        let longer = format!("{good}A");
        let bad: [&[&str]; 8] = [&[], &[""], &["Bearer"], &["Bearer "], &[&token], &[&upper], &[&basic], &[&longer]];
        for authorization in bad {
            let answer = purposes(&world, authorization).await;
            assert_eq!((answer.status, &answer.json()["code"]), (StatusCode::UNAUTHORIZED, &json!("invalid-token")), "{authorization:?}");
            assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
            assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE));
        }
        assert_eq!(purposes(&world, &[&good, &good]).await.status, StatusCode::UNAUTHORIZED, "two tokens are none");
        let request = Request::get("/api/v1/purposes").header(header::AUTHORIZATION, HeaderValue::from_bytes(b"Bearer \xff").unwrap());
        assert_eq!(world.send(request.body(Body::empty()).unwrap()).await.status, StatusCode::UNAUTHORIZED);
    }

    async fn programs_find_out_where_tokens_are(world: World) {
        for path in ["/.well-known/smart-configuration", "/fhir/.well-known/smart-configuration"] {
            let answer = world.send(Request::get(path).body(Body::empty()).unwrap()).await;
            let found = answer.json();
            assert_eq!(found["token_endpoint"], world.core().config.token_endpoint());
            assert_eq!(found["token_endpoint_auth_signing_alg_values_supported"], json!(["RS384", "ES384"]));
            assert_eq!(found["scopes_supported"].as_array().unwrap().len(), 4);
        }
    }

    async fn the_audit_knows_what_the_answer_does_not_tell(world: World) {
        let hospital = world.hospital().await;
        let assertion = hospital.assertion(&hospital.header(), &hospital.claims());
        hospital.ask_token(&assertion, CONSENT).await;
        hospital.ask_token(&assertion, CONSENT).await;
        hospital.ask_token(&claims_with(&hospital, "aud", json!("elsewhere")), CONSENT).await;
        with_token(&world, "unknown").await;
        world.hikae.behind.flush().await.unwrap();
        let in_order = audit_lines::Entity::find().order_by_asc(audit_lines::Column::Seq);
        let lines = in_order.all(world.core().store.db()).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.actor.as_str(), line.operation.as_str(), line.outcome.as_str(), line.reason.as_deref())).collect();
        let client = format!("client:{}", hospital.client_id);
        assert_eq!(
            told,
            [
                (client.as_str(), "sign-in", "ok", None),
                ("anonymous", "sign-in", "invalid-token", Some("assertion used before")),
                ("anonymous", "sign-in", "invalid-token", Some("aud is not our token endpoint")),
                ("anonymous", "read-purposes", "invalid-token", Some("access token")),
            ]
        );
        assert_eq!(lines[1].object.as_ref(), Some(&hospital.client_id));
    }
}

/// A world in which three tries a minute are all.
async fn impatient() -> World {
    let folder = tempfile::tempdir().unwrap();
    let database_url = format!("sqlite://{}", folder.path().join("hikae.db").display());
    let config = Config { database_url, var: folder.path().to_owned(), tries_per_minute: 3, ..Config::defaults().unwrap() };
    World::with_config(folder, config).await
}

async fn ask_from(world: &World, address: &str, assertion: &str) -> Answer {
    let fields = [
        ("grant_type", "client_credentials"),
        ("scope", CONSENT),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion),
    ];
    let mut request = Request::post("/oauth/token")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form(&fields)))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address.parse().unwrap(), 40_000)));
    world.send(request).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_tries_too_often_waits() {
    let world = impatient().await;
    for _ in 0..3 {
        assert_eq!(ask_from(&world, "192.0.2.1", "!").await.status, StatusCode::UNAUTHORIZED);
    }
    let answer = ask_from(&world, "192.0.2.1", "!").await;
    assert_eq!((answer.status, &answer.headers[header::RETRY_AFTER]), (StatusCode::TOO_MANY_REQUESTS, &HeaderValue::from_static("20")));
    assert_eq!(ask_from(&world, "192.0.2.2", "!").await.status, StatusCode::UNAUTHORIZED);
    world.clock.pass(Span::seconds(20));
    assert_eq!(ask_from(&world, "192.0.2.1", "!").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_asks_too_often_waits_and_nobody_can_make_it_wait() {
    let world = impatient().await;
    let hospital = world.hospital().await;
    let good = || hospital.assertion(&hospital.header(), &hospital.claims());
    for n in 0..9 {
        let not_signed = claims_with(&hospital, "aud", json!("elsewhere"));
        assert_eq!(ask_from(&world, &format!("198.51.100.{n}"), &not_signed).await.status, StatusCode::UNAUTHORIZED);
    }
    for n in 0..3 {
        assert_eq!(ask_from(&world, &format!("192.0.2.{n}"), &good()).await.status, StatusCode::OK);
    }
    assert_eq!(ask_from(&world, "192.0.2.9", &good()).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_tries_out_tokens_waits_and_others_do_not() {
    let world = impatient().await;
    let token = world.hospital().await.token().await;
    for _ in 0..2 {
        assert_eq!(with_token(&world, "a-guess").await.status, StatusCode::UNAUTHORIZED);
    }
    let answer = with_token(&world, "a-guess").await;
    assert_eq!((answer.status, &answer.json()["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("too-many-requests")));
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(with_token(&world, &token).await.status, StatusCode::OK);
}
