//! What is stored, and what is not.

use crate::page::page;
use leptos::prelude::*;

/// What is stored, and what is not.
#[component]
pub fn Privacy() -> impl IntoView {
    page("privacy-title", |visit| async move {
        visit.actor.may(domain::actor::Operation::ReadPublic)?;
        Ok(())
    })
}
