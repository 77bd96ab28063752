//! The form with which a report is prepared: its fields and its file, kept as a draft whatever they hold, so that nothing
//! has to be written twice.

use super::arrival::Arrival;
use super::session::actor_of;
use super::uploads::{REPORT, cannot};
use crate::state::Hikae;
use axum::Extension;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{Multipart, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::failure::{Failure, Problem};
use domain::ports::disclosures::NewDraft;
use std::time::Duration;
use tokio::time::timeout;
use tower_sessions::Session;

/// How large the file may be: 10,000 rows with every column.
const MAX_FILE: usize = 8 * 1024 * 1024;
/// How long a field beside it may be.
const MAX_FIELD: usize = 4 * 1024;
/// How many fields are read.
const MAX_FIELDS: usize = 100;

/// Keeps what was sent, and leads to its preview.
pub(super) async fn prepare(
    State(hikae): State<Hikae>,
    Extension(arrival): Extension<Arrival>,
    session: Session,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    match prepared(&hikae, (&session, &arrival), form).await {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(failure) => cannot(&failure, REPORT, &arrival, &headers),
    }
}

async fn prepared(
    hikae: &Hikae,
    (session, arrival): (&Session, &Arrival),
    form: Result<Multipart, MultipartRejection>,
) -> Result<String, Failure> {
    // Nothing of what somebody sends who may not report is even read.
    arrival.actor.may(domain::actor::Operation::Report)?;
    let idle = Duration::from_secs(hikae.core.config.request_seconds);
    let whole = Duration::from_secs(hikae.core.config.upload_seconds);
    let coming = taken_apart(form.map_err(|_| Problem::Malformed)?, idle);
    // Each piece has its time, and all of them together, too: a byte now and then would hold its place for days.
    let draft = timeout(whole, coming).await.map_err(|_| Problem::Unavailable)??;
    // Whoever sent it may have been shut out meanwhile.
    let actor = actor_of(&hikae.core, session).await?;
    actor.may(domain::actor::Operation::Report)?;
    let id = hikae.ports.disclosures.draft(&actor, draft).await?;
    Ok(format!("{}?draft={id}", app::routes::Path::HolderPreview))
}

async fn taken_apart(mut form: Multipart, idle: Duration) -> Result<NewDraft, Problem> {
    let mut draft = NewDraft { fields: std::collections::BTreeMap::new(), file: Vec::new() };
    for _ in 0..MAX_FIELDS {
        let next = timeout(idle, form.next_field()).await.map_err(|_| Problem::Unavailable)?.map_err(|_| Problem::Malformed)?;
        let Some(field) = next else { return Ok(draft) };
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            draft.file = whole(field, MAX_FILE, idle).await?;
        } else {
            let value = String::from_utf8(whole(field, MAX_FIELD, idle).await?).map_err(|_| Problem::Malformed)?;
            let said = draft.fields.entry(name).or_default();
            // Boxes that are ticked come under one name each.
            if !said.is_empty() {
                said.push(' ');
            }
            said.push_str(&value);
        }
    }
    Err(Problem::Malformed)
}

/// All of a field, if it is no longer than that.
pub(super) async fn whole(mut field: Field<'_>, max: usize, idle: Duration) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = timeout(idle, field.chunk()).await.map_err(|_| Problem::Unavailable)?.map_err(|_| Problem::Malformed)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > max {
            return Err(Problem::TooLarge);
        }
    }
    Ok(bytes)
}
