//! The description of the API for programs (OpenAPI 3.1) and for people. `docs/openapi.json` is its copy.

use super::{Api, activations, checks, disclosures, purposes, smart, token};
use axum::Router;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ClientCredentials, Flow, OAuth2, Scopes, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, ContentBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder, Ref, Response, ResponseBuilder};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Where the document is served.
const PATH: &str = "/api/v1/openapi.json";
/// Where the page is that shows it.
const DOCS: &str = "/api/docs/";

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
        .routes(routes!(disclosures::stream::stream))
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
    let mut document = described().into_openapi();
    for (path, item) in &mut document.paths.paths {
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            add_what_happens_everywhere(path, operation);
        }
    }
    document.to_pretty_json()
}

/// What no endpoint says of itself: it may happen at each.
fn add_what_happens_everywhere(path: &str, operation: &mut Operation) {
    let (other_method, at_each) = (("405", "method-not-allowed: of any other method"), path.starts_with("/api/"));
    let faults = [
        ("429", "too-many-requests; see Retry-After"),
        ("500", "internal: a fault of ours; treat it as deny"),
        ("503", "unavailable; see Retry-After"),
    ];
    for (status, what) in faults.into_iter().filter(|_| at_each).chain([other_method]) {
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| problem(what).into());
    }
}

fn problem(what: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDetails"))).build();
    ResponseBuilder::new().description(what).content("application/problem+json", content).build()
}

/// The document, and a page that shows it, with every asset from here.
pub(super) fn docs() -> Router<Api> {
    let page = SwaggerUi::new("/api/docs").config(Config::from(PATH).validator_url("none"));
    let document = document().unwrap_or_default();
    let served = move || async move { ([(header::CONTENT_TYPE, "application/json")], document) };
    let page: Router<Api> = page.into();
    Router::new().route(PATH, get(served)).merge(page.layer(from_fn(own_index)))
}

/// The page itself is ours: theirs says neither what it is nor where its main part begins.
async fn own_index(request: Request, next: Next) -> axum::response::Response {
    if request.uri().path() == DOCS { Html(include_str!("docs.html")).into_response() } else { next.run(request).await }
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
        let about_itself = [PATH, DOCS];
        let table = super::super::ENDPOINTS.iter().filter(|endpoint| !about_itself.contains(&endpoint.path));
        let table: BTreeSet<_> = table.map(|endpoint| (endpoint.method.to_owned(), endpoint.path.to_owned())).collect();
        assert_eq!(described_paths(), table);
    }

    #[test]
    fn what_an_answer_can_say_is_a_closed_set() {
        let document: serde_json::Value = serde_json::from_str(&document().unwrap()).unwrap();
        let schemas = &document["components"]["schemas"];
        let words = |schema: &str, field: &str| {
            let words = schemas[schema]["properties"][field]["enum"].as_array().unwrap_or_else(|| panic!("{schema}.{field}"));
            words.iter().map(|word| word.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
        };
        assert_eq!(words("RowAnswer", "decision").len(), 3);
        assert_eq!(words("RowAnswer", "reason").len(), 6);
        assert_eq!(words("ConflictRow", "kind").len(), 3);
        assert!(words("SkippedRow", "reason").contains("duplicate") && !words("SkippedRow", "reason").contains("not-permitted"));
        assert!(words("TokenError", "error").contains("invalid_client"));
        let codes = words("ProblemDetails", "code");
        // What an endpoint says of itself is in the set, too.
        for item in document["paths"].as_object().unwrap().values() {
            for response in item.as_object().unwrap().values().flat_map(|operation| operation["responses"].as_object().unwrap().values()) {
                let told = response["description"].as_str().unwrap_or_default();
                if response["content"].get("application/problem+json").is_none() {
                    continue;
                }
                let named: Vec<_> = told.split([':', ';', '(']).next().unwrap_or_default().split(',').map(str::trim).collect();
                assert!(named.iter().all(|code| codes.contains(*code)), "{told}");
            }
        }
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
