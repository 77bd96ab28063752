//! What a browser must never be able to do to somebody.

use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, wire};
use crate::world::{World, method};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::Level;
use domain::id::HolderId;
use domain::identifier::INSURED;
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};
use tracing_subscriber::EnvFilter;

/// What was logged, by all of this process: for one part of it alone `tracing` does not listen reliably while others run.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Said {
    /// Listens from now on, to everything of ours down to the last detail, and of others to what an operator would see.
    fn listening() -> Self {
        static SAID: LazyLock<Said> = LazyLock::new(|| {
            let said = Said::default();
            let (filter, here) = (EnvFilter::new("info,server=trace,app=trace,domain=trace,tower_http=trace"), said.clone());
            let all = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(move || here.clone()).finish();
            tracing::subscriber::set_global_default(all).expect("nobody else listens");
            said
        });
        SAID.clone()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

on_both_databases! {
    async fn a_form_from_somebody_elses_page_changes_nothing(world: World) {
        for origin in ["https://evil.example", "null", "http://localhost:3001", "http://localhost:3000.evil.example"] {
            let request = Request::post("/do/choices/record")
                .header(header::ORIGIN, origin)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from("scope=all&stance=refuse"))
                .unwrap();
            let answer = world.send(request).await;
            assert_eq!((answer.status, answer.json()["code"].as_str()), (StatusCode::FORBIDDEN, Some("wrong-origin")), "{origin}");
        }
        let silent = Request::post("/do/language/set").body(Body::from("locale=en&back=/")).unwrap();
        assert_eq!(world.send(silent).await.status, StatusCode::FORBIDDEN);
    }

    async fn every_page_says_what_it_may_load(world: World) {
        let browser = world.browser();
        let (one, two) = (browser.get("/").await, browser.get("/").await);
        assert_eq!(one.status, StatusCode::OK);
        let policy = one.header("content-security-policy").unwrap();
        for part in ["default-src 'self'", "'strict-dynamic'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"] {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert_ne!(one.header("content-security-policy"), two.header("content-security-policy"), "the nonce is minted per answer");
        assert_eq!(one.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(one.header("referrer-policy"), Some("same-origin"));
        assert_eq!(one.header("cache-control"), Some("no-store"));
        assert_eq!(one.header("cross-origin-opener-policy"), Some("same-origin"));
    }

    async fn the_policy_of_a_page_and_of_the_api_s_page_is_exactly_this(world: World) {
        let page = world.browser().get("/").await;
        let policy = page.header("content-security-policy").unwrap();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(nonce.len() >= 22, "128 bits: {nonce}");
        assert_eq!(
            policy,
            format!(
                "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
                 object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
            )
        );
        let docs = world.browser().get("/api/docs/").await;
        assert_eq!(
            docs.header("content-security-policy"),
            Some(
                "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; \
                 base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
            )
        );
        for part in ["<html lang=\"en\">", "<title>API for data holders | Hikae</title>", "<main id=\"swagger-ui\">", "<h1>"] {
            assert!(docs.text().contains(part), "{part}");
        }
        assert_eq!(docs.text().matches("<script ").count(), docs.text().matches("<script src=\"./").count(), "no script stands in the page");
        let answer = world.browser().get("/api/v1/openapi.json").await;
        assert_eq!(answer.status, StatusCode::OK);
    }

    async fn every_answer_says_what_it_may_do_and_who_may_use_it(world: World) {
        let fixed = [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            (
                "permissions-policy",
                "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=(), \
                 publickey-credentials-create=(self), publickey-credentials-get=(self)",
            ),
        ];
        for path in ["/", "/no/such/page", "/overview", "/api/v1/purposes", "/api/docs/", "/healthz"] {
            let answer = world.browser().get(path).await;
            for (name, value) in fixed {
                assert_eq!(answer.header(name), Some(value), "{name} at {path}");
            }
            assert_eq!(answer.header("strict-transport-security"), None, "nothing is promised over plain HTTP");
            assert!(answer.header("cache-control").is_some_and(|kept| kept.contains("no-store")), "{path}: {:?}", answer.header("cache-control"));
        }
        let log = world.browser().get("/log/key").await;
        assert_eq!(log.header("cross-origin-resource-policy"), Some("cross-origin"), "the log is for every page");
    }

    async fn over_tls_nobody_falls_back_and_the_cookie_stays_with_this_host(world: World) {
        let world = world.reconfigured(|config| config.base_url = "https://hikae.example".into()).await;
        let page = world.browser().get("/").await;
        assert_eq!(page.header("strict-transport-security"), Some("max-age=63072000; includeSubDomains"));

        let (code, _) = world.issue(&[&world.new_insured_number()], BIRTH_DATE, HolderId(uuid::Uuid::nil()), Level::Two).await;
        let (browser, passkey) = world.activate(&code.grouped(), BIRTH_DATE).await;
        assert!(browser.cookie("__Host-hikae").is_some() && browser.cookie("hikae").is_none());
        let begun = crate::identity::begin(&browser, "sign-in", &[]).await;
        let shown = passkey.show(&begun["challenge"]).await;
        let answer = crate::identity::done(crate::identity::finish(&browser, "sign-in", &begun, "shown", &shown).await);
        let cookie = answer.header("set-cookie").unwrap();
        let mut attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
        attributes.sort_unstable();
        assert!(cookie.starts_with("__Host-hikae="), "{cookie}");
        assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
        assert_eq!(browser.get("/overview").await.status, StatusCode::OK);
        let plain = world.browser().call("/do/language/set", &[("locale", "en"), ("back", "/")]).await;
        assert!(plain.header("set-cookie").is_some_and(|cookie| cookie.contains("Secure")), "{:?}", plain.header("set-cookie"));
    }

    async fn no_log_line_holds_an_identifier_a_code_or_a_token(world: World) {
        let said = Said::listening();
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let (code, _) = world.issue(&[&world.new_insured_number()], BIRTH_DATE, hospital.id, Level::One).await;
        let code = code.grouped();
        let token = hospital.token().await;
        let malformed = "06132013:11:12345MALFORMED";
        let secrets = [&*taro.insured, malformed, &code, &code.replace('-', ""), &token, BIRTH_DATE, "8412-11-30", "AAAAA-BBBBB-CCCCC"];
        let rows = serde_json::json!([taro.insured_number(), wire(INSURED, malformed), wire("urn:nobody", &taro.insured)]);
        let body = serde_json::json!({ "purpose": "education", "commercial": false, "subjects": rows }).to_string();
        let checked = hospital.post_check(&token, body).await;
        assert_eq!(checked.status, StatusCode::OK);
        assert!(hospital.post_check(&token, format!("{{\"subjects\": [\"{}\"", taro.insured)).await.status.is_client_error());
        assert_eq!(hospital.post_check(&format!("{token}x"), "{}").await.status, StatusCode::UNAUTHORIZED);
        for (typed, born) in [(&*code, "8412-11-30"), ("AAAAA-BBBBB-CCCCC", BIRTH_DATE)] {
            world.browser().call("/do/activation/begin", &[("code", typed), ("birth_date", born)]).await;
        }
        world.browser().get(&format!("/usage/{}?code={code}&number={}", taro.insured, taro.insured)).await;
        world.hikae.behind.flush().await.unwrap();
        let said = said.text();
        let id = checked.header("x-request-id").unwrap();
        let caught = said.lines().any(|line| line.contains(id) && line.contains("/api/v1/checks") && line.contains("answered"));
        assert!(caught, "the lines were caught: {said}");
        for secret in secrets {
            assert!(!said.contains(secret), "{secret} in {said}");
        }
    }

    async fn every_script_of_a_page_carries_the_nonce_of_its_header(world: World) {
        for path in ["/", "/sign-in", "/activate", "/recover"] {
            let page = world.browser().get(path).await;
            let policy = page.header("content-security-policy").unwrap();
            let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
            let text = page.text();
            for script in text.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap();
                assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: <script{tag}>");
            }
            assert!(!text.contains(" style=\""), "{path} has an inline style, which the policy forbids");
            assert!(!text.contains(" onclick=") && !text.contains("javascript:"), "{path}");
        }
    }

    async fn a_page_without_an_island_ships_no_bundle(world: World) {
        let browser = world.browser();
        assert!(!browser.get("/").await.text().contains("hikae_bg.wasm"));
        assert!(browser.get("/sign-in").await.text().contains("hikae"), "the sign-in page needs the bundle");
        assert!(browser.get("/sign-in").await.text().contains(".wasm"), "the sign-in page needs the bundle");
    }

    async fn what_does_not_exist_is_a_page_that_says_so(world: World) {
        let page = world.browser().get("/no/such/page").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.text().contains("<h1"));
        let answer = world.browser().get("/api/v1/nothing").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    }

    async fn nothing_changes_by_get(world: World) {
        for action in app::routes::ACTIONS {
            for name in ["GET", "HEAD", "DELETE", "PUT"] {
                let request = Request::builder()
                    .method(method(name))
                    .uri(action.path)
                    .header(header::ORIGIN, "http://localhost:3000")
                    .body(Body::empty())
                    .unwrap();
                assert_eq!(world.send(request).await.status, StatusCode::METHOD_NOT_ALLOWED, "{name} {}", action.path);
            }
        }
    }

    async fn a_body_larger_than_any_form_is_not_read(world: World) {
        let request = Request::post("/do/activation/begin")
            .header(header::ORIGIN, "http://localhost:3000")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, 5 + (1 << 20))
            .body(Body::from("code=".to_owned() + &"A".repeat(1 << 20)))
            .unwrap();
        assert_eq!(world.send(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    async fn whoever_is_not_signed_in_is_sent_to_sign_in(world: World) {
        for path in ["/overview", "/usage", "/usage?purpose=education&year=2026", "/choices?confirm=all", "/decisions", "/account"] {
            let answer = world.browser().get(path).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
            let next: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
            assert_eq!(answer.header("location"), Some(format!("/sign-in?next={next}").as_str()));
        }
        // A form leads back to its page, and not to what was told there before.
        let form = Request::post("/do/inquiries/ask")
            .header(header::ORIGIN, "http://localhost:3000")
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, "http://localhost:3000/inquiries?about=01J&__path=%2Fdo%2Finquiries%2Fask&__err=x")
            .body(Body::empty())
            .unwrap();
        assert_eq!(world.send(form).await.header("location"), Some("/sign-in?next=%2Finquiries%3Fabout%3D01J"));
    }

    async fn codes_cannot_be_tried_out_in_bulk(world: World) {
        let mut config = (*world.core().config).clone();
        config.tries_per_minute = 3;
        let core = server::service::Core { config: std::sync::Arc::new(config), ..world.core().clone() };
        let hikae = server::state::Hikae::new(core, server::http::assets::Assets::none()).await.unwrap();
        let router = server::http::router(&hikae);
        let mut statuses = Vec::new();
        for _ in 0..4 {
            let request = Request::post("/do/recovery/begin")
                .header(header::ORIGIN, "http://localhost:3000")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from("code=AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A"))
                .unwrap();
            statuses.push(crate::world::send(&router, request).await.status.as_u16());
        }
        assert_eq!(statuses, [422, 422, 422, 429]);
    }
}
