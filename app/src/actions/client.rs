//! A holder's programs and their keys.

use super::prelude::*;

/// Registers a program. What was refused comes back to the form with its name and scopes, never with a key.
#[server(prefix = "/do", endpoint = "client/register")]
pub async fn register(name: String, #[server(default)] scopes: Vec<String>, jwks: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let ticked = scopes.join(" ");
        let typed = [("name", name.as_str()), ("scopes", &ticked)];
        let back = |problem| back_with(&Path::HolderClients.to_string(), &typed, "/do/client/register", problem);
        let scopes = scopes.iter().map(|name| ClientScope::from_name(name)).collect::<Option<_>>().ok_or(Problem::Malformed)?;
        let new = NewProgram { name: name.clone(), scopes, jwks };
        match visit.ports.holder.register_client(&visit.actor, new).await {
            Err(Failure::Refused(problem)) if visit.wants_page => visit.outgoing.redirect(&back(problem).ok_or(problem)?),
            registered => visit.outgoing.redirect(&format!("/holder/clients?done=registered#client-{}", registered?)),
        }
        Ok(())
    })
    .await
}

/// Adds keys beside those that are there.
#[server(prefix = "/do", endpoint = "client/add-keys")]
pub async fn add_keys(client: String, jwks: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.holder.add_keys(&visit.actor, &client, &jwks).await?;
        visit.outgoing.redirect("/holder/clients?done=keys-added#done");
        Ok(())
    })
    .await
}

/// Withdraws a key.
#[server(prefix = "/do", endpoint = "client/revoke-key")]
pub async fn revoke_key(client: String, kid: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.holder.revoke_key(&visit.actor, &client, &kid).await?;
        visit.outgoing.redirect("/holder/clients?done=key-revoked#done");
        Ok(())
    })
    .await
}

/// Shuts a program out.
#[server(prefix = "/do", endpoint = "client/revoke")]
pub async fn revoke(client: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.holder.revoke_client(&visit.actor, &client).await?;
        visit.outgoing.redirect("/holder/clients?done=revoked#done");
        Ok(())
    })
    .await
}
