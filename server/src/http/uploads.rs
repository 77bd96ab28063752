//! Actions with a file of any size: read piece by piece, by routes of their own. The layers around them are those of every
//! action, without the limits on size and time.

use super::arrival::Arrival;
use super::security::refusal;
use super::streaming::{Pieces, Sender, answered, pieces};
use super::{letters_file, report_file};
use crate::api::checks::stream::list_out;
use crate::service::checks::table::TableCheck;
use crate::state::Hikae;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Router};
use domain::failure::{Failure, Problem};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// Where a report is prepared from a file.
pub(super) const REPORT: &str = "/do/disclosures/upload";
/// Where letters are made from a list.
pub(super) const LETTERS: &str = "/do/letters/write-file";
/// Where a list is checked.
const CHECK: &str = "/do/check/file";
/// How long a field beside a file may be.
const MAX_FIELD: usize = 256;

/// Every action of the table that takes a file.
pub fn router(hikae: &Hikae) -> Router {
    Router::new()
        .route(CHECK, post(check))
        .route(REPORT, post(report_file::prepare))
        .route(LETTERS, post(letters_file::write))
        .layer(DefaultBodyLimit::disable())
        .with_state(hikae.clone())
}

/// Checks a list: the answer is the list again, as a file to keep.
async fn check(
    State(hikae): State<Hikae>,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let idle = Duration::from_secs(hikae.core.config.request_seconds);
    match checked(&hikae, &arrival, form, idle).await {
        Ok(answer) => answer,
        Err(failure) => cannot(&failure, CHECK, &arrival, &headers),
    }
}

async fn checked(
    hikae: &Hikae,
    arrival: &Arrival,
    form: Result<Multipart, MultipartRejection>,
    idle: Duration,
) -> Result<Response, Failure> {
    let (asked, pieces) = taken_apart(form.map_err(|_| Problem::Malformed)?, idle);
    let asked = asked.await.map_err(|_| Problem::Malformed)??;
    let check = hikae.lists().begin(&arrival.actor, asked.asked_for.parse()?).await?;
    let log = check.log().clone();
    let (body, kind) = answered(TableCheck::new(check, None), pieces, idle).await?;
    let mut response = list_out(body, kind, &log);
    response.headers_mut().insert(header::CONTENT_DISPOSITION, attachment(&asked.file_name));
    Ok(response)
}

/// What stands in the form before the file.
struct Asked {
    asked_for: String,
    file_name: String,
}

type Told = oneshot::Sender<Result<Asked, Problem>>;

/// Reads the form beside whoever answers: the fields first, then the file as it comes.
fn taken_apart(form: Multipart, idle: Duration) -> (oneshot::Receiver<Result<Asked, Problem>>, Pieces) {
    let (told, asked) = oneshot::channel();
    let (sender, pieces) = pieces(idle);
    tokio::spawn(read(form, told, sender, idle));
    (asked, pieces)
}

async fn read(mut form: Multipart, told: Told, sender: Sender, idle: Duration) {
    let mut asked_for = String::new();
    let problem = loop {
        match timeout(idle, form.next_field()).await {
            Ok(Ok(Some(mut field))) => match field.name() {
                Some("file") => {
                    let file_name = field.file_name().unwrap_or_default().to_owned();
                    let _ = told.send(Ok(Asked { asked_for, file_name }));
                    return sender.send_all(field).await;
                }
                Some("asked_for") => {
                    let mut bytes = Vec::new();
                    while let Ok(Ok(Some(chunk))) = timeout(idle, field.chunk()).await
                        && bytes.len() <= MAX_FIELD
                    {
                        bytes.extend_from_slice(&chunk);
                    }
                    asked_for = String::from_utf8(bytes).unwrap_or_default();
                }
                _ => {}
            },
            Ok(Ok(None)) => break Problem::UnreadableFile,
            Ok(Err(_)) => break Problem::Malformed,
            Err(_) => break Problem::Unavailable,
        }
    };
    let _ = told.send(Err(problem));
}

/// A form goes back to its page, which says why; an island gets the bare answer.
pub(super) fn cannot(failure: &Failure, action: &'static str, arrival: &Arrival, headers: &HeaderMap) -> Response {
    if !matches!(failure, Failure::Refused(_)) {
        tracing::error!(?failure, action, "a file could not be taken in");
    }
    let problem = failure.problem();
    let page = headers.get(header::REFERER).and_then(|page| page.to_str().ok()).filter(|_| arrival.wants_page);
    match page.and_then(|page| app::problem::back_to(page, action, problem)) {
        Some(page) => Redirect::to(&page).into_response(),
        None => refusal(problem),
    }
}

/// The name under which the answer is kept: `patients.csv` becomes `patients.checked.csv`.
fn attachment(file_name: &str) -> HeaderValue {
    let stem = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.strip_suffix(".csv").or_else(|| stem.strip_suffix(".CSV")).unwrap_or(stem);
    let stem: String = stem.chars().filter(|c| !c.is_control()).take(100).collect();
    let stem = if stem.is_empty() { "list" } else { &stem };
    // RFC 5987 for names that are not ASCII; `+` is no space there.
    let encoded: String = url::form_urlencoded::byte_serialize(format!("{stem}.checked.csv").as_bytes()).collect();
    let encoded = encoded.replace('+', "%20").replace('*', "%2A");
    HeaderValue::from_str(&format!("attachment; filename=\"list.checked.csv\"; filename*=UTF-8''{encoded}"))
        .unwrap_or(HeaderValue::from_static("attachment; filename=\"list.checked.csv\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_kept_beside_the_list() {
        let named = |name| attachment(name).to_str().unwrap().rsplit("''").next().unwrap().to_owned();
        assert_eq!(named("patients.csv"), "patients.checked.csv");
        assert_eq!(named("患者 1.CSV"), "%E6%82%A3%E8%80%85%201.checked.csv");
        assert_eq!(named("C:\\lists\\a\"b\r\n.csv"), "a%22b.checked.csv");
        assert_eq!(named(""), "list.checked.csv");
    }
}
