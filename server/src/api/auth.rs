//! Authorization as a value: an endpoint that does not ask for [`Authorized`] has no actor, and so can ask no service.

use super::Api;
use super::error::ApiError;
use crate::http::address::address_of;
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use domain::actor::{Actor, Operation};
use domain::clock::{Span, Timestamp};
use domain::failure::{Failure, Problem};
use domain::holder::ClientScope;
use std::marker::PhantomData;

/// For how long the answer holds that a client may do that.
const GOOD_FOR: Span = Span::seconds(4);

/// The scopes that an endpoint may ask for, as types.
pub mod scope {
    use super::{ClientScope, Operation};

    /// One scope, and the operation it is asked for.
    pub trait Scope: Send + Sync {
        /// What the token must cover.
        const NEEDED: ClientScope;
        /// What is about to be done, for the audit.
        const OPERATION: Operation;
    }

    /// `system/Consent.rs`, to check.
    #[derive(Debug)]
    pub struct Check;

    impl Scope for Check {
        const NEEDED: ClientScope = ClientScope::ConsentRead;
        const OPERATION: Operation = Operation::Check;
    }

    /// `system/Consent.rs`, to read the purposes.
    #[derive(Debug)]
    pub struct ReadPurposes;

    impl Scope for ReadPurposes {
        const NEEDED: ClientScope = ClientScope::ConsentRead;
        const OPERATION: Operation = Operation::ReadPurposes;
    }

    /// `system/AuditEvent.c`, to report disclosures.
    #[derive(Debug)]
    pub struct Report;

    impl Scope for Report {
        const NEEDED: ClientScope = ClientScope::AuditEventCreate;
        const OPERATION: Operation = Operation::Report;
    }

    /// `system/Patient.c`, to hand out activation codes.
    #[derive(Debug)]
    pub struct IssueActivation;

    impl Scope for IssueActivation {
        const NEEDED: ClientScope = ClientScope::PatientCreate;
        const OPERATION: Operation = Operation::IssueActivation;
    }
}

/// A client whose access token covers that scope, asked of the store for this very request: a client that is shut out
/// stops at once, and one that runs wild waits.
pub struct Authorized<S> {
    actor: Actor,
    token: String,
    asked_at: Timestamp,
    scope: PhantomData<S>,
}

impl<S: scope::Scope> Authorized<S> {
    /// The client, once the body is there. It may have been long on its way: whoever is shut out stops within five seconds, in the
    /// middle of a body, too (security.md, "Audit").
    ///
    /// # Errors
    /// [`Problem::InvalidToken`]: the token is good no more; the database cannot be reached.
    pub async fn actor(&self, api: &Api) -> Result<&Actor, ApiError> {
        let waited = api.tokens.now().millis() - self.asked_at.millis();
        // A clock that was set back says nothing.
        if (0..GOOD_FOR.millis()).contains(&waited) {
            return Ok(&self.actor);
        }
        match api.tokens.actor_of(&self.token).await {
            Ok(actor) if actor == self.actor => Ok(&self.actor),
            Ok(_) | Err(Failure::Refused(_)) => {
                api.tokens.not_let_through(&self.actor, S::OPERATION, Problem::InvalidToken)?;
                Err(Problem::InvalidToken.into())
            }
            Err(failure) => Err(failure.into()),
        }
    }
}

impl<S: scope::Scope> FromRequestParts<Api> for Authorized<S> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, ApiError> {
        let token = bearer(parts).inspect_err(|_| api.refusals.note(S::OPERATION, Problem::InvalidToken, "no access token"))?;
        let asked_at = api.tokens.now();
        let actor = match api.tokens.actor_of(token).await {
            Ok(actor) => actor,
            Err(Failure::Refused(problem)) => return Err(refused(parts, api, S::OPERATION, problem)),
            Err(failure) => return Err(failure.into()),
        };
        match actor.may(S::OPERATION) {
            Ok(()) => {
                if let Actor::Client { client, .. } = &actor {
                    api.tries.request(client)?;
                }
                Ok(Self { actor, token: token.to_owned(), asked_at, scope: PhantomData })
            }
            Err(problem) => {
                api.tokens.not_let_through(&actor, S::OPERATION, problem)?;
                Err(ApiError::InsufficientScope(S::NEEDED))
            }
        }
    }
}

/// The token of the one `Authorization` header.
fn bearer(parts: &Parts) -> Result<&str, ApiError> {
    let mut all = parts.headers.get_all(AUTHORIZATION).iter();
    let (Some(header), None) = (all.next(), all.next()) else { return Err(ApiError::NoToken) };
    let (scheme, token) = header.to_str().ok().and_then(|text| text.split_once(' ')).ok_or(ApiError::NoToken)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(ApiError::NoToken) }
}

/// Whoever tries out tokens is slowed down, and fills no audit.
fn refused(parts: &Parts, api: &Api, operation: Operation, problem: Problem) -> ApiError {
    if let Err(wait) = api.tries.address(address_of(&parts.headers, &parts.extensions, &api.config)) {
        api.refusals.note(operation, Problem::TooManyRequests, "too many access tokens tried");
        return wait.into();
    }
    match api.tokens.not_let_through(&Actor::Anonymous, operation, problem) {
        Ok(()) => problem.into(),
        Err(failure) => failure.into(),
    }
}
