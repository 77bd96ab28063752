//! Disclosures: what a holder reports, and how it corrects it.

mod request;
pub mod stream;

use super::Api;
use super::auth::{Authorized, scope};
use super::body::{RowsBytes, object};
use super::error::{ApiError, ProblemDetails};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use domain::disclosure::report::Reported;
use domain::failure::Problem;
use domain::id::DisclosureId;
use domain::ports::disclosures::Sending;
pub use request::ReportRequest;
use request::correction;
use serde::Serialize;
use utoipa::ToSchema;

/// The answer to a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportAnswer {
    /// Names the report, to correct or withdraw it. Of a withdrawal: the report that was withdrawn.
    #[schema(value_type = String, example = "01JD4Y3V7Q2M8K5N9P0R1S2T3V")]
    disclosure_id: DisclosureId,
    /// Only of a correction: the report that it corrects. That one stays visible.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    corrects: Option<DisclosureId>,
    /// Only, and then true, of a withdrawal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    withdrawn: bool,
    /// How many rows were taken in.
    accepted: u32,
    /// The rows that were skipped.
    errors: Vec<SkippedRow>,
    /// The rows that went against what a person had chosen. They were taken in all the same: you report what happened.
    conflicts: Vec<ConflictRow>,
    /// How many of the accepted rows no check covers.
    unchecked: u32,
}

/// A row that was skipped.
#[derive(Debug, Serialize, ToSchema)]
pub struct SkippedRow {
    /// Which row, counted from 0.
    index: u32,
    #[schema(schema_with = super::closed::faults)]
    reason: &'static str,
}

/// A row that went against a choice.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConflictRow {
    /// Which row, counted from 0.
    index: u32,
    #[schema(schema_with = super::closed::conflicts)]
    kind: &'static str,
}

impl From<Reported> for ReportAnswer {
    fn from(reported: Reported) -> Self {
        let errors = reported.errors.into_iter().map(|(index, fault)| SkippedRow { index, reason: fault.code() });
        let conflicts = reported.conflicts.into_iter().map(|(index, kind)| ConflictRow { index, kind: kind.code() });
        Self {
            disclosure_id: reported.disclosure,
            corrects: reported.corrects,
            withdrawn: reported.withdrawn,
            accepted: reported.accepted,
            errors: errors.collect(),
            conflicts: conflicts.collect(),
            unchecked: reported.unchecked,
        }
    }
}

/// Report a disclosure
///
/// Rows in `errors` are skipped, all others are taken in together. The same `Idempotency-Key` with the same body is answered
/// as it was the first time and counts once. What was reported is never changed: send a correction.
#[utoipa::path(
    post,
    path = "/api/v1/disclosures",
    tag = "disclosures",
    security(("smart" = ["system/AuditEvent.c"])),
    params(("Idempotency-Key" = String, Header, description = "Names this report among yours; at most 255 bytes")),
    request_body(content = ReportRequest<'_>, content_type = "application/json"),
    responses(
        (status = 201, description = "Taken in", body = ReportAnswer),
        (status = 400, description = "malformed (also: no Idempotency-Key)", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 401, description = "invalid-token", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "insufficient-scope", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "unknown-study", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "too-many-rows, too-large", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "unsupported-media-type", body = ProblemDetails, content_type = "application/problem+json"),
        (
            status = 422,
            description = "in-future, study-ended, unknown-check, key-reused, invalid-date, text-needed, text-too-long",
            body = ProblemDetails,
            content_type = "application/problem+json"
        ),
        (status = 429, description = "too-many-requests; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "unavailable: send it again with the same key", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn report(
    State(api): State<Api>,
    holder: Authorized<scope::Report>,
    headers: HeaderMap,
    body: RowsBytes,
) -> Result<impl IntoResponse, ApiError> {
    let key = idempotency_key(&headers)?;
    // Before the body is parsed: that, too, takes memory and time.
    let _slot = api.check_slots.acquire().await.map_err(|_| Problem::Unavailable)?;
    let report = object::<ReportRequest<'_>>(body.bytes())?.into_report()?;
    let sending = Sending { key, body: body.bytes() };
    Ok(created(api.disclosures.report(holder.actor(&api).await?, sending, report).await?))
}

/// Correct or withdraw a report
///
/// A new entry: the old one stays visible, marked as corrected or withdrawn. Each report is changed once; a correction can be
/// corrected in turn.
#[utoipa::path(
    post,
    path = "/api/v1/disclosures/{id}/corrections",
    tag = "disclosures",
    security(("smart" = ["system/AuditEvent.c"])),
    params(
        ("id" = String, Path, description = "The `disclosure_id` of your report"),
        ("Idempotency-Key" = String, Header, description = "Names this correction among what you send; at most 255 bytes"),
    ),
    request_body(
        content = ReportRequest<'_>,
        content_type = "application/json",
        description = "How it should have been; or `{\"withdraw\": true}` and nothing else: it never happened"
    ),
    responses(
        (status = 201, description = "Taken in", body = ReportAnswer),
        (status = 400, description = "malformed (also: no Idempotency-Key)", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 401, description = "invalid-token", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "insufficient-scope", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "not-found, unknown-study", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "already-done: it was corrected or withdrawn before", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "too-many-rows, too-large", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "unsupported-media-type", body = ProblemDetails, content_type = "application/problem+json"),
        (
            status = 422,
            description = "in-future, study-ended, unknown-check, key-reused, invalid-date, text-needed, text-too-long",
            body = ProblemDetails,
            content_type = "application/problem+json"
        ),
        (status = 429, description = "too-many-requests; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "unavailable: send it again with the same key", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn correct(
    State(api): State<Api>,
    holder: Authorized<scope::Report>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: RowsBytes,
) -> Result<impl IntoResponse, ApiError> {
    let key = idempotency_key(&headers)?;
    let id = id.parse().map_err(|_| Problem::NotFound)?;
    let _slot = api.check_slots.acquire().await.map_err(|_| Problem::Unavailable)?;
    let correction = correction(body.bytes())?;
    let sending = Sending { key, body: body.bytes() };
    Ok(created(api.disclosures.correct(holder.actor(&api).await?, id, sending, correction).await?))
}

/// The one key of a request.
fn idempotency_key(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut all = headers.get_all("idempotency-key").iter();
    let (Some(key), None) = (all.next(), all.next()) else { return Err(Problem::Malformed) };
    key.to_str().map(str::trim).ok().filter(|key| !key.is_empty()).ok_or(Problem::Malformed)
}

fn created(reported: Reported) -> impl IntoResponse {
    (StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(ReportAnswer::from(reported)))
}
