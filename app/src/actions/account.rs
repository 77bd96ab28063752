//! What a person does about themselves.

use super::prelude::*;

/// Puts the person under protection.
#[server(prefix = "/do", endpoint = "account/protect")]
pub async fn protect() -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.identity.protect(&visit.actor).await?;
        visit.outgoing.redirect("/account?done=protected#done");
        Ok(())
    })
    .await
}

/// Closes the account for good, and says goodbye.
#[server(prefix = "/do", endpoint = "account/leave")]
pub async fn leave() -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.identity.leave(&visit.actor).await?;
        visit.session.end().await?;
        visit.outgoing.redirect(&Path::Goodbye.to_string());
        Ok(())
    })
    .await
}
