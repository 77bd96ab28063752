//! What Hikae is, and the ways in.

use crate::page::page;
use leptos::prelude::*;

/// What Hikae is, and the ways in.
#[component]
pub fn Home() -> impl IntoView {
    page("home-title", |visit| async move {
        visit.actor.may(domain::actor::Operation::ReadPublic)?;
        Ok(())
    })
}
