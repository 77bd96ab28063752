//! What the person says, and what holds.

use crate::page::page;
use leptos::prelude::*;

/// What the person says, and what holds.
#[component]
pub fn Choices() -> impl IntoView {
    page("choices-title", |visit| async move {
        visit.ports.choices.choices(&visit.actor).await?;
        Ok(())
    })
}
