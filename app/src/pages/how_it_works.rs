//! How Hikae works.

use crate::page::page;
use leptos::prelude::*;

/// How Hikae works.
#[component]
pub fn HowItWorks() -> impl IntoView {
    page("how-it-works-title", |visit| async move {
        visit.actor.may(domain::actor::Operation::ReadPublic)?;
        Ok(())
    })
}
