//! The printed recovery code.

use crate::page::page;
use leptos::prelude::*;

/// The printed recovery code.
#[component]
pub fn RecoveryCode() -> impl IntoView {
    page("recovery-code-title", |visit| async move {
        visit.ports.identity.recovery_code_to_print(&visit.actor).await?;
        Ok(())
    })
}
