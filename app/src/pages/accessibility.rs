//! The accessibility statement.

use crate::page::page;
use leptos::prelude::*;

/// The accessibility statement.
#[component]
pub fn Accessibility() -> impl IntoView {
    page("accessibility-title", |visit| async move {
        visit.actor.may(domain::actor::Operation::ReadPublic)?;
        Ok(())
    })
}
