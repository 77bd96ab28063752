//! Inviting people to work, and ending their access, as an administrator: anybody.

use super::prelude::*;

/// Invites somebody. The code is shown on the page that follows.
#[server(prefix = "/do", endpoint = "people/invite")]
pub async fn invite(role: String, #[server(default)] holder: String, label: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let role = WorkRole::read(&role, &holder, None)?;
        visit.ports.people.invite(&visit.actor, Invitation { role, label }).await?;
        visit.outgoing.redirect(&Path::AdminInvitation.to_string());
        Ok(())
    })
    .await
}

/// The code was handed over: it is not shown again.
#[server(prefix = "/do", endpoint = "people/handed-over")]
pub async fn handed_over() -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.people.handed_over(&visit.actor).await?;
        visit.outgoing.redirect(&Path::Admin.to_string());
        Ok(())
    })
    .await
}

/// Takes an invitation back.
#[server(prefix = "/do", endpoint = "people/withdraw")]
pub async fn withdraw(invitation: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let invitation = invitation.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.people.withdraw(&visit.actor, invitation).await?;
        visit.outgoing.redirect("/admin?done=withdrawn#done");
        Ok(())
    })
    .await
}

/// Ends somebody's access.
#[server(prefix = "/do", endpoint = "people/end")]
pub async fn end(account: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let account = account.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.people.end(&visit.actor, account).await?;
        visit.outgoing.redirect("/admin?done=ended#done");
        Ok(())
    })
    .await
}
