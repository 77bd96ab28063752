//! The session of a request: tower-sessions over our own store (security.md, "Sessions").
//!
//! The cookie is opaque. When a session ends is decided by `service::identity::session` and our clock alone; the time that
//! tower-sessions works out by the machine's is never looked at.

use crate::config::Config;
use crate::service::Core;
use crate::service::identity::session::{self, SessionData, Sessions};
use async_trait::async_trait;
use domain::actor::Actor;
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::id::SubjectId;
use domain::ports::{SessionPort, SignedIn};
use serde_json::Value;
use std::collections::HashMap;
use time::OffsetDateTime;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result as StoreResult};
use tower_sessions::{Session, SessionManagerLayer, SessionStore};

/// The one key of the record, under which everything stands.
const DATA: &str = "session";

/// The layer that gives every request its session. The cookie lives as long as the browser; how long the session does
/// is no business of the cookie.
#[must_use]
pub fn session_layer(core: Core) -> SessionManagerLayer<KeptSessions> {
    let (name, secure) = cookie(&core.config);
    SessionManagerLayer::new(KeptSessions(Sessions::new(core)))
        .with_name(name)
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
}

/// Browsers keep a `__Host-` cookie only over TLS. On this very machine, without TLS, it goes by another name.
fn cookie(config: &Config) -> (&'static str, bool) {
    if !config.https() && config.host() == "localhost" { ("hikae", false) } else { ("__Host-hikae", true) }
}

/// Who acts in this request.
///
/// # Errors
/// The store cannot be reached: then nobody can tell.
pub async fn actor_of(core: &Core, session: &Session) -> Result<Actor, Failure> {
    match session.get::<SessionData>(DATA).await {
        Ok(Some(data)) => session::actor_of(core, &data).await,
        Ok(None) => Ok(Actor::Anonymous),
        Err(tower_sessions::session::Error::SerdeJson(_)) => {
            tracing::warn!("a session of another version is not read: its owner signs in again");
            Ok(Actor::Anonymous)
        }
        Err(error) => Err(unavailable(&error)),
    }
}

/// The session of one request, as actions use it.
pub struct RequestSession {
    core: Core,
    session: Session,
}

impl RequestSession {
    /// The session that the layer gave the request.
    #[must_use]
    pub fn new(core: Core, session: Session) -> Self {
        Self { core, session }
    }
}

#[async_trait]
impl SessionPort for RequestSession {
    async fn begin(&self, who: SignedIn) -> Result<(), Failure> {
        let before: Option<SessionData> = self.session.get(DATA).await.ok().flatten();
        let mut data = session::begun(&self.core, who).await?;
        // Who shows the passkey once more goes on with the person whom they had in view.
        if let Some(before) = before.filter(|before| before.account == data.account) {
            data.subject = before.subject;
        }
        // A new id, and nothing of what was there before: an id that somebody planted is worth nothing.
        self.session.clear().await;
        self.session.cycle_id().await.map_err(|error| unavailable(&error))?;
        self.session.insert(DATA, data).await.map_err(|error| unavailable(&error))?;
        self.session.save().await.map_err(|error| unavailable(&error))
    }

    async fn holds(&self) -> Result<bool, Failure> {
        Ok(actor_of(&self.core, &self.session).await? != Actor::Anonymous)
    }

    async fn latest_end(&self) -> Result<Option<Timestamp>, Failure> {
        let data: Option<SessionData> = self.session.get(DATA).await.map_err(|error| unavailable(&error))?;
        Ok(data.as_ref().map(session::latest_end))
    }

    async fn view(&self, subject: Option<SubjectId>) -> Result<(), Failure> {
        let data: Option<SessionData> = self.session.get(DATA).await.map_err(|error| unavailable(&error))?;
        let data = data.ok_or(Problem::SignInNeeded)?;
        // Whether the grant for it lives is asked at every request; here it is only remembered.
        self.session.insert(DATA, SessionData { subject, ..data }).await.map_err(|error| unavailable(&error))?;
        self.session.save().await.map_err(|error| unavailable(&error))
    }

    async fn end(&self) -> Result<(), Failure> {
        if let Ok(Some(data)) = self.session.get::<SessionData>(DATA).await {
            let actor = session::actor_of(&self.core, &data).await?;
            session::end(&self.core, &actor, data.reference).await?;
        }
        self.session.flush().await.map_err(|error| unavailable(&error))
    }
}

fn unavailable(error: &tower_sessions::session::Error) -> Failure {
    Failure::Unavailable(format!("session: {error}"))
}

/// Our sessions, in the words of tower-sessions.
#[derive(Clone)]
pub struct KeptSessions(Sessions);

impl std::fmt::Debug for KeptSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeptSessions")
    }
}

#[async_trait]
impl SessionStore for KeptSessions {
    async fn create(&self, record: &mut Record) -> StoreResult<()> {
        let data = record.data.get(DATA).cloned().ok_or_else(|| Error::Encode("a session begins with a sign-in".to_owned()))?;
        let data: SessionData = serde_json::from_value(data).map_err(|error| Error::Encode(error.to_string()))?;
        let secret = self.0.new_secret();
        record.id = Id(i128::from_le_bytes(secret));
        self.0.begin(secret, &data, text(record)?).await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> StoreResult<()> {
        self.0.set_record(secret(&record.id), &text(record)?).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> StoreResult<Option<Record>> {
        let Some((text, expires_at)) = self.0.record(secret(id)).await.map_err(backend)? else { return Ok(None) };
        let data: HashMap<String, Value> = serde_json::from_str(&text).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date: moment(expires_at) }))
    }

    async fn delete(&self, id: &Id) -> StoreResult<()> {
        self.0.end(secret(id)).await.map_err(backend)
    }
}

fn secret(id: &Id) -> [u8; 16] {
    id.0.to_le_bytes()
}

fn text(record: &Record) -> StoreResult<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

fn moment(time: Timestamp) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(time.millis().div_euclid(1_000)).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn backend(failure: Failure) -> Error {
    Error::Backend(failure.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(base_url: &str) -> (&'static str, bool) {
        cookie(&Config { base_url: base_url.to_owned(), ..Config::defaults().unwrap() })
    }

    #[test]
    fn only_plain_localhost_does_without_the_host_prefix() {
        assert_eq!(at("http://localhost:3000"), ("hikae", false));
        assert_eq!(at("https://localhost:3000"), ("__Host-hikae", true));
        assert_eq!(at("https://hikae.example"), ("__Host-hikae", true));
        assert_eq!(at("http://hikae.example"), ("__Host-hikae", true));
    }
}
