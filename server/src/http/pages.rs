//! Mounts the pages and actions of `app`.

use super::arrival::Arrival;
use crate::api::limits::{self, Limit};
use crate::service::holder::qr;
use crate::state::Hikae;
use any_spawner::Executor;
use app::routes::{ACTIONS, PAGES};
use app::{Locale, Outgoing, Visit};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use domain::failure::Failure;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// Every page of the table and every action of the table; whatever else is asked for is the page that says so.
pub fn router(hikae: &Hikae) -> Router {
    // Rendering spawns tasks, on the runtime that serves. An error says that this was said before, which is as good.
    let _ = Executor::init_tokio();
    let options = LeptosOptions::builder().output_name("hikae").site_pkg_dir("pkg").build();
    let context = provide(hikae.clone());
    let render = leptos_axum::render_app_async_with_context(context.clone(), move || app::shell(options.clone()));
    let mut router = Router::new();
    for page in PAGES {
        router = router.route(page.path, get(render.clone()));
    }
    for action in ACTIONS.iter().filter(|action| !action.upload) {
        let context = context.clone();
        let run = move |request: Request<Body>| leptos_axum::handle_server_fns_with_context(context.clone(), request);
        let mut handler = post(run);
        if TRIED.contains(&action.path) {
            let limit = Limit { tries: hikae.tries.clone(), refusals: hikae.refusals.clone(), operation: action.operation };
            handler = handler.layer(from_fn_with_state(limit, limits::by_address));
        }
        router = router.route(action.path, handler);
    }
    router.fallback(render)
}

/// Where somebody could try out codes and passkeys: as often a minute as the configuration says, per address.
const TRIED: [&str; 3] = ["/do/activation/begin", "/do/recovery/begin", "/do/sign-in/begin"];

/// One provider for pages and actions: what Leptos is told of a request.
fn provide(hikae: Hikae) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        let (Some(parts), Some(answer)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) else { return };
        let Some(arrival) = parts.extensions.get::<Arrival>().cloned() else { return };
        provide_context(Nonce::from_value(arrival.nonce.to_string()));
        app::provide(visit(&hikae, arrival, answer));
    }
}

fn visit(hikae: &Hikae, arrival: Arrival, answer: ResponseOptions) -> Visit {
    let (random, noted) = (hikae.core.random.clone(), (hikae.clone(), arrival.clone()));
    let secure = hikae.core.config.https();
    Visit {
        ports: hikae.ports.clone(),
        actor: arrival.actor,
        session: arrival.session,
        outgoing: Arc::new(Answer { answer, secure, wants_page: arrival.wants_page }),
        locale: arrival.locale,
        path: arrival.path,
        assets: hikae.assets.version.clone(),
        wants_page: arrival.wants_page,
        report: Arc::new(move |failure: &Failure| {
            let (hikae, arrival) = &noted;
            arrival.note(hikae, failure);
            if !matches!(failure, Failure::Refused(_)) {
                tracing::error!(?failure, "an operation failed");
            }
        }),
        new_key: Arc::new(move || {
            let mut bytes = [0; 16];
            random.fill(&mut bytes);
            crate::keys::base64url(&bytes)
        }),
        draw: Arc::new(qr::draw_densely),
    }
}

/// The answer being made, as `app` may change it.
struct Answer {
    answer: ResponseOptions,
    secure: bool,
    wants_page: bool,
}

impl Outgoing for Answer {
    fn redirect(&self, to: &str) {
        if let Ok(to) = HeaderValue::from_str(to) {
            self.answer.insert_header(header::LOCATION, to);
            if self.wants_page {
                // 303: whatever was sent, the next page is fetched with GET.
                self.answer.set_status(StatusCode::SEE_OTHER);
            } else {
                self.answer.insert_header(HeaderName::from_static("serverfnredirect"), HeaderValue::from_static(""));
            }
        }
    }

    fn status(&self, code: u16) {
        if let Ok(code) = StatusCode::from_u16(code) {
            self.answer.set_status(code);
        }
    }

    fn set_locale_cookie(&self, locale: Locale) {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax{secure}", locale.code());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            self.answer.append_header(header::SET_COOKIE, cookie);
        }
    }
}
