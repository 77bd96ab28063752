//! Ending sessions.

use super::prelude::*;

/// Signs out.
#[server(prefix = "/do", endpoint = "session/end")]
pub async fn end() -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.actor.may(Operation::SignOut)?;
        visit.session.end().await?;
        visit.outgoing.redirect(&Path::Home.to_string());
        Ok(())
    })
    .await
}

/// Ends another session of the same account.
#[server(prefix = "/do", endpoint = "session/end-other")]
pub async fn end_other(session: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let session = session.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.identity.end_session(&visit.actor, session).await?;
        visit.outgoing.redirect("/account?done=session-ended#done");
        Ok(())
    })
    .await
}
