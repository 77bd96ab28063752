//! Opening an account with the code of a letter.

use super::prelude::*;
use domain::id::CeremonyId;
use domain::ports::Activating;
use leptos::server_fn::codec::Json;
use webauthn_rs_proto::RegisterPublicKeyCredential;

/// Takes the code and the birth date.
#[server(prefix = "/do", endpoint = "activation/begin")]
pub async fn begin(code: String, birth_date: String) -> Result<Activating, ServerProblem> {
    act(move |visit| async move { visit.ports.identity.begin_activation(&visit.actor, &code, &birth_date).await }).await
}

/// Takes the first passkey, and signs in with it.
#[server(prefix = "/do", endpoint = "activation/finish", input = Json)]
pub async fn finish(ceremony: CeremonyId, made: RegisterPublicKeyCredential) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let who = visit.ports.identity.finish_activation(&visit.actor, ceremony, &made).await?;
        visit.session.begin(who).await
    })
    .await
}
