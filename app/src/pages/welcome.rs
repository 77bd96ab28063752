//! A second way back, right after the activation.

use crate::page::page;
use leptos::prelude::*;

/// A second way back, right after the activation.
#[component]
pub fn Welcome() -> impl IntoView {
    page("welcome-title", |visit| async move {
        visit.ports.identity.account(&visit.actor).await?;
        Ok(())
    })
}
