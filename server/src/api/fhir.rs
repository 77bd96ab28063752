//! Below `/fhir` a fault is an OperationOutcome (FHIR R4), where the rest of the API answers with a problem.

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::failure::Problem;
use serde::Serialize;
use utoipa::ToSchema;

/// What a FHIR client is told when it gets no answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OperationOutcome {
    #[serde(rename = "resourceType")]
    #[schema(rename = "resourceType", example = "OperationOutcome")]
    resource_type: &'static str,
    issue: [Issue; 1],
}

/// What is wrong.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OperationOutcomeIssue)]
pub struct Issue {
    /// Always `error`: nothing was done.
    #[schema(example = "error")]
    severity: &'static str,
    /// Of FHIR's IssueType.
    #[schema(example = "not-found")]
    code: &'static str,
    details: Details,
    /// Our own code, as a problem has it.
    #[schema(schema_with = super::closed::codes)]
    diagnostics: &'static str,
}

/// For people.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OperationOutcomeDetails)]
pub struct Details {
    text: &'static str,
}

/// Turns a problem that is told below `/fhir` into an outcome.
pub(super) async fn outcomes(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let below = path == "/fhir" || path.starts_with("/fhir/");
    let response = next.run(request).await;
    match response.extensions().get::<Problem>().copied() {
        Some(problem) if below => outcome(response, problem),
        _ => response,
    }
}

/// The same with another body: status and other headers stay.
fn outcome(response: Response, problem: Problem) -> Response {
    let details = Details { text: super::error::title(problem).unwrap_or(super::error::REFUSED) };
    let issue = Issue { severity: "error", code: issue_type(problem), details, diagnostics: problem.code() };
    let (mut parts, _) = response.into_parts();
    let (_, body) = axum::Json(OperationOutcome { resource_type: "OperationOutcome", issue: [issue] }).into_response().into_parts();
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/fhir+json"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

/// <https://hl7.org/fhir/R4/valueset-issue-type.html>
fn issue_type(problem: Problem) -> &'static str {
    match problem.status() {
        400 => "invalid",
        401 => "login",
        403 => "forbidden",
        404 => "not-found",
        405 | 415 => "not-supported",
        409 => "conflict",
        413 => "too-long",
        422 => "processing",
        429 => "throttled",
        503 => "transient",
        _ => "exception",
    }
}
