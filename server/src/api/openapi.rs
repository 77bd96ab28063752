//! The description of the API for programs (OpenAPI 3.1) and for people. `docs/openapi.json` is its copy.

use super::{Api, activations, checks, disclosures, purposes, smart, token};
use axum::Router;
use axum::http::header;
use axum::routing::get;
use utoipa::openapi::security::{ClientCredentials, Flow, OAuth2, Scopes, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Where the document is served.
const PATH: &str = "/api/v1/openapi.json";

/// The endpoints with their description.
pub(super) fn described() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(head())
        .routes(routes!(smart::configuration))
        .routes(routes!(smart::configuration_for_fhir))
        .routes(routes!(token::token).layer(token::body_limit()))
        .routes(routes!(purposes::purposes))
        .routes(routes!(checks::check))
        .routes(routes!(disclosures::report))
        .routes(routes!(disclosures::correct))
        .routes(routes!(checks::stream::stream))
        .routes(routes!(activations::activate))
}

fn head() -> OpenApi {
    let scopes = domain::holder::ClientScope::ALL.map(|scope| (scope.name(), ""));
    let credentials = Flow::ClientCredentials(ClientCredentials::new("/oauth/token", Scopes::from_iter(scopes)));
    let info = InfoBuilder::new()
        .title("Hikae for data holders")
        .version("1")
        .description(Some("Ask what people chose before anything is disclosed. See docs/api.md."))
        .license(Some(License::new("Apache-2.0")))
        .build();
    let smart = SecurityScheme::OAuth2(OAuth2::with_description(
        [credentials],
        "SMART Backend Services: a signed assertion (private_key_jwt) gets an access token of five minutes.",
    ));
    OpenApiBuilder::new().info(info).components(Some(ComponentsBuilder::new().security_scheme("smart", smart).build())).build()
}

/// The document as it is printed, served and committed.
///
/// # Errors
/// None that a run of the tests would not show.
pub fn document() -> Result<String, serde_json::Error> {
    described().to_openapi().to_pretty_json()
}

/// The document, and a page that shows it, with every asset from here.
pub(super) fn docs() -> Router<Api> {
    let page = SwaggerUi::new("/api/docs").config(Config::from(PATH).validator_url("none"));
    let document = document().unwrap_or_default();
    let served = move || async move { ([(header::CONTENT_TYPE, "application/json")], document) };
    Router::new().route(PATH, get(served)).merge(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn described_paths() -> BTreeSet<(String, String)> {
        let document: serde_json::Value = serde_json::from_str(&document().unwrap()).unwrap();
        let paths = document["paths"].as_object().unwrap();
        paths.iter().flat_map(|(path, item)| item.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone()))).collect()
    }

    #[test]
    fn every_endpoint_is_described_and_nothing_else() {
        let about_itself = [PATH, "/api/docs/"];
        let table = super::super::ENDPOINTS.iter().filter(|endpoint| !about_itself.contains(&endpoint.path));
        let table: BTreeSet<_> = table.map(|endpoint| (endpoint.method.to_owned(), endpoint.path.to_owned())).collect();
        assert_eq!(described_paths(), table);
    }

    #[test]
    fn the_committed_document_is_what_the_code_says() {
        let committed = include_str!("../../../docs/openapi.json");
        assert!(committed.trim_end() == document().unwrap(), "docs/openapi.json is out of date: make openapi");
    }

    #[test]
    fn it_is_openapi_3_1_and_names_no_other_host() {
        let text = document().unwrap();
        assert!(text.contains(r#""openapi": "3.1.0""#), "{text}");
        assert!(!text.contains("https://"), "{text}");
    }
}
