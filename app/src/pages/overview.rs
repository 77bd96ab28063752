//! What holds, what is new, who asked.

use crate::page::page;
use leptos::prelude::*;

/// What holds, what is new, who asked.
#[component]
pub fn Overview() -> impl IntoView {
    page("overview-title", |visit| async move {
        visit.ports.uses.overview(&visit.actor).await?;
        Ok(())
    })
}
