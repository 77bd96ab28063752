//! What a holder's program is told when it gets no answer: RFC 9457 with a closed code, and no internals.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::failure::{Failure, Problem};
use domain::holder::ClientScope;
use serde::Serialize;
use utoipa::ToSchema;

/// A request that is not answered.
#[derive(Debug)]
pub enum ApiError {
    /// It failed; what operators need to know was logged.
    Problem(Problem),
    /// There is no access token at all.
    NoToken,
    /// The access token does not cover this.
    InsufficientScope(ClientScope),
    /// Too many tries: come back after so many seconds.
    Wait(u64),
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        if !matches!(failure, Failure::Refused(_)) {
            tracing::error!(?failure, "the API could not answer");
        }
        Self::Problem(failure.problem())
    }
}

/// The body of every error.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDetails {
    /// Always `about:blank`: `code` says what it is.
    #[schema(example = "about:blank")]
    r#type: &'static str,
    /// For people.
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 404)]
    status: u16,
    #[schema(schema_with = super::closed::codes)]
    code: &'static str,
}

impl ApiError {
    const fn problem(&self) -> Problem {
        match self {
            Self::Problem(problem) => *problem,
            Self::NoToken => Problem::InvalidToken,
            Self::InsufficientScope(_) => Problem::InsufficientScope,
            Self::Wait(_) => Problem::TooManyRequests,
        }
    }

    fn extra_header(&self) -> Option<(HeaderName, String)> {
        match self {
            Self::NoToken => Some((header::WWW_AUTHENTICATE, r#"Bearer realm="hikae""#.to_owned())),
            Self::Problem(Problem::InvalidToken) => {
                Some((header::WWW_AUTHENTICATE, r#"Bearer realm="hikae", error="invalid_token""#.to_owned()))
            }
            Self::InsufficientScope(needed) => {
                let scope = needed.name();
                Some((header::WWW_AUTHENTICATE, format!(r#"Bearer realm="hikae", error="insufficient_scope", scope="{scope}""#)))
            }
            Self::Wait(seconds) => Some((header::RETRY_AFTER, seconds.to_string())),
            Self::Problem(Problem::Unavailable) => Some((header::RETRY_AFTER, "5".to_owned())),
            // As many lists of the holder are on their way as may be: one of them has to end first.
            Self::Problem(Problem::TooManyRequests) => Some((header::RETRY_AFTER, "30".to_owned())),
            Self::Problem(_) => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let title = title(problem).unwrap_or_else(|| {
            tracing::error!(code = problem.code(), "a code that the API does not document");
            REFUSED
        });
        let details = ProblemDetails { r#type: "about:blank", title, status: problem.status(), code: problem.code() };
        let status = StatusCode::from_u16(details.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(details)).into_response();
        response.extensions_mut().insert(problem);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some((name, value)) = self.extra_header()
            && let Ok(value) = HeaderValue::from_str(&value)
        {
            headers.insert(name, value);
        }
        response
    }
}

/// Where there is no sentence of its own.
pub(super) const REFUSED: &str = "The request was refused.";

/// One sentence for whoever reads it in a log of theirs. `None`: the API does not tell this; what it tells is a closed set, which
/// the OpenAPI document lists.
pub(super) fn title(problem: Problem) -> Option<&'static str> {
    Some(match problem {
        Problem::Malformed => "The body is not the JSON that this endpoint takes, or a header that it needs is missing.",
        Problem::StudyOrPurpose => "Name either a study or a purpose.",
        Problem::InvalidToken => "The access token is missing, unknown or expired.",
        Problem::InsufficientScope => "The access token's scope does not cover this.",
        Problem::NotFound => "There is nothing at this path.",
        Problem::MethodNotAllowed => "This path does not know that method.",
        Problem::UnknownStudy => "There is no such published study.",
        Problem::UnknownPurpose => "There is no such purpose.",
        Problem::TooManyRows => "One request carries at most 10,000 rows.",
        Problem::TooLarge => "The body is larger than is read here.",
        Problem::UnsupportedMediaType => "The body is not of the kind that this endpoint takes.",
        Problem::InvalidIdentifier => "An identifier does not follow the grammar of a system that is open to you.",
        Problem::InvalidDate => "A date is not one, or not one that can be: YYYY-MM-DD.",
        Problem::TextNeeded => "A text that is needed is empty.",
        Problem::TextTooLong => "A text is longer than is kept.",
        Problem::UnreadableFile => "The body is not a CSV with a header row and the columns that are needed.",
        Problem::InFuture => "What is reported has a moment that has not come yet.",
        Problem::KeyReused => "This Idempotency-Key came before, with another body.",
        Problem::UnknownCheck => "There is no such check of yours for this study.",
        Problem::AlreadyDone => "This was corrected or withdrawn before.",
        Problem::StudyEnded => "The study has ended: nothing more may be disclosed for it.",
        Problem::TooManyRequests => "Too many requests, or too many lists at once: wait.",
        Problem::Unavailable => "No certain answer can be given now. Treat it as deny, and ask again.",
        Problem::Internal => "A fault of ours. Treat it as deny.",
        _ => return None,
    })
}
