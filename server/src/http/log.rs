//! The log for programs (C2SP tlog-tiles): checkpoint, tiles and keys. Public, without cookies, and open to pages of other sites.

use super::security::refusal;
use crate::state::Hikae;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::failure::Failure;
use domain::log::tree::TileAt;
use domain::ports::LogPort;
use std::sync::Arc;

/// Every address of the log that is no page. Those of the table of routes, so that the tests try each.
pub const ROUTES: [&str; 3] = ["/log/checkpoint", "/log/key", "/log/tile/{*tile}"];

type Log = State<Arc<dyn LogPort>>;

/// "Its headers SHOULD prevent caching beyond a few seconds."
const MOMENT: &str = "public, max-age=2";
/// Keys change once in years, and are announced before.
const MINUTE: &str = "public, max-age=60";
/// "This endpoint is immutable, so its caching headers SHOULD be long-lived." A partial tile never changes, either: a larger one
/// has another address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Checkpoint, keys, tiles.
pub fn router(hikae: &Hikae) -> Router {
    let [of_checkpoint, of_key, of_tile] = ROUTES;
    Router::new()
        .route(of_checkpoint, get(checkpoint))
        .route(of_key, get(key))
        .route(of_tile, get(tile))
        .with_state(hikae.ports.log.clone())
}

async fn checkpoint(State(log): Log) -> Response {
    match log.checkpoint().await {
        Ok(Some(note)) => answer("text/plain; charset=utf-8", MOMENT, note.into_bytes()),
        Ok(None) => nothing(),
        Err(failure) => cannot(&failure),
    }
}

async fn key(State(log): Log) -> Response {
    match log.state().await {
        Ok(view) => {
            let lines: String = view.keys.iter().map(|key| format!("{key}\n")).collect();
            answer("text/plain; charset=utf-8", MINUTE, lines.into_bytes())
        }
        Err(failure) => cannot(&failure),
    }
}

/// The address as it came, so that two spellings are not one tile.
async fn tile(State(log): Log, uri: Uri) -> Response {
    let path = uri.path().strip_prefix("/log/").unwrap_or_default();
    let Ok((at, width)) = TileAt::parse(path) else { return nothing() };
    match log.tile(at, width).await {
        Ok(Some(hashes)) => answer("application/octet-stream", FOR_EVER, hashes),
        Ok(None) => nothing(),
        Err(failure) => cannot(&failure),
    }
}

fn answer(kind: &'static str, cache: &'static str, body: Vec<u8>) -> Response {
    (headers(kind, cache), body).into_response()
}

fn nothing() -> Response {
    (StatusCode::NOT_FOUND, headers("text/plain; charset=utf-8", "no-store"), "there is nothing here\n").into_response()
}

fn cannot(failure: &Failure) -> Response {
    tracing::error!(?failure, "the log cannot be read");
    let mut response = refusal(failure.problem());
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    response
}

fn headers(kind: &'static str, cache: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let all: [(HeaderName, &'static str); 3] =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    for (name, value) in all {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}
