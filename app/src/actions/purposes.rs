//! Changing the catalogue of purposes: proposing, and publishing what somebody else proposed.

use super::prelude::*;
use domain::purpose::draft::Draft;

/// Proposes a change.
///
/// # Errors
/// It is not complete, or does not fit the catalogue: the form comes back with all that is wrong.
#[server(prefix = "/do", endpoint = "purposes/propose")]
pub async fn propose(#[server(default)] draft: Draft) -> Result<(), ServerProblem> {
    let whole = serde_json::to_string(&draft).unwrap_or_default();
    act_keeping(Some(Place::Purpose), Typed::from([("draft", &*whole)]), move |visit| async move {
        visit.ports.purposes.propose(&visit.actor, draft).await?;
        visit.outgoing.redirect(&format!("{}?done=proposed#done", Path::RegistrarPurposes));
        Ok(())
    })
    .await
}

/// Throws one's own proposal away.
///
/// # Errors
/// There is none, or it is somebody else's.
#[server(prefix = "/do", endpoint = "purposes/discard")]
pub async fn discard(proposal: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.purposes.discard(&visit.actor, proposal.parse().map_err(|_| Problem::NotFound)?).await?;
        visit.outgoing.redirect(&format!("{}?done=discarded#done", Path::RegistrarPurposes));
        Ok(())
    })
    .await
}

/// Publishes what somebody else proposed.
///
/// # Errors
/// One's own proposal; one that does not fit the catalogue any more.
#[server(prefix = "/do", endpoint = "purposes/publish")]
pub async fn publish(proposal: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.purposes.publish(&visit.actor, proposal.parse().map_err(|_| Problem::AlreadyDone)?).await?;
        visit.outgoing.redirect(&format!("{}?done=published#done", Path::RegistrarPurposes));
        Ok(())
    })
    .await
}
