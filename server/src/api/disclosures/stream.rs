//! Reports of more rows than one request carries: lines of JSON (NDJSON), the head of the report first, then a row each.

use super::request::{ReportRequest, row};
use super::{ReportAnswer, created, idempotency_key};
use crate::api::Api;
use crate::api::auth::{Authorized, scope};
use crate::api::body::{LinesBytes, object};
use crate::api::error::{ApiError, ProblemDetails};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use domain::disclosure::report::{MAX_STREAMED_ROWS, Report, RowFault};
use domain::failure::Problem;
use domain::ports::disclosures::Sending;
use serde_json::value::RawValue;

/// Where it is.
pub const PATH: &str = "/api/v1/disclosures/stream";

/// Report a disclosure of many
///
/// The first line is a report without `subjects`; every other line is a row as in `subjects`, at most 100,000. Answered as a report of one
/// request: rows in `errors` are skipped and counted from 0, all others are taken in together or not at all.
#[utoipa::path(
    post,
    path = "/api/v1/disclosures/stream",
    tag = "disclosures",
    security(("smart" = ["system/AuditEvent.c"])),
    params(("Idempotency-Key" = String, Header, description = "Names this report among yours; at most 255 bytes")),
    request_body(content = String, content_type = "application/x-ndjson"),
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
        (status = 503, description = "unavailable: send it again with the same key", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn stream(
    State(api): State<Api>,
    holder: Authorized<scope::Report>,
    headers: HeaderMap,
    body: LinesBytes,
) -> Result<impl IntoResponse, ApiError> {
    let key = idempotency_key(&headers)?;
    let _slot = api.check_slots.acquire().await.map_err(|_| Problem::Unavailable)?;
    let report = report_in(body.bytes())?;
    let sending = Sending { key, body: body.bytes() };
    Ok(created(api.disclosures.report(holder.actor(&api).await?, sending, report).await?))
}

/// The report that the lines are. Those without anything are none.
fn report_in(body: &[u8]) -> Result<Report, Problem> {
    let mut lines = body.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let head = object::<ReportRequest<'_>>(lines.next().ok_or(Problem::Malformed)?)?;
    let mut rows = Vec::new();
    for line in lines {
        if rows.len() == MAX_STREAMED_ROWS {
            return Err(Problem::TooManyRows);
        }
        rows.push(serde_json::from_slice::<&RawValue>(line).map_err(|_| RowFault::InvalidIdentifier).and_then(row));
    }
    head.into_report_of(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"{"study":"01JD4Y3V7Q2M8K5N9P0R1S2T3V","disclosed_at":"2026-11-22T01:14:07.000Z","recipient":"R","form":"pseudonymised","categories":["laboratory"]}"#;

    fn problem(body: &str) -> Option<Problem> {
        report_in(body.as_bytes()).err()
    }

    #[test]
    fn the_first_line_is_the_head_and_every_other_one_a_row() {
        let row = r#"{"system":"urn:x","value":"1","record_count":3}"#;
        let report = report_in(format!("{HEAD}\r\n{row}\n\nno json\n{row}").as_bytes()).ok().unwrap();
        assert_eq!((report.recipient.as_str(), report.rows.len()), ("R", 3));
        assert!(report.rows[0].is_ok() && report.rows[1].as_ref().err() == Some(&RowFault::InvalidIdentifier) && report.rows[2].is_ok());
        assert!(report_in(HEAD.as_bytes()).is_ok_and(|report| report.rows.is_empty()));
    }

    #[test]
    fn what_has_no_head_of_its_own_is_no_report() {
        let whole = format!(r#"{},"subjects":[]}}"#, HEAD.trim_end_matches('}'));
        for body in ["", "\n", "{}", "[]\n", whole.as_str()] {
            assert_eq!(problem(body), Some(Problem::Malformed), "{body}");
        }
        assert_eq!(problem(&format!("{HEAD}\n{}", "0\n".repeat(MAX_STREAMED_ROWS + 1))), Some(Problem::TooManyRows));
    }
}
