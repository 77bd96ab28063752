//! For those who hold records.

use crate::page::page;
use leptos::prelude::*;

/// For those who hold records.
#[component]
pub fn ForHolders() -> impl IntoView {
    page("for-holders-title", |visit| async move {
        visit.actor.may(domain::actor::Operation::ReadPublic)?;
        Ok(())
    })
}
