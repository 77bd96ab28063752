//! Whole lists of any length: CSV in, CSV out; or NDJSON in, NDJSON out.

use crate::api::Api;
use crate::api::auth::{Authorized, scope};
use crate::api::checks::lines::{AnsweredLine, LinesCheck, NDJSON};
use crate::api::checks::request::SubjectRow;
use crate::api::error::{ApiError, ProblemDetails};
use crate::http::streaming::{Pieces, answered};
use crate::service::checks::table::TableCheck;
use crate::service::table::Encoding;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use domain::check::AskedFor;
use domain::failure::{Failure, Problem};
use domain::log::note::Checkpoint;
use serde::Deserialize;
use std::time::Duration;
use utoipa::IntoParams;

/// Where it is.
pub const PATH: &str = "/api/v1/checks/stream";

/// Names the state of the log at which a list is answered: the summary has its size alone.
const LOG: HeaderName = HeaderName::from_static("hikae-log");

/// What a list is checked for. Name either a study or a purpose.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asking {
    /// The id of a published study.
    #[param(example = "01JD4Y3V7Q2M8K5N9P0R1S2T3V")]
    study: Option<String>,
    /// The code of a purpose, for planning. Such a check covers no disclosure.
    #[param(example = "ai-development")]
    purpose: Option<String>,
    /// Only with a purpose: whether a commercial user takes part. Absent means that one does.
    commercial: Option<bool>,
}

/// Ask what people chose, about a list of any length
///
/// A CSV as a spreadsheet writes it (UTF-8 or CP932; header row; columns `insured_number`, `patient_number`, or `system` and
/// `value`; others pass through) comes back with the columns `decision,reason,token`, in the same encoding, row by row in the
/// order of the rows. The last line is `#summary,<permit>,<deny>,<error>,<check_id>,<valid_until>,<log size>,<sha256 of the bytes before this
/// line>`.
///
/// As NDJSON, a line is a row as in `subjects` of a check of one request; each is answered by a line as in its `results`, and the
/// last line is `{"summary":{"permit":…,"deny":…,"error":…,"check_id":…,"checked_at":…,"valid_until":…,"log":{…}}}`.
///
/// **Without a summary nothing may be disclosed.** The header `Hikae-Log` names origin, size and root of the log.
/// Read the answer while you send: the server holds back only some megabytes of it.
#[utoipa::path(
    post,
    path = "/api/v1/checks/stream",
    tag = "checks",
    security(("smart" = ["system/Consent.rs"])),
    params(Asking),
    request_body(content((String = "text/csv"), (SubjectRow<'_> = "application/x-ndjson"))),
    responses(
        (
            status = 200,
            description = "One answer per row, then the summary",
            content((String = "text/csv"), (AnsweredLine = "application/x-ndjson"))
        ),
        (status = 400, description = "malformed, study-or-purpose", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 401, description = "invalid-token", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "insufficient-scope", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "unknown-study, unknown-purpose", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "unsupported-media-type", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "study-ended, unreadable-file", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "unavailable: no certain answer now", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn stream(
    State(api): State<Api>,
    holder: Authorized<scope::Check>,
    asking: Result<Query<Asking>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let Query(asking) = asking.map_err(|_| Problem::Malformed)?;
    let kind = kind_of(&headers)?;
    let asked_for = AskedFor::named(asking.study.as_deref(), asking.purpose.as_deref(), asking.commercial)?;
    let check = api.checks.begin(holder.actor(&api).await?, asked_for).await?;
    let idle = Duration::from_secs(api.config.request_seconds);
    let log = check.log().clone();
    let pieces = Pieces::of(body, idle);
    let (body, kind) = match kind {
        Kind::Csv(said) => answered(TableCheck::new(check, said), pieces, idle).await?,
        Kind::Ndjson => answered(LinesCheck::new(check), pieces, idle).await?,
    };
    Ok(list_out(body, kind, &log))
}

/// How a list is written.
enum Kind {
    /// In that encoding, where somebody said so.
    Csv(Option<Encoding>),
    Ndjson,
}

/// What the head of the request says of it.
fn kind_of(headers: &HeaderMap) -> Result<Kind, Failure> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = kind.split(';').map(str::trim);
    match parts.next().map(str::to_ascii_lowercase).as_deref() {
        Some("text/csv") => {}
        Some(NDJSON) => return Ok(Kind::Ndjson),
        _ => return Err(Problem::UnsupportedMediaType.into()),
    }
    let charset = parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    Ok(Kind::Csv(charset.map(|(_, label)| Encoding::of_charset(label)).transpose()?))
}

/// Never compressed: that would take longer than to answer it.
pub(crate) fn list_out(body: Body, kind: &'static str, log: &Checkpoint) -> Response {
    // A dictionary of RFC 9651; the root between colons is a byte sequence of it.
    let log = format!("origin=\"{}\", size={}, root=:{}:", log.origin, log.size, log.root);
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_ENCODING, "identity"), (LOG, &log)], body).into_response()
}
