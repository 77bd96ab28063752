//! What goes wrong between a person and their authenticator.

use serde::{Deserialize, Serialize};

/// Why a passkey could not be made or shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// The person closed the dialogue, or let it time out.
    Cancelled,
    /// The browser or the device has no passkeys (old browser, no screen lock, no TLS).
    Unsupported,
    /// This device already holds a passkey of this account.
    Already,
    /// Anything else.
    Failed,
}
