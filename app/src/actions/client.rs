//! A holder's programs and their keys.

use super::prelude::*;

/// Registers a program.
#[server(prefix = "/do", endpoint = "client/register")]
pub async fn register(name: String, #[server(default)] scopes: Vec<String>, jwks: String) -> Result<(), ServerProblem> {
    let ticked = scopes.join(" ");
    let typed = Typed::from([("name", &*name), ("scopes", &ticked), ("jwks", without_private_key(&jwks))]);
    act_keeping(Some(Place::Program), typed, move |visit| async move {
        let scopes = scopes.iter().map(|name| ClientScope::from_name(name)).collect::<Option<_>>().ok_or(Problem::Malformed)?;
        let id = visit.ports.holder.register_client(&visit.actor, NewProgram { name, scopes, jwks }).await?;
        visit.outgoing.redirect(&format!("/holder/clients?done=registered#client-{id}"));
        Ok(())
    })
    .await
}

/// Adds keys beside those that are there.
#[server(prefix = "/do", endpoint = "client/add-keys")]
pub async fn add_keys(client: String, jwks: String) -> Result<(), ServerProblem> {
    let typed = Typed::from([("client", &*client), ("jwks", without_private_key(&jwks))]);
    act_keeping(Some(Place::ProgramKeys), typed, move |visit| async move {
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
