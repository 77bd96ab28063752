//! The uses of a person's records, as a file to keep: a table, JSON (docs/export.md), or a FHIR Bundle. Written in parts, so
//! that a history of any length needs the memory of one part.

mod fhir;
mod json;

use super::arrival::Arrival;
use super::security::refusal;
use crate::service::table::Writer as TableWriter;
use crate::state::Hikae;
use app::Locale;
use app::pages::usage::export::{file_name, heads, row};
use app::routes::Path;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::actor::Operation;
use domain::clock::Timestamp;
use domain::disclosure::UseView;
use domain::disclosure::history::ExportFormat;
use domain::failure::{Failure, Problem};
use futures::stream::{StreamExt, TryStreamExt, once, try_unfold};
use serde::Deserialize;
use std::future::ready;

/// The file's address; its row is in `app::routes::FILES`.
pub(super) fn router(hikae: &Hikae) -> Router {
    Router::new().route("/usage/export", get(download)).with_state(hikae.clone())
}

#[derive(Deserialize)]
struct Asked {
    format: Option<String>,
}

async fn download(State(hikae): State<Hikae>, Extension(arrival): Extension<Arrival>, Query(asked): Query<Asked>) -> Response {
    // Before anything is said of the address.
    if let Err(problem) = arrival.actor.may(Operation::SeeUses) {
        return refusal(problem);
    }
    let Some(format) = asked.format else { return Redirect::to(&format!("{}#export", Path::Usage)).into_response() };
    file(&hikae, arrival, &format).await.unwrap_or_else(|failure| {
        if !matches!(failure, Failure::Refused(_)) {
            tracing::error!(?failure, "uses could not be written into a file");
        }
        refusal(failure.problem())
    })
}

async fn file(hikae: &Hikae, arrival: Arrival, format: &str) -> Result<Response, Failure> {
    let format = ExportFormat::from_code(format).ok_or(Problem::Malformed)?;
    let (uses, actor, now) = (hikae.ports.uses.clone(), arrival.actor, hikae.core.now());
    let mut writer = Writer { format, locale: arrival.locale, base_url: hikae.core.config.base_url.clone(), began: false };
    // Until the first part is there, a fault is an answer of its own.
    let first = uses.export(&actor, format, None).await?;
    let part = writer.part(now, &first.items, first.next.is_none());
    let later = try_unfold((first.next, writer), move |(next, mut writer)| {
        let (uses, actor) = (uses.clone(), actor.clone());
        async move {
            let Some(from) = next else { return Ok::<_, Failure>(None) };
            let page = uses.export(&actor, format, Some(from)).await?;
            let part = writer.part(now, &page.items, page.next.is_none());
            Ok(Some((part, (page.next, writer))))
        }
    });
    let told = later.inspect_err(|failure| tracing::error!(?failure, "a file of uses breaks off"));
    let disposition = format!("attachment; filename=\"{}\"", file_name(format, now));
    let headers = [
        (header::CONTENT_TYPE, media_type(format)),
        (header::CONTENT_DISPOSITION, disposition.as_str()),
        // It names what was done with somebody's records; no machine in between or after keeps it.
        (header::CACHE_CONTROL, "no-store"),
    ];
    let body = Body::from_stream(once(ready(Ok(part))).chain(told));
    Ok((headers, body).into_response())
}

const fn media_type(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "text/csv; charset=utf-8; header=present",
        ExportFormat::Json => "application/json",
        ExportFormat::Fhir => "application/fhir+json",
    }
}

/// Writes one part after the other.
struct Writer {
    format: ExportFormat,
    locale: Locale,
    base_url: String,
    /// Whether anything was written before.
    began: bool,
}

impl Writer {
    /// The uses of one part; before the first stands the head of the file, behind the last its end.
    fn part(&mut self, now: Timestamp, uses: &[UseView], last: bool) -> Bytes {
        match self.format {
            ExportFormat::Csv => self.table(uses),
            ExportFormat::Json => self.list(&json::head(now), json::TAIL, uses, last),
            ExportFormat::Fhir if last && uses.is_empty() && !self.began => fhir::nothing(now).into(),
            ExportFormat::Fhir => self.list(&fhir::head(now), fhir::TAIL, uses, last),
        }
    }

    /// With the mark that tells spreadsheets that it is UTF-8, and with nothing in it that they would calculate.
    fn table(&mut self, uses: &[UseView]) -> Bytes {
        let table = TableWriter::for_spreadsheets();
        let mut bytes = Vec::new();
        let mut rows: Vec<Vec<String>> = uses.iter().map(|of| row(self.locale, of, &self.base_url)).collect();
        if !std::mem::replace(&mut self.began, true) {
            table.begin(&mut bytes);
            rows.insert(0, heads(self.locale));
        }
        for cells in rows {
            table.row(cells.iter().map(String::as_bytes), &mut bytes);
        }
        bytes.into()
    }

    fn list(&mut self, head: &str, tail: &str, uses: &[UseView], last: bool) -> Bytes {
        let mut text = String::new();
        for of in uses {
            let item = match self.format {
                ExportFormat::Fhir => fhir::entry(of, self.locale, &self.base_url),
                _ => json::one(of, &self.base_url),
            };
            text.push_str(if std::mem::replace(&mut self.began, true) { ",\n" } else { head });
            text.push_str(&item.to_string());
        }
        if last {
            if !std::mem::replace(&mut self.began, true) {
                text.push_str(head);
            }
            text.push_str(tail);
        }
        text.into()
    }
}
