//! Opening an account with the code of a letter.

use crate::page::page;
use leptos::prelude::*;

/// Opening an account with the code of a letter.
#[component]
pub fn Activate() -> impl IntoView {
    page("activate-title", |visit| async move {
        visit.actor.may(domain::actor::Operation::ReadPublic)?;
        Ok(())
    })
}
