//! How an operation of the sign-in ends without success: with an answer for the caller and its cause in the audit.

use crate::service::Core;
use crate::store::audit::{self, Line};
use crate::store::{StoreError, commit};
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};

/// Why an operation stops.
#[derive(Debug)]
pub(in crate::service) enum Stop {
    /// It is refused, and nothing of it was kept. The caller hears the problem, the audit the cause.
    Refused { problem: Problem, cause: &'static str, object: Option<String> },
    /// It failed, or its refusal is in the audit already.
    Failed(Failure),
}

impl Stop {
    /// Refused for that cause.
    pub(in crate::service) const fn refused(problem: Problem, cause: &'static str) -> Self {
        Self::Refused { problem, cause, object: None }
    }

    /// What the caller tried to reach.
    pub(in crate::service) fn about(self, about: impl ToString) -> Self {
        match self {
            Self::Refused { problem, cause, .. } => Self::Refused { problem, cause, object: Some(about.to_string()) },
            failed => failed,
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Whether the actor may do that at all. A signed-in person's refusal goes to the audit at once;
/// strangers knock all day, and are counted where they arrive ([`crate::service::refusals`]).
///
/// # Errors
/// The problem; or the refusal could not be written down, and nothing certain can be said.
pub async fn permit(core: &Core, actor: &Actor, operation: Operation) -> Result<(), Failure> {
    match actor.may(operation) {
        Err(problem) if actor.account().is_some() => audited(core, actor, operation, Err(Stop::refused(problem, "not permitted"))).await,
        Err(problem) => Err(problem.into()),
        Ok(()) => Ok(()),
    }
}

/// Hands a result on; a refusal is written down first, in a transaction of its own. If that cannot be done, the caller
/// gets no certain answer either.
pub(in crate::service) async fn audited<T>(
    core: &Core,
    actor: &Actor,
    operation: Operation,
    result: Result<T, Stop>,
) -> Result<T, Failure> {
    match result {
        Ok(value) => Ok(value),
        Err(Stop::Failed(failure)) => Err(failure),
        Err(Stop::Refused { problem, cause, object }) => {
            let line = Line { object, ..Line::of(actor, operation, core.now()) }.refused(problem, cause);
            let tx = core.store.begin().await?;
            audit::append(&tx, &core.config.node, [line]).await?;
            commit(tx).await?;
            Err(problem.into())
        }
    }
}
