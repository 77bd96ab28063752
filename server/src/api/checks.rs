//! Checks: what a holder asks before it discloses.

pub mod lines;
pub(in crate::api) mod request;
pub mod stream;

use super::Api;
use super::auth::{Authorized, scope};
use super::body::{RowsBytes, object};
use super::error::{ApiError, ProblemDetails};
use crate::keys::base64url;
use axum::Json;
use axum::extract::State;
use domain::check::{Answer, Answers};
use domain::clock::Timestamp;
use domain::failure::Problem;
use domain::log::note::Checkpoint;
use domain::ports::ChecksPort;
pub use request::CheckRequest;
use serde::Serialize;
use utoipa::ToSchema;

/// The answer to a check.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckAnswer {
    /// Names this check in a report of a disclosure.
    check_id: String,
    #[schema(value_type = String, example = "2026-11-22T01:14:07.000Z")]
    checked_at: Timestamp,
    /// Until when the answers may be used.
    #[schema(value_type = String, example = "2026-11-23T01:14:07.000Z")]
    valid_until: Timestamp,
    log: LogAnswer,
    summary: Summary,
    /// One per row, in the order of the rows.
    results: Vec<RowAnswer>,
}

/// At which state of the log of decisions it was answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogAnswer {
    /// Which log: the first line of its checkpoints.
    #[schema(example = "hikae.example/log")]
    origin: String,
    /// How many entries it had.
    #[schema(example = 1234)]
    size: u64,
    /// The root over them: 32 bytes in standard Base64, as checkpoints write it.
    #[schema(example = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    root: String,
}

impl LogAnswer {
    fn of(log: &Checkpoint) -> Self {
        Self { origin: log.origin.clone(), size: log.size, root: log.root.to_string() }
    }
}

/// How many rows got which answer.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Summary {
    permit: usize,
    deny: usize,
    error: usize,
}

/// The answer for one row. Treat a decision or a reason that you do not know, and a missing answer, as deny.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowAnswer {
    /// Which row, counted from 0.
    index: usize,
    #[schema(schema_with = super::closed::decisions)]
    decision: &'static str,
    #[schema(schema_with = super::closed::reasons)]
    reason: &'static str,
    /// For permitted rows of a study's check: to be named, with the row's first identifier, in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

impl RowAnswer {
    fn new(index: usize, answer: &Answer) -> Self {
        Self { index, decision: answer.decision().code(), reason: answer.reason(), token: answer.token().map(|token| base64url(&token)) }
    }
}

impl From<Answers> for CheckAnswer {
    fn from(answers: Answers) -> Self {
        let mut summary = Summary::default();
        for answer in &answers.results {
            match answer {
                Answer::Permit { .. } => summary.permit += 1,
                Answer::Deny => summary.deny += 1,
                Answer::Error(_) => summary.error += 1,
            }
        }
        Self {
            check_id: answers.check_id,
            checked_at: answers.checked_at,
            valid_until: answers.valid_until,
            log: LogAnswer::of(&answers.log),
            summary,
            results: answers.results.iter().enumerate().map(|(index, answer)| RowAnswer::new(index, answer)).collect(),
        }
    }
}

/// Ask what people chose
///
/// About up to 10,000 persons, for a registered study or, for planning, for a purpose. Every row gets an answer; whatever
/// goes wrong with the whole request, and any missing answer, is to be treated as deny.
#[utoipa::path(
    post,
    path = "/api/v1/checks",
    tag = "checks",
    security(("smart" = ["system/Consent.rs"])),
    request_body(content = CheckRequest<'_>, content_type = "application/json"),
    responses(
        (status = 200, description = "One answer per row", body = CheckAnswer),
        (status = 400, description = "malformed, study-or-purpose", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 401, description = "invalid-token", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "insufficient-scope", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "unknown-study, unknown-purpose", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "too-many-rows, too-large", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "unsupported-media-type", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "study-ended", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 429, description = "too-many-requests; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "unavailable: no certain answer now", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn check(State(api): State<Api>, holder: Authorized<scope::Check>, body: RowsBytes) -> Result<Json<CheckAnswer>, ApiError> {
    // Before the body is parsed: that, too, takes memory and time.
    let _slot = api.check_slots.acquire().await.map_err(|_| Problem::Unavailable)?;
    let question = object::<CheckRequest<'_>>(body.bytes())?.into_question()?;
    Ok(Json(api.checks.check(holder.actor(&api).await?, question).await?.into()))
}
