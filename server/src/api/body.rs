//! The body of a JSON request, before it is parsed.

use super::Api;
use super::checks::lines::NDJSON;
use super::error::ApiError;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use domain::failure::Problem;
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::sync::OwnedSemaphorePermit;

/// What a request with an object says that it is.
const JSON: &str = "application/json";
/// How large a body without rows may be.
const SMALL: usize = 1024 * 1024;
/// How large a body of rows may be: 10,000 of them, each with 32 numbers under their long names.
const MANY: usize = 64 * 1024 * 1024;

/// A body that says it is JSON, and is not too large.
pub struct JsonBytes(Vec<u8>);

/// One that may carry many rows. More than [`SMALL`] is read only while there is a place for it: so much, and no more, lies in
/// memory, however many send at once.
pub struct RowsBytes {
    bytes: Vec<u8>,
    _place: Option<OwnedSemaphorePermit>,
}

/// The same as lines of JSON.
pub struct LinesBytes(RowsBytes);

impl LinesBytes {
    /// All of it, as it came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }
}

impl JsonBytes {
    /// All of it, as it came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl RowsBytes {
    /// All of it, as it came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The object that a body is. Whoever sends something else learns no more than that.
///
/// # Errors
/// [`Problem::Malformed`].
pub fn object<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Problem> {
    // serde would read a struct from a list, too.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::Malformed);
    }
    serde_json::from_slice(body).map_err(|_| Problem::Malformed)
}

/// The object inside a body, if it is one of that shape.
pub fn object_in<'a, T: Deserialize<'a>>(raw: &'a RawValue) -> Option<T> {
    if raw.get().starts_with('{') { serde_json::from_str(raw.get()).ok() } else { None }
}

impl FromRequest<Api> for JsonBytes {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Api) -> Result<Self, ApiError> {
        let mut reading = Reading::of(request, JSON, SMALL)?;
        while let Some(piece) = reading.next().await? {
            reading.bytes.extend_from_slice(&piece);
        }
        Ok(Self(reading.bytes))
    }
}

impl FromRequest<Api> for RowsBytes {
    type Rejection = ApiError;

    async fn from_request(request: Request, api: &Api) -> Result<Self, ApiError> {
        Self::read(Reading::of(request, JSON, MANY)?, api).await
    }
}

impl FromRequest<Api> for LinesBytes {
    type Rejection = ApiError;

    async fn from_request(request: Request, api: &Api) -> Result<Self, ApiError> {
        RowsBytes::read(Reading::of(request, NDJSON, MANY)?, api).await.map(Self)
    }
}

impl RowsBytes {
    async fn read(mut reading: Reading, api: &Api) -> Result<Self, ApiError> {
        let mut place = None;
        while let Some(piece) = reading.next().await? {
            if place.is_none() && reading.bytes.len() + piece.len() > SMALL {
                place = Some(api.large_bodies.clone().acquire_owned().await.map_err(|_| Problem::Unavailable)?);
                reading.make_room();
            }
            reading.bytes.extend_from_slice(&piece);
        }
        Ok(Self { bytes: reading.bytes, _place: place })
    }
}

/// A body that is being read.
struct Reading {
    body: Body,
    bytes: Vec<u8>,
    announced: Option<usize>,
    limit: usize,
}

impl Reading {
    fn of(request: Request, kind: &str, limit: usize) -> Result<Self, Problem> {
        if !says(request.headers(), kind) {
            return Err(Problem::UnsupportedMediaType);
        }
        let announced = announced_length(request.headers());
        if announced.is_some_and(|length| length > limit as u64) {
            return Err(Problem::TooLarge);
        }
        let announced = announced.and_then(|length| usize::try_from(length).ok());
        Ok(Self { body: request.into_body(), bytes: Vec::new(), announced, limit })
    }

    /// For as much as was announced, at once: a list that grows as it comes is in memory twice.
    fn make_room(&mut self) {
        self.bytes.reserve_exact(self.announced.unwrap_or(0).saturating_sub(self.bytes.len()));
    }

    async fn next(&mut self) -> Result<Option<axum::body::Bytes>, Problem> {
        while let Some(frame) = self.body.frame().await {
            let Ok(piece) = frame.map_err(|_| Problem::Malformed)?.into_data() else { continue };
            return if self.bytes.len() + piece.len() > self.limit { Err(Problem::TooLarge) } else { Ok(Some(piece)) };
        }
        Ok(None)
    }
}

fn says(headers: &HeaderMap, kind: &str) -> bool {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.split(';').next().is_some_and(|said| said.trim().eq_ignore_ascii_case(kind))
}

fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
