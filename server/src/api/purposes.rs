//! The purposes that a check may name.

use super::Api;
use super::auth::{Authorized, scope};
use super::error::{ApiError, ProblemDetails};
use axum::Json;
use axum::extract::State;
use domain::purpose::Purpose;
use serde::Serialize;
use utoipa::ToSchema;

/// A purpose.
#[derive(Debug, Serialize, ToSchema)]
pub struct PurposeAnswer {
    /// Its code, stable for ever.
    #[schema(example = "ai-development")]
    code: String,
    /// 日本語.
    ja: String,
    /// English.
    en: String,
    /// Whether people may refuse it.
    refusable: bool,
    /// The law that exempts it from refusal, if one does.
    legal_basis: Option<LegalBasis>,
    /// The purpose it was split from: refusing that one refuses this one.
    parent: Option<String>,
}

/// A law with its article.
#[derive(Debug, Serialize, ToSchema)]
pub struct LegalBasis {
    /// 日本語.
    ja: String,
    /// English.
    en: String,
}

impl From<Purpose> for PurposeAnswer {
    fn from(purpose: Purpose) -> Self {
        Self {
            refusable: purpose.refusable(),
            code: purpose.code.into(),
            ja: purpose.name.ja,
            en: purpose.name.en,
            legal_basis: purpose.legal_basis.map(|law| LegalBasis { ja: law.ja, en: law.en }),
            parent: purpose.parent.map(Into::into),
        }
    }
}

/// The catalogue of purposes
#[utoipa::path(
    get,
    path = "/api/v1/purposes",
    tag = "checks",
    security(("smart" = ["system/Consent.rs"])),
    responses(
        (status = 200, description = "Every purpose", body = Vec<PurposeAnswer>),
        (status = 401, description = "invalid-token", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "insufficient-scope", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn purposes(State(api): State<Api>, _: Authorized<scope::ReadPurposes>) -> Result<Json<Vec<PurposeAnswer>>, ApiError> {
    let catalogue = api.studies.purposes().await?;
    Ok(Json(catalogue.purposes.into_iter().map(Into::into).collect()))
}
