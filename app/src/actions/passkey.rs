//! Adding and removing passkeys.

use super::Challenge;
use super::prelude::*;
use domain::id::CeremonyId;
use leptos::server_fn::codec::Json;
use webauthn_rs_proto::RegisterPublicKeyCredential;

/// Starts one more passkey.
#[server(prefix = "/do", endpoint = "passkey/begin")]
pub async fn begin() -> Result<Challenge, ServerProblem> {
    act(move |visit| async move {
        let begun = visit.ports.identity.begin_passkey(&visit.actor).await?;
        Challenge::new(begun.ceremony, &begun.challenge)
    })
    .await
}

/// Adds it.
#[server(prefix = "/do", endpoint = "passkey/finish", input = Json)]
pub async fn finish(ceremony: CeremonyId, made: RegisterPublicKeyCredential) -> Result<(), ServerProblem> {
    act(move |visit| async move { visit.ports.identity.finish_passkey(&visit.actor, ceremony, &made).await }).await
}

/// Removes one, never the last.
#[server(prefix = "/do", endpoint = "passkey/remove")]
pub async fn remove(passkey: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let passkey = passkey.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.identity.remove_passkey(&visit.actor, passkey).await?;
        // Whoever removed the one that they signed in with goes on with another.
        let next = if visit.session.holds().await? {
            "/account?done=passkey-removed#done"
        } else {
            "/sign-in?done=passkey-removed&next=%2Faccount"
        };
        visit.outgoing.redirect(next);
        Ok(())
    })
    .await
}
