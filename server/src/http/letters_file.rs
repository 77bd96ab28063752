//! The form with which letters are made from a file.

use super::arrival::Arrival;
use super::report_file::whole;
use super::session::actor_of;
use super::uploads::{LETTERS, cannot};
use crate::state::Hikae;
use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Operation;
use domain::failure::{Failure, Problem};
use domain::ports::Recipients;
use std::time::Duration;
use tokio::time::timeout;
use tower_sessions::Session;

/// How large the file may be: 500 rows with whatever else stands in them.
const MAX_FILE: usize = 1024 * 1024;
/// How long the key of the form may be.
const MAX_KEY: usize = 64;
/// How many fields are read.
const MAX_FIELDS: usize = 8;

/// Makes the letters of a list, and leads to them.
pub(super) async fn write(
    State(hikae): State<Hikae>,
    Extension(arrival): Extension<Arrival>,
    session: Session,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    match written(&hikae, (&session, &arrival), form).await {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(failure) => cannot(&failure, LETTERS, &arrival, &headers),
    }
}

async fn written(
    hikae: &Hikae,
    (session, arrival): (&Session, &Arrival),
    form: Result<Multipart, MultipartRejection>,
) -> Result<String, Failure> {
    // Nothing of what somebody sends who may not hand out letters is even read.
    arrival.actor.may(Operation::IssueActivation)?;
    let idle = Duration::from_secs(hikae.core.config.request_seconds);
    let whole = Duration::from_secs(hikae.core.config.upload_seconds);
    let coming = taken_apart(form.map_err(|_| Problem::Malformed)?, idle);
    // Each piece has its time, and all of them together, too: a byte now and then would hold its place for days.
    let (key, file) = timeout(whole, coming).await.map_err(|_| Problem::Unavailable)??;
    // Whoever sent it may have been shut out meanwhile.
    let actor = actor_of(&hikae.core, session).await?;
    actor.may(Operation::IssueActivation)?;
    let id = hikae.ports.holder.write_letters(&actor, Recipients::List(file), &key).await?;
    Ok(app::routes::Path::HolderLetters(id).to_string())
}

async fn taken_apart(mut form: Multipart, idle: Duration) -> Result<(String, Vec<u8>), Problem> {
    let (mut key, mut file) = (String::new(), Vec::new());
    for _ in 0..MAX_FIELDS {
        let next = timeout(idle, form.next_field()).await.map_err(|_| Problem::Unavailable)?.map_err(|_| Problem::Malformed)?;
        let Some(field) = next else { return Ok((key, file)) };
        match field.name() {
            Some("file") => file = whole(field, MAX_FILE, idle).await?,
            Some("key") => key = String::from_utf8(whole(field, MAX_KEY, idle).await?).map_err(|_| Problem::Malformed)?,
            _ => {}
        }
    }
    Err(Problem::Malformed)
}
