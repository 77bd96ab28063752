//! The person's decisions.

pub mod one;

use crate::page::page;
use leptos::prelude::*;

/// The person's decisions.
#[component]
pub fn Decisions() -> impl IntoView {
    page("decisions-title", |visit| async move {
        visit.ports.choices.decisions(&visit.actor, None).await?;
        Ok(())
    })
}
