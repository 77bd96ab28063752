//! What a browser meets: the order of the layers, from the outside in.

pub mod address;
pub mod arrival;
pub mod assets;
pub mod health;
mod letters_file;
pub mod listening;
pub mod log;
pub mod pages;
mod receipt_file;
mod report_file;
pub mod security;
pub mod session;
pub mod streaming;
pub mod uploads;
mod usage_file;

use crate::api;
use crate::state::Hikae;
use axum::Router;
use axum::extract::MatchedPath;
use axum::http::{HeaderName, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::ServiceBuilderExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::MakeRequestUuid;
use tower_http::trace::TraceLayer;

/// How large the body of a form may be. An inquiry of 100,000 characters is too long, but read, so that its author gets it
/// back: nine bytes for each of them in Japanese.
const MAX_FORM_BYTES: usize = 1024 * 1024;

/// What tiles of hashes are: nothing makes them smaller.
const HASHES: &str = "application/octet-stream";

/// The whole server as one service.
pub fn router(hikae: &Hikae) -> Router {
    let come = |router: Router| {
        router
            .layer(from_fn_with_state(Arc::new(hikae.clone()), arrival::arrive))
            .layer(session::session_layer(hikae.core.clone()))
            .layer(from_fn_with_state((hikae.core.config.clone(), hikae.refusals.clone()), security::same_origin))
    };
    let people = come(pages::router(hikae).merge(receipt_file::router(hikae)).merge(usage_file::router(hikae)))
        .layer(RequestBodyLimitLayer::new(MAX_FORM_BYTES))
        .layer(from_fn_with_state(Arc::new(hikae.clone()), arrival::in_time));
    // Files are as long as they are; each piece of one has its time.
    let uploads = come(uploads::router(hikae));
    let id = HeaderName::from_static("x-request-id");
    let around = ServiceBuilder::new()
        .set_request_id(id.clone(), MakeRequestUuid)
        .layer(TraceLayer::new_for_http().make_span_with(span).on_request(()).on_response(log_response))
        .propagate_request_id(id)
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::const_new(HASHES))))
        .layer(from_fn_with_state(hikae.core.config.clone(), security::headers))
        .layer(from_fn_with_state(hikae.core.config.clone(), address::remember))
        .layer(CatchPanicLayer::custom(security::after_panic));
    Router::new()
        .merge(health::router(hikae))
        .merge(api::router(hikae.api.clone()))
        .merge(assets::router(&hikae.assets))
        .merge(log::router(hikae))
        .merge(people)
        .merge(uploads)
        .layer(from_fn(security::nonce))
        .layer(around)
}

/// One span per request. The matched path, never the address itself: no identifier, code or id of a use gets into a log line.
fn span<B>(request: &Request<B>) -> tracing::Span {
    let path = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("-");
    tracing::info_span!("request", method = %request.method(), path, id)
}

fn log_response<B>(response: &axum::http::Response<B>, latency: Duration, _: &tracing::Span) {
    let (status, millis) = (response.status().as_u16(), latency.as_secs_f64() * 1_000.0);
    tracing::info!(status, millis, "answered");
}
