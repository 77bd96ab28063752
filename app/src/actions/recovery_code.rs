//! The printed recovery code.

use super::prelude::*;

/// Makes a new one; the one before is void. It is shown on the page that follows.
#[server(prefix = "/do", endpoint = "recovery-code/issue")]
pub async fn issue() -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.identity.issue_recovery_code(&visit.actor).await?;
        visit.outgoing.redirect(&Path::RecoveryCode.to_string());
        Ok(())
    })
    .await
}

/// The person keeps it: it is not shown again.
#[server(prefix = "/do", endpoint = "recovery-code/kept")]
pub async fn kept() -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.identity.recovery_code_kept(&visit.actor).await?;
        visit.outgoing.redirect(&Path::Overview.to_string());
        Ok(())
    })
    .await
}
