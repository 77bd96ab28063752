//! What holders' programs call (holder-api.md). Bearer tokens only: a cookie is never looked at here.

pub mod activations;
pub mod auth;
mod body;
pub mod checks;
mod closed;
pub mod disclosures;
pub mod error;
mod fhir;
pub mod limits;
pub mod openapi;
pub mod purposes;
mod smart;
mod token;

use crate::config::Config;
use crate::service::checks::ChecksService;
use crate::service::refusals::Refusals;
use crate::service::tokens::TokensService;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use domain::actor::Operation;
use domain::failure::Problem;
use domain::ports::{DisclosuresPort, HolderPort, StudiesPort};
use error::ApiError;
use limits::Tries;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

/// What the endpoints work with.
#[derive(Clone)]
pub struct Api {
    config: Arc<Config>,
    checks: ChecksService,
    studies: Arc<dyn StudiesPort>,
    holder: Arc<dyn HolderPort>,
    disclosures: Arc<dyn DisclosuresPort>,
    tokens: TokensService,
    tries: Arc<Tries>,
    refusals: Refusals,
    /// One permit per check that may be answered at once.
    check_slots: Arc<Semaphore>,
    /// One permit per large body that may lie in memory at once.
    large_bodies: Arc<Semaphore>,
}

impl Api {
    /// Puts the endpoints' parts together.
    #[must_use]
    pub fn new(
        config: Arc<Config>,
        checks: ChecksService,
        studies: Arc<dyn StudiesPort>,
        holder: Arc<dyn HolderPort>,
        disclosures: Arc<dyn DisclosuresPort>,
        tokens: TokensService,
        tries: Arc<Tries>,
        refusals: Refusals,
    ) -> Self {
        let check_slots = checks.slots.clone();
        let large_bodies = Arc::new(Semaphore::new(config.concurrent_checks.div_ceil(2).max(1)));
        Self { config, checks, studies, holder, disclosures, tokens, tries, refusals, check_slots, large_bodies }
    }
}

/// An endpoint and the operation that it is.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint {
    /// Its method.
    pub method: &'static str,
    /// Its path.
    pub path: &'static str,
    /// What it does. Getting a token is a program's way of signing in.
    pub operation: Operation,
}

/// Every endpoint. Tests hold the router, the OpenAPI document and the policy table against it.
pub const ENDPOINTS: [Endpoint; 12] = {
    const fn row(method: &'static str, path: &'static str, operation: Operation) -> Endpoint {
        Endpoint { method, path, operation }
    }
    [
        row("GET", "/.well-known/smart-configuration", Operation::ReadPublic),
        row("GET", "/fhir/.well-known/smart-configuration", Operation::ReadPublic),
        row("GET", "/api/v1/openapi.json", Operation::ReadPublic),
        row("GET", "/api/docs/", Operation::ReadPublic),
        row("POST", "/oauth/token", Operation::SignIn),
        row("GET", "/api/v1/purposes", Operation::ReadPurposes),
        row("POST", "/api/v1/checks", Operation::Check),
        row("POST", checks::stream::PATH, Operation::Check),
        row("POST", "/api/v1/disclosures", Operation::Report),
        row("POST", disclosures::stream::PATH, Operation::Report),
        row("POST", "/api/v1/disclosures/{id}/corrections", Operation::Report),
        row("POST", "/api/v1/activations", Operation::IssueActivation),
    ]
};

/// Every endpoint, and an answer of the API's own for whatever else is asked for below its paths.
pub fn router(api: Api) -> Router {
    let (endpoints, _) = openapi::described().split_for_parts();
    let nothing = || async { ApiError::from(Problem::NotFound) };
    let mut router = endpoints.merge(openapi::docs());
    for below in ["/api", "/api/", "/api/{*rest}", "/fhir", "/fhir/", "/fhir/{*rest}", "/oauth/{*rest}"] {
        router = router.route(below, any(nothing));
    }
    router
        .method_not_allowed_fallback(|| async { ApiError::from(Problem::MethodNotAllowed) })
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("an endpoint panicked");
            ApiError::from(Problem::Internal).into_response()
        }))
        .layer(from_fn_with_state(api.clone(), in_time))
        .layer(from_fn(fhir::outcomes))
        .with_state(api)
}

/// A request whose time is up gets no answer that could be taken for one.
async fn in_time(State(api): State<Api>, request: Request, next: Next) -> Response {
    // A list of any length has a time for each piece of it.
    if request.uri().path() == checks::stream::PATH {
        return next.run(request).await;
    }
    // A report of many has as much as the beginning of a list.
    let times = if request.uri().path() == disclosures::stream::PATH { 4 } else { 1 };
    let limit = Duration::from_secs(api.config.request_seconds) * times;
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::from(Problem::Unavailable).into_response(),
    }
}
