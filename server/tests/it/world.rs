//! A whole Hikae for one test: a database of its own, keys of its own, a clock that stands still until it is told, the real
//! router, and people who use it.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::clock::{Clock, Span, Timestamp};
use http_body_util::BodyExt;
use server::config::Config;
use server::http::assets::Assets;
use server::keys::Keys;
use server::log::soundness::Soundness;
use server::machine::SystemRandom;
use server::service::Core;
use server::state::Hikae;
use server::store::Store;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// Tells the same story on SQLite and on PostgreSQL: `on_both_databases! { async fn name(world: World) { … } }`.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($($story_args:tt)*) $story:block)*) => {
        $($(#[$meta])* async fn $name($($story_args)*) $story

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name($crate::world::World::on_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgresql() {
                super::$name($crate::world::World::on_postgresql().await).await;
            }
        })*
    };
}

/// A clock that a test moves.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// 2026-11-22 10:00 in Tokyo.
    fn new() -> Self {
        let start: Timestamp = "2026-11-22T01:00:00.000Z".parse().unwrap();
        Self(AtomicI64::new(start.millis()))
    }

    /// Time passes.
    pub fn pass(&self, span: Span) {
        self.0.fetch_add(span.millis(), Ordering::SeqCst);
    }

    /// It is that moment.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.millis(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// One Hikae.
pub struct World {
    pub hikae: Hikae,
    pub clock: Arc<TestClock>,
    pub router: Router,
    /// Holds the SQLite file and whatever else this installation keeps.
    _folder: tempfile::TempDir,
}

impl World {
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("hikae.db").display());
        Self::open(folder, url).await
    }

    pub async fn on_postgresql() -> Self {
        let url = tokio::task::spawn_blocking(|| crate::postgres::shared().database()).await.unwrap();
        Self::open(tempfile::tempdir().unwrap(), url).await
    }

    /// A world on that database, which is empty.
    pub async fn open(folder: tempfile::TempDir, database_url: String) -> Self {
        let mut config = Config::defaults().unwrap();
        config.database_url = database_url;
        config.database_connections = 8;
        config.var = folder.path().to_owned();
        config.tries_per_minute = 10_000;
        Self::with_config(folder, config).await
    }

    /// A world with settings of its own.
    pub async fn with_config(folder: tempfile::TempDir, config: Config) -> Self {
        Self::with_keys(folder, config, Keys::random(&SystemRandom)).await
    }

    /// A world with settings and keys of its own.
    pub async fn with_keys(folder: tempfile::TempDir, config: Config, keys: Keys) -> Self {
        let store = Store::connect(&config.database_url, config.database_connections, true).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Arc::new(TestClock::new());
        let core = Core {
            config: Arc::new(config),
            keys: Arc::new(keys),
            store,
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
            soundness: Soundness::default(),
        };
        let hikae = Hikae::new(core, Assets::none()).await.unwrap();
        let router = server::http::router(&hikae);
        Self { hikae, clock, router, _folder: folder }
    }

    /// The same database and keys, served with other settings.
    pub async fn reconfigured(self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::clone(&self.core().config);
        change(&mut config);
        let core = Core { config: Arc::new(config), ..self.core().clone() };
        let hikae = Hikae::new(core, Assets::none()).await.unwrap();
        let router = server::http::router(&hikae);
        Self { hikae, router, ..self }
    }

    /// The same, with browsers that talk to whatever stands behind that router.
    pub fn served_by(self, router: Router) -> Self {
        Self { router, ..self }
    }

    pub fn core(&self) -> &Core {
        &self.hikae.core
    }

    /// Somebody's browser, with nothing in it.
    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), base_url: self.core().config.base_url.clone(), cookies: Mutex::default() }
    }

    /// Sends a request that no browser would.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        send(&self.router, request).await
    }
}

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {} {}", self.status, String::from_utf8_lossy(&self.body)))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

pub async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// A browser: keeps cookies, says where its forms come from.
pub struct Browser {
    router: Router,
    base_url: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header(header::ACCEPT, "text/html"), Body::empty()).await
    }

    /// Sends a form as a browser without JavaScript does.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.post(path).header(header::ACCEPT, "text/html").header(header::REFERER, format!("{}/", self.base_url));
        self.send(request, form(fields)).await
    }

    /// Calls an action as an island does: the answer is its value.
    pub async fn call(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.post(path).header(header::ACCEPT, "application/json");
        self.send(request, form(fields)).await
    }

    /// Calls an action that takes JSON (passkey ceremonies).
    pub async fn call_json(&self, path: &str, value: &serde_json::Value) -> Answer {
        let request = Request::post(path)
            .header(header::ORIGIN, &self.base_url)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request, Body::from(value.to_string())).await
    }

    fn post(&self, path: &str) -> axum::http::request::Builder {
        Request::post(path)
            .header(header::ORIGIN, &self.base_url)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    }

    /// Sends any request with this browser's cookies, and keeps those of the answer.
    pub async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies = self.cookies.lock().unwrap().iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("; ");
        let request = if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies) };
        let answer = send(&self.router, request.body(body).unwrap()).await;
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            let gone = rest.to_ascii_lowercase().contains("max-age=0");
            let mut cookies = self.cookies.lock().unwrap();
            if gone {
                cookies.remove(name)
            } else {
                cookies.insert(name.to_owned(), value.to_owned())
            };
        }
        answer
    }

    /// The same browser, in front of another server.
    pub fn at(&self, router: Router) -> Self {
        Self { router, ..self.stolen() }
    }

    /// Another browser that stole this one's cookies.
    pub fn stolen(&self) -> Self {
        Self { router: self.router.clone(), base_url: self.base_url.clone(), cookies: Mutex::new(self.cookies.lock().unwrap().clone()) }
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }
}

fn form(fields: &[(&str, &str)]) -> Body {
    Body::from(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

/// What a method may be named by in a table.
pub fn method(name: &str) -> Method {
    name.parse().unwrap()
}
