//! The receipt of one's own decision, as a file to keep (C2SP tlog-proof).

use super::arrival::Arrival;
use super::security::refusal;
use crate::state::Hikae;
use app::pages::decisions::one::file_name;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::failure::{Failure, Problem};
use domain::log::Position;

/// The file's address; its row is in `app::routes::FILES`.
pub(super) fn router(hikae: &Hikae) -> Router {
    Router::new().route("/decisions/{index}/receipt", get(download)).with_state(hikae.clone())
}

async fn download(State(hikae): State<Hikae>, Extension(arrival): Extension<Arrival>, Path(index): Path<String>) -> Response {
    file(&hikae, &arrival, &index).await.unwrap_or_else(|failure| {
        arrival.note(&hikae, &failure);
        if !matches!(failure, Failure::Refused(_)) {
            tracing::error!(?failure, "a receipt could not be made");
        }
        refusal(failure.problem())
    })
}

async fn file(hikae: &Hikae, arrival: &Arrival, index: &str) -> Result<Response, Failure> {
    let position: Position = index.parse().map_err(|_| Problem::NotFound)?;
    let receipt = hikae.ports.log.receipt(&arrival.actor, position).await?.ok_or(Problem::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file_name(position))),
        // It names a choice; no machine in between or after keeps it.
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, receipt.to_string()).into_response())
}
