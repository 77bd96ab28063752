//! The body of a JSON request, before it is parsed.

use super::error::ApiError;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use domain::failure::Problem;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::error::Error;

/// How large a body may be: 10,000 rows of several numbers each.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// A body that says it is JSON, and is not too large.
pub struct JsonBytes(Bytes);

impl JsonBytes {
    /// All of it, as it came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its object. Whoever sends something else learns no more than that.
    ///
    /// # Errors
    /// [`Problem::Malformed`].
    pub fn object<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Problem> {
        // serde would read a struct from a list, too.
        if self.0.trim_ascii_start().first() != Some(&b'{') {
            return Err(Problem::Malformed);
        }
        serde_json::from_slice(&self.0).map_err(|_| Problem::Malformed)
    }
}

/// The object inside a body, if it is one of that shape.
pub fn object_in<'a, T: Deserialize<'a>>(raw: &'a RawValue) -> Option<T> {
    if raw.get().starts_with('{') { serde_json::from_str(raw.get()).ok() } else { None }
}

impl<S: Send + Sync> FromRequest<S> for JsonBytes {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if !says_json(request.headers()) {
            return Err(Problem::UnsupportedMediaType.into());
        }
        if announced_length(request.headers()).is_some_and(|length| length > MAX_BYTES as u64) {
            return Err(Problem::TooLarge.into());
        }
        let body = axum::body::to_bytes(request.into_body(), MAX_BYTES).await;
        body.map(Self).map_err(|error| if is_too_long(&error) { Problem::TooLarge.into() } else { Problem::Malformed.into() })
    }
}

fn says_json(headers: &HeaderMap) -> bool {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_too_long(error: &axum::Error) -> bool {
    error.source().is_some_and(|source| source.is::<http_body_util::LengthLimitError>())
}
