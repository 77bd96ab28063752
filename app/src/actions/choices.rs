//! Refusing and allowing.

use super::prelude::*;
use domain::log::Position;
use serde::{Deserialize, Serialize};

/// A decision as an island needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its place in the log.
    pub position: Position,
}

/// Records what the person says about a scope. A plain form lands on the choices, where the decision is shown as saved.
#[server(prefix = "/do", endpoint = "choices/record")]
pub async fn record(
    scope: String,
    stance: String,
    #[server(rename = "for")] made_for: Option<String>,
    key: Option<String>,
) -> Result<Recorded, ServerProblem> {
    act(move |visit| async move {
        let again = format!("/choices?confirm={scope}#confirm");
        let choosing = Choosing {
            scope: scope.parse().map_err(|_| Problem::UnknownScope)?,
            stance: stance.parse().map_err(|_| Problem::Malformed)?,
            channel: Channel::Online,
            made_for: made_for.map(|id| id.parse()).transpose().map_err(|_| Problem::Malformed)?,
            key,
        };
        let decided = visit.ports.choices.decide(&visit.actor, choosing).await;
        if visit.wants_page && decided.as_ref().is_err_and(|failure| failure.problem() == Problem::FreshPasskeyNeeded) {
            visit.outgoing.redirect(&again);
        }
        let decision = decided?.decision;
        visit.outgoing.redirect(&format!("/choices?decided={}#saved", decision.position));
        Ok(Recorded { position: decision.position })
    })
    .await
}
