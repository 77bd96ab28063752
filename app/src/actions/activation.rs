//! Opening an account with the code of a letter.

use super::Challenge;
use super::prelude::*;
use domain::id::CeremonyId;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};
use webauthn_rs_proto::RegisterPublicKeyCredential;

/// What an accepted code leads to; [`domain::ports::Activating`] as it goes over the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Opened {
    /// A passkey is to be made.
    Register(Challenge),
    /// The records of one more letter belong to the account that is signed in.
    Joined {
        /// The account's level now, as a number.
        level: i16,
    },
}

/// Takes the code, and the birth date that belongs to a patient's: an invitation to work has none.
#[server(prefix = "/do", endpoint = "activation/begin")]
pub async fn begin(code: String, #[server(default)] birth_date: String) -> Result<Opened, ServerProblem> {
    act(move |visit| async move {
        Ok(match visit.ports.identity.begin_activation(&visit.actor, &code, &birth_date).await? {
            Activating::Register(begun) => Opened::Register(Challenge::new(begun.ceremony, &begun.challenge)?),
            Activating::Joined { level } => Opened::Joined { level },
        })
    })
    .await
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
