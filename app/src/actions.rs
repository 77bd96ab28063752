//! What forms and islands can have done, one file per noun. An action is a translation, nothing more: the visit, the port,
//! and where the person lands.
//!
//! Every one of them answers a plain form (a redirect, without JavaScript) as well as an island's call (the value).

pub mod activation;
pub mod choices;
pub mod language;
pub mod notice;
pub mod passkey;
pub mod recovery;
pub mod recovery_code;
pub mod session;
pub mod sign_in;

/// What the bodies of actions name. The browser's build has no bodies, so that a single import would be unused there.
pub mod prelude {
    pub use crate::i18n::Locale;
    pub use crate::problem::{ServerProblem, act};
    pub use crate::routes::Path;
    pub use crate::visit::local_path;
    pub use domain::actor::Operation;
    pub use domain::choice::Channel;
    pub use domain::failure::Problem;
    pub use domain::ports::Choosing;
    pub use leptos::prelude::*;
}
