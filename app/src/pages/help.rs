//! Help by telephone and on paper.

use crate::page::page;
use leptos::prelude::*;

/// Help by telephone and on paper.
#[component]
pub fn Help() -> impl IntoView {
    page("help-title", |visit| async move {
        visit.actor.may(domain::actor::Operation::ReadPublic)?;
        Ok(())
    })
}
