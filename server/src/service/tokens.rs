//! How holders' programs prove who they are: SMART Backend Services (holder-api.md, "Who is calling").

mod assertion;

pub use assertion::Verified;

use super::Core;
use super::written_behind::{Trace, WrittenBehind};
use crate::keys::base64url;
use crate::store::audit::Line;
use crate::store::{clients, commit};
use domain::actor::{Actor, Operation};
use domain::clock::{Span, Timestamp};
use domain::failure::{Failure, Problem};
use domain::holder::ClientScope;
use std::collections::BTreeSet;

/// How long an access token is good.
pub const TOKEN_LIFE: Span = Span::minutes(5);

/// Why no token is handed out (RFC 6749 §5.2).
#[derive(Debug, thiserror::Error)]
pub enum TokenFault {
    /// Whoever asks did not prove to be a client. One answer for every cause; the audit knows which.
    #[error("invalid_client: {0}")]
    InvalidClient(&'static str),
    /// The scope is missing, unknown, or more than the client may have.
    #[error("invalid_scope")]
    InvalidScope,
    /// No token can be handed out now.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// An access token, in clear for the only time.
#[derive(Debug)]
pub struct Granted {
    /// The token.
    pub token: String,
    /// What it covers: names separated by spaces.
    pub scope: String,
}

/// Hands out access tokens and reads them.
#[derive(Clone)]
pub struct TokensService {
    core: Core,
    behind: WrittenBehind,
}

impl TokensService {
    /// Its audit lines are written behind.
    #[must_use]
    pub fn new(core: Core, behind: WrittenBehind) -> Self {
        Self { core, behind }
    }

    /// Who signed this assertion.
    ///
    /// # Errors
    /// [`TokenFault::InvalidClient`] unless it is a client in good standing, with a key of its own, for us, now.
    pub async fn verify(&self, assertion: &str) -> Result<Verified, TokenFault> {
        let verified = assertion::verify(&self.core, assertion).await;
        if let Err(TokenFault::InvalidClient(cause)) = verified {
            self.refused(cause, assertion::claimed_client(assertion))?;
        }
        verified
    }

    /// Hands a token out for an assertion, which is used up by it.
    ///
    /// # Errors
    /// [`TokenFault::InvalidScope`]; [`TokenFault::InvalidClient`] when the assertion was used before.
    pub async fn grant(&self, client: Verified, scope: Option<&str>) -> Result<Granted, TokenFault> {
        let scopes = asked_scopes(scope, &client.scopes)?;
        let now = self.core.now();
        let mut bytes = [0; 32];
        self.core.random.fill(&mut bytes);
        let token = base64url(&bytes);

        let tx = self.core.store.begin().await.map_err(Failure::from)?;
        if !clients::use_up(&tx, &client.id, client.jti_digest, client.expires_at).await.map_err(Failure::from)? {
            drop(tx);
            self.refused("assertion used before", Some(client.id))?;
            return Err(TokenFault::InvalidClient("assertion used before"));
        }
        // Whoever withdraws the key ends the tokens that are there then: one more must not come after that.
        if !clients::key_is_good_locked(&tx, &client.id, &client.kid).await.map_err(Failure::from)? {
            drop(tx);
            self.refused("key revoked", Some(client.id))?;
            return Err(TokenFault::InvalidClient("key revoked"));
        }
        let digest = self.core.keys.token_digest(&token);
        clients::insert_token(&tx, digest, &client.id, &scopes, now + TOKEN_LIFE).await.map_err(Failure::from)?;
        commit(tx).await.map_err(Failure::from)?;

        let scope = clients::scope_names(&scopes);
        let actor = Actor::Client { client: client.id, holder: client.holder, scopes };
        self.trace(Line::of(&actor, Operation::SignIn, now).to(&scope))?;
        Ok(Granted { token, scope })
    }

    /// Who acts with this access token.
    ///
    /// # Errors
    /// [`Problem::InvalidToken`]: it is unknown or expired, or its client was shut out.
    pub async fn actor_of(&self, token: &str) -> Result<Actor, Failure> {
        let digest = self.core.keys.token_digest(token);
        let bearer = clients::bearer_of(self.core.store.db(), digest, self.core.now()).await?;
        let client = bearer.ok_or(Problem::InvalidToken)?;
        Ok(Actor::Client { client: client.id, holder: client.holder, scopes: client.scopes })
    }

    /// The time by which tokens end.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.core.now()
    }

    /// Writes down that an actor was not let through to an operation.
    ///
    /// # Errors
    /// There is no room for it.
    pub fn not_let_through(&self, actor: &Actor, operation: Operation, problem: Problem) -> Result<(), Failure> {
        self.trace(Line::of(actor, operation, self.core.now()).refused(problem, "access token"))
    }

    /// Deletes what is refused for its age anyway.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn tidy(&self) -> Result<(), Failure> {
        let tx = self.core.store.begin().await?;
        clients::forget_expired(&tx, self.core.now()).await?;
        Ok(commit(tx).await?)
    }

    fn refused(&self, cause: &'static str, claimed: Option<String>) -> Result<(), Failure> {
        let line = Line::of(&Actor::Anonymous, Operation::SignIn, self.core.now()).refused(Problem::InvalidToken, cause);
        self.trace(Line { object: claimed, ..line })
    }

    fn trace(&self, line: Line) -> Result<(), Failure> {
        self.behind.put(Trace::line(line))
    }
}

/// All that is asked for has to be the client's: one that asks for too much is told so, and not left to find out later.
fn asked_scopes(asked: Option<&str>, of_client: &BTreeSet<ClientScope>) -> Result<BTreeSet<ClientScope>, TokenFault> {
    let names = asked.unwrap_or_default().split_ascii_whitespace();
    let scopes = names.map(ClientScope::from_name).collect::<Option<BTreeSet<_>>>().ok_or(TokenFault::InvalidScope)?;
    if scopes.is_empty() || !scopes.is_subset(of_client) {
        return Err(TokenFault::InvalidScope);
    }
    Ok(scopes)
}

/// When an assertion that expires then is still to be taken: at most five minutes ahead, and not past.
fn in_time(expires_at: Timestamp, now: Timestamp) -> bool {
    now < expires_at && expires_at <= now + Span::minutes(5)
}
