//! What a browser must never be able to do to somebody.

use crate::on_both_databases;
use crate::world::{World, method};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

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
        for path in ["/overview", "/usage", "/choices", "/decisions", "/account"] {
            let answer = world.browser().get(path).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
            let next: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
            assert_eq!(answer.header("location"), Some(format!("/sign-in?next={next}").as_str()));
        }
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
