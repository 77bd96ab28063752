//! Getting back in with the printed code, and cancelling such a recovery.

use super::Challenge;
use super::prelude::*;
use domain::id::CeremonyId;
use leptos::server_fn::codec::Json;
use webauthn_rs_proto::RegisterPublicKeyCredential;

/// Takes the printed code.
#[server(prefix = "/do", endpoint = "recovery/begin")]
pub async fn begin(code: String) -> Result<Challenge, ServerProblem> {
    act(move |visit| async move {
        let begun = visit.ports.identity.begin_recovery(&visit.actor, &code).await?;
        Challenge::new(begun.ceremony, &begun.challenge)
    })
    .await
}

/// Takes the new passkey, and signs in with it.
#[server(prefix = "/do", endpoint = "recovery/finish", input = Json)]
pub async fn finish(ceremony: CeremonyId, made: RegisterPublicKeyCredential) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let who = visit.ports.identity.finish_recovery(&visit.actor, ceremony, &made).await?;
        visit.session.begin(who).await
    })
    .await
}

/// Cancels a recovery with a passkey from before it. Whoever did is asked to sign in anew.
#[server(prefix = "/do", endpoint = "recovery/cancel")]
pub async fn cancel() -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.identity.cancel_recovery(&visit.actor).await?;
        visit.session.end().await?;
        visit.outgoing.redirect(&format!("{}?done=recovery-cancelled", Path::SignIn));
        Ok(())
    })
    .await
}
