//! Activations: a code with which a person opens an account, on the word of the holder.

use super::Api;
use super::auth::{Authorized, scope};
use super::body::{JsonBytes, object};
use super::error::{ApiError, ProblemDetails};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use domain::check::{MAX_IDENTIFIERS, RawIdentifier};
use domain::clock::Timestamp;
use domain::failure::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whom a code is asked for.
#[derive(Deserialize, ToSchema)]
pub struct ActivationRequest {
    /// Every number that your records of the person carry; at least one, at most 32.
    identifiers: Vec<Number>,
    /// When the person was born.
    #[schema(example = "1979-04-02")]
    birth_date: String,
}

/// An identifier of the person.
#[derive(Deserialize, ToSchema)]
#[schema(as = ActivationIdentifier)]
struct Number {
    #[schema(example = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID")]
    system: String,
    #[schema(example = "06132013:12:567:01")]
    value: String,
}

/// A code, in clear for the only time.
#[derive(Serialize, ToSchema)]
pub struct ActivationAnswer {
    /// To be handed to that person alone, on paper. It opens an account together with the birth date, once.
    #[schema(example = "ABCDE-FGHJK-MNPQ")]
    code: String,
    /// Until when.
    #[schema(value_type = String, example = "2026-12-13T01:14:07.000Z")]
    expires_at: Timestamp,
}

/// Make an activation code
///
/// Answers always alike, whether the person was known or not.
#[utoipa::path(
    post,
    path = "/api/v1/activations",
    tag = "activations",
    security(("smart" = ["system/Patient.c"])),
    request_body(content = ActivationRequest, content_type = "application/json"),
    responses(
        (status = 201, description = "A code for that person", body = ActivationAnswer),
        (status = 400, description = "malformed", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 401, description = "invalid-token", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "insufficient-scope", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "too-large", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 415, description = "unsupported-media-type", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "invalid-identifier, invalid-date", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 429, description = "too-many-requests; see Retry-After", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "unavailable: nothing was made", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn activate(
    State(api): State<Api>,
    holder: Authorized<scope::IssueActivation>,
    body: JsonBytes,
) -> Result<impl IntoResponse, ApiError> {
    let asked = object::<ActivationRequest>(body.bytes())?;
    if asked.identifiers.len() > MAX_IDENTIFIERS {
        return Err(Problem::InvalidIdentifier.into());
    }
    let identifiers: Vec<_> = asked.identifiers.into_iter().map(|Number { system, value }| RawIdentifier { system, value }).collect();
    let issued = api.holder.issue(holder.actor(&api).await?, &identifiers, &asked.birth_date).await?;
    let answer = ActivationAnswer { code: issued.code.grouped(), expires_at: issued.expires_at };
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(answer)))
}
