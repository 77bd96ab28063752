//! Where and how programs get tokens, for programs (SMART App Launch, "Conformance").

use super::Api;
use super::fhir::OperationOutcome;
use axum::Json;
use axum::extract::State;
use domain::holder::ClientScope;
use serde::Serialize;
use utoipa::ToSchema;

/// The SMART configuration.
#[derive(Debug, Serialize, ToSchema)]
pub struct SmartConfiguration {
    /// Where tokens are handed out; also the `aud` of assertions.
    token_endpoint: String,
    /// How clients prove who they are.
    token_endpoint_auth_methods_supported: [&'static str; 1],
    /// With which signatures.
    token_endpoint_auth_signing_alg_values_supported: [&'static str; 2],
    /// Which grants there are.
    grant_types_supported: [&'static str; 1],
    /// Which scopes there are.
    scopes_supported: Vec<&'static str>,
    /// What of SMART is here.
    capabilities: [&'static str; 2],
}

/// The SMART configuration
#[utoipa::path(
    get,
    path = "/.well-known/smart-configuration",
    tag = "access",
    responses((status = 200, description = "Where and how to get a token", body = SmartConfiguration))
)]
pub async fn configuration(State(api): State<Api>) -> Json<SmartConfiguration> {
    Json(SmartConfiguration {
        token_endpoint: api.config.token_endpoint(),
        token_endpoint_auth_methods_supported: ["private_key_jwt"],
        token_endpoint_auth_signing_alg_values_supported: ["RS384", "ES384"],
        grant_types_supported: ["client_credentials"],
        scopes_supported: ClientScope::ALL.map(ClientScope::name).to_vec(),
        capabilities: ["client-confidential-asymmetric", "permission-v2"],
    })
}

/// The SMART configuration, where FHIR clients look for it
#[utoipa::path(
    get,
    path = "/fhir/.well-known/smart-configuration",
    tag = "access",
    responses(
        (status = 200, description = "Where and how to get a token", body = SmartConfiguration),
        (status = 405, description = "Another method", body = OperationOutcome, content_type = "application/fhir+json"),
    )
)]
pub async fn configuration_for_fhir(api: State<Api>) -> Json<SmartConfiguration> {
    configuration(api).await
}
