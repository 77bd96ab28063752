//! Inviting people to work, and ending their access, as a manager: those of the own organisation.

use super::prelude::*;

/// Invites somebody to the own organisation. The code is shown on the page that follows.
#[server(prefix = "/do", endpoint = "operators/invite")]
pub async fn invite(role: String, #[server(default)] holder: String, label: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        // The page's form names no organisation. One that does is asked for what it says: the port refuses what is beyond.
        let own = if let Actor::Operator { holder, .. } = &visit.actor { Some(*holder) } else { None };
        let role = WorkRole::read(&role, &holder, own)?;
        visit.ports.people.invite(&visit.actor, Invitation { role, label }).await?;
        visit.outgoing.redirect(&Path::HolderInvitation.to_string());
        Ok(())
    })
    .await
}

/// The code was handed over: it is not shown again.
#[server(prefix = "/do", endpoint = "operators/handed-over")]
pub async fn handed_over() -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.people.handed_over(&visit.actor).await?;
        visit.outgoing.redirect(&Path::HolderPeople.to_string());
        Ok(())
    })
    .await
}

/// Takes an invitation back.
#[server(prefix = "/do", endpoint = "operators/withdraw")]
pub async fn withdraw(invitation: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let invitation = invitation.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.people.withdraw(&visit.actor, invitation).await?;
        visit.outgoing.redirect("/holder/people?done=withdrawn#done");
        Ok(())
    })
    .await
}

/// Ends somebody's access.
#[server(prefix = "/do", endpoint = "operators/end")]
pub async fn end(account: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let account = account.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.people.end(&visit.actor, account).await?;
        visit.outgoing.redirect("/holder/people?done=ended#done");
        Ok(())
    })
    .await
}
