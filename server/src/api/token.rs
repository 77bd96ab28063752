//! The token endpoint (SMART Backend Services; RFC 6749 §4.4, RFC 7523).

use super::Api;
use super::limits::Wait;
use crate::http::address::address_of;
use crate::service::tokens::{Granted, TOKEN_LIFE, TokenFault};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Operation;
use domain::failure::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Type};

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How large the form may be; an assertion has about a thousand characters.
const MAX_BYTES: usize = 64 * 1024;

/// The layer that keeps larger forms out.
pub fn body_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_BYTES)
}

/// What a client sends.
#[derive(Deserialize, ToSchema)]
pub struct TokenRequest {
    #[schema(required = true, example = "client_credentials")]
    grant_type: Option<String>,
    /// Scopes, separated by spaces; all must be the client's.
    #[schema(required = true, example = "system/Consent.rs")]
    scope: Option<String>,
    #[schema(required = true, example = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]
    client_assertion_type: Option<String>,
    /// A JWT, signed with RS384 or ES384: `kid` and `typ: JWT` in its header; `iss` = `sub` = client id, `aud` = this
    /// endpoint, `exp` at most five minutes ahead, and a `jti` that is used once.
    #[schema(required = true)]
    client_assertion: Option<String>,
    /// Not needed; where it is sent it must be the assertion's.
    client_id: Option<String>,
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenAnswer {
    /// Opaque; send it as `Authorization: Bearer …`.
    access_token: String,
    #[schema(example = "bearer")]
    token_type: &'static str,
    /// Seconds.
    #[schema(example = 300)]
    expires_in: i64,
    /// What it covers.
    #[schema(example = "system/Consent.rs")]
    scope: String,
}

/// Why there is no token (RFC 6749 §5.2).
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenError {
    #[schema(schema_with = errors)]
    error: &'static str,
    /// Where the status says more than the error can.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    error_description: Option<&'static str>,
}

/// The errors of RFC 6749 §5.2 that are answered here.
fn errors() -> ObjectBuilder {
    let errors = ["invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"];
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(errors))
}

enum Fault {
    InvalidRequest(StatusCode),
    InvalidClient,
    InvalidScope,
    UnsupportedGrantType,
    Wait(Wait),
    Unavailable,
    Internal,
}

impl From<TokenFault> for Fault {
    fn from(fault: TokenFault) -> Self {
        match fault {
            TokenFault::InvalidClient(_) => Self::InvalidClient,
            TokenFault::InvalidScope => Self::InvalidScope,
            TokenFault::Failure(failure) => {
                tracing::error!(?failure, "no token could be handed out");
                if failure.problem().status() == 503 { Self::Unavailable } else { Self::Internal }
            }
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            Self::InvalidRequest(status) => (status, "invalid_request"),
            Self::InvalidClient => (StatusCode::UNAUTHORIZED, "invalid_client"),
            Self::InvalidScope => (StatusCode::BAD_REQUEST, "invalid_scope"),
            Self::UnsupportedGrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            // §5.2 has no word for these: the status says what it is.
            Self::Wait(_) => (StatusCode::TOO_MANY_REQUESTS, "invalid_request"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "invalid_request"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "invalid_request"),
        };
        let (error_description, retry_after) = match self {
            Self::Wait(Wait(seconds)) => (Some("Too many requests: wait as long as Retry-After says."), Some(seconds)),
            Self::Unavailable => (Some("No token can be handed out now: ask again."), Some(5)),
            Self::Internal => (Some("A fault of ours."), None),
            _ => (None, None),
        };
        let mut response = (status, NEVER_STORED, axum::Json(TokenError { error, error_description })).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

const NEVER_STORED: [(header::HeaderName, &str); 2] = [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];

/// Get an access token
#[utoipa::path(
    post,
    path = "/oauth/token",
    tag = "access",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "A token, good for five minutes", body = TokenAnswer),
        (status = 400, description = "invalid_request, invalid_scope or unsupported_grant_type", body = TokenError),
        (status = 401, description = "invalid_client, whatever is wrong with the assertion", body = TokenError),
        (status = 413, description = "invalid_request: the form is too large", body = TokenError),
        (status = 429, description = "invalid_request: too many requests of this client or address; see Retry-After", body = TokenError),
        (status = 500, description = "invalid_request: a fault of ours", body = TokenError),
        (status = 503, description = "invalid_request: no token can be handed out now; see Retry-After", body = TokenError),
    )
)]
pub async fn token(
    State(api): State<Api>,
    headers: HeaderMap,
    extensions: Extensions,
    form: Result<Form<TokenRequest>, FormRejection>,
) -> Response {
    match granted(&api, &headers, &extensions, form).await {
        Ok(Granted { token, scope }) => {
            let expires_in = TOKEN_LIFE.millis() / 1_000;
            let answer = TokenAnswer { access_token: token, token_type: "bearer", expires_in, scope };
            (NEVER_STORED, axum::Json(answer)).into_response()
        }
        Err(fault) => fault.into_response(),
    }
}

async fn granted(
    api: &Api,
    headers: &HeaderMap,
    extensions: &Extensions,
    form: Result<Form<TokenRequest>, FormRejection>,
) -> Result<Granted, Fault> {
    let often = |_: &Wait| api.refusals.note(Operation::SignIn, Problem::TooManyRequests, "tried too often");
    api.tries.address(address_of(headers, extensions, &api.config)).inspect_err(often).map_err(Fault::Wait)?;
    let Form(asked) = form.map_err(|rejection| Fault::InvalidRequest(status_of(&rejection)))?;
    match given(&asked.grant_type) {
        Some("client_credentials") => {}
        Some(_) => return Err(Fault::UnsupportedGrantType),
        None => return Err(Fault::InvalidRequest(StatusCode::BAD_REQUEST)),
    }
    let (Some(JWT_BEARER), Some(assertion)) = (given(&asked.client_assertion_type), given(&asked.client_assertion)) else {
        return Err(Fault::InvalidClient);
    };
    let client = api.tokens.verify(assertion).await?;
    if given(&asked.client_id).is_some_and(|id| id != client.id) {
        return Err(Fault::InvalidClient);
    }
    api.tries.client(&client.id).inspect_err(often).map_err(Fault::Wait)?;
    Ok(api.tokens.grant(client, given(&asked.scope)).await?)
}

/// RFC 6749 §3.2: a parameter without a value was not sent.
fn given(parameter: &Option<String>) -> Option<&str> {
    parameter.as_deref().filter(|value| !value.is_empty())
}

fn status_of(rejection: &FormRejection) -> StatusCode {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST }
}
