//! Browser security: whose page may send a form, and what a page may load (security.md, "Browser").

use super::arrival::operation_of;
use crate::config::Config;
use crate::service::refusals::Refusals;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use domain::actor::Operation;
use domain::clock::Random;
use domain::failure::Problem;
use std::any::Any;
use std::sync::Arc;

/// The value that the scripts of one answer must carry.
#[derive(Clone, Debug)]
pub struct CspNonce(pub Arc<str>);

/// Mints the nonce, outermost, so that page and header carry the same.
pub async fn nonce(mut request: Request, next: Next) -> Response {
    let mut bytes = [0; 16];
    crate::machine::SystemRandom.fill(&mut bytes);
    let nonce = CspNonce(base64::engine::general_purpose::STANDARD_NO_PAD.encode(bytes).into());
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(nonce);
    response
}

/// Lets a request that can change something through only when our own pages sent it. Leptos server functions check no
/// origin by design, so this is the only thing that does.
pub async fn same_origin(State((config, refusals)): State<(Arc<Config>, Refusals)>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) || from_our_page(request.headers(), &config.base_url) {
        next.run(request).await
    } else {
        let operation = operation_of(&request).unwrap_or(Operation::ReadPublic);
        refusals.note(operation, Problem::WrongOrigin, "not from a page of ours");
        refusal(Problem::WrongOrigin)
    }
}

/// `Origin` must be ours. A browser that sends none with a form of ours says `Sec-Fetch-Site: same-origin` instead; one
/// that says neither is not let through.
fn from_our_page(headers: &HeaderMap, base_url: &str) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    match headers.get(header::ORIGIN) {
        Some(origin) => origin.as_bytes() == base_url.as_bytes() && matches!(site, None | Some(b"same-origin")),
        None => site == Some(b"same-origin"),
    }
}

/// Sets the headers that every answer carries.
pub async fn headers(State(config): State<Arc<Config>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let docs = path.starts_with("/api/docs");
    // Of the log nothing runs in a browser, and every page may read it.
    let open = path.starts_with("/log/");
    let kept = path.starts_with("/pkg/") || path.starts_with("/public/");
    let mut response = next.run(request).await;
    let nonce = response.extensions().get::<CspNonce>().cloned();
    let policy = match nonce {
        _ if docs => "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; \
                      base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
            .to_owned(),
        Some(CspNonce(nonce)) if !open => format!(
            "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
             object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
        ),
        _ => "default-src 'none'; frame-ancestors 'none'".to_owned(),
    };
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if open {
        headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    }
    if config.https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    if !kept && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Headers that never change.
const FIXED: [(&str, &str); 6] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    // Never `no-referrer`: without JavaScript a form finds its way back by the referrer.
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=(), \
         publickey-credentials-create=(self), publickey-credentials-get=(self)",
    ),
    ("x-frame-options", "DENY"),
];

/// The answer of a layer that lets a request go no further.
pub fn refusal(problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::json!({ "type": "about:blank", "title": problem.code(), "status": status.as_u16(), "code": problem.code() });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

/// A panic is a fault of ours: the caller learns that, and nothing else.
pub fn after_panic(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a handler panicked");
    refusal(Problem::Internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect();
        from_our_page(&headers, "https://hikae.example")
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        assert!(from(&[("origin", "https://hikae.example")]));
        assert!(from(&[("origin", "https://hikae.example"), ("sec-fetch-site", "same-origin")]));
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(!from(&[]));
        assert!(!from(&[("origin", "null")]));
        assert!(!from(&[("origin", "https://hikae.example.evil.example")]));
        assert!(!from(&[("origin", "http://hikae.example")]));
        assert!(!from(&[("origin", "https://a.hikae.example"), ("sec-fetch-site", "same-site")]));
        assert!(!from(&[("origin", "https://hikae.example"), ("sec-fetch-site", "cross-site")]));
        assert!(!from(&[("sec-fetch-site", "none")]));
    }
}
