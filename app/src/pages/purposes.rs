//! The purposes, explained.

use crate::page::page;
use leptos::prelude::*;

/// The purposes, explained.
#[component]
pub fn Purposes() -> impl IntoView {
    page("purposes-title", |visit| async move {
        visit.ports.studies.purposes().await?;
        Ok(())
    })
}
