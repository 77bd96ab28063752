//! Signing in with a passkey, without a user name.

use super::Challenge;
use super::prelude::*;
use domain::id::CeremonyId;
use leptos::server_fn::codec::Json;
use webauthn_rs_proto::PublicKeyCredential;

/// Starts the ceremony.
#[server(prefix = "/do", endpoint = "sign-in/begin")]
pub async fn begin() -> Result<Challenge, ServerProblem> {
    act(move |visit| async move {
        let begun = visit.ports.identity.begin_sign_in(&visit.actor).await?;
        Challenge::new(begun.ceremony, &begun.challenge)
    })
    .await
}

/// Takes the passkey that was shown. For someone who is signed in already it makes the sign-in fresh.
#[server(prefix = "/do", endpoint = "sign-in/finish", input = Json)]
pub async fn finish(ceremony: CeremonyId, shown: PublicKeyCredential) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let who = visit.ports.identity.finish_sign_in(&visit.actor, ceremony, &shown).await?;
        visit.session.begin(who).await
    })
    .await
}
