//! What forms and islands can have done, one file per noun. An action is a translation, nothing more: the visit, the port,
//! and where the person lands.
//!
//! Every one of them answers a plain form (a redirect, without JavaScript) as well as an island's call (the value).

pub mod account;
pub mod activation;
pub mod alarms;
pub mod approval;
pub mod cases;
pub mod choices;
pub mod client;
pub mod conflicts;
pub mod contact;
pub mod disclosures;
pub mod holders;
pub mod inquiries;
pub mod language;
pub mod letters;
pub mod notice;
pub mod operators;
pub mod passkey;
pub mod people;
pub mod person;
pub mod proxy;
pub mod purposes;
pub mod recovery;
pub mod recovery_code;
pub mod register;
pub mod reviews;
pub mod session;
pub mod sign_in;

use domain::id::CeremonyId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A passkey that is to be made or shown, as it goes over the wire. The browser hands the challenge on to the authenticator
/// as it is; to read it into types on the way would cost a third of the bundle.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Challenge {
    /// Names the ceremony.
    pub ceremony: CeremonyId,
    /// The options for the browser, as JSON.
    pub challenge: Box<RawValue>,
}

impl Challenge {
    /// From what a port began.
    ///
    /// # Errors
    /// None that could happen: challenges are plain data.
    pub fn new(ceremony: CeremonyId, challenge: &impl Serialize) -> Result<Self, domain::failure::Failure> {
        let challenge = serde_json::value::to_raw_value(challenge);
        challenge.map(|challenge| Self { ceremony, challenge }).map_err(|e| domain::failure::Failure::Internal(e.to_string()))
    }
}

/// What the bodies of actions name. The browser's build has no bodies, so that a single import would be unused there.
pub mod prelude {
    pub use crate::i18n::Locale;
    pub use crate::problem::{ServerProblem, act, act_keeping, back_with};
    pub use crate::routes::Path;
    pub use crate::visit::local_path;
    pub use domain::actor::{Actor, Operation, ProxySight};
    pub use domain::choice::Channel;
    pub use domain::disclosure::report::Correction;
    pub use domain::disclosure::review::Review;
    pub use domain::failure::{Failure, Problem};
    pub use domain::form_draft::{Place, Typed, without_private_key};
    pub use domain::holder::{ClientScope, SourceKind};
    pub use domain::inquiry::Language;
    pub use domain::ports::desk::LookUpBy;
    pub use domain::ports::disclosures::Sending;
    pub use domain::ports::register::Saving;
    pub use domain::ports::{Activating, AskedFor, Asking, Choosing};
    pub use domain::ports::{Invitation, Joining, NewProgram, Recipients, WorkRole};
    pub use domain::words::Words;
    pub use leptos::prelude::*;
}
