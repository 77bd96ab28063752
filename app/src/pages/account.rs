//! Passkeys, sessions, notices.

pub mod recovery_code;

use crate::page::page;
use leptos::prelude::*;

/// Passkeys, sessions, notices.
#[component]
pub fn Account() -> impl IntoView {
    page("account-title", |visit| async move {
        visit.ports.identity.account(&visit.actor).await?;
        Ok(())
    })
}
