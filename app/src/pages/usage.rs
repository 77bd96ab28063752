//! The uses of the person's records.

pub mod one;

use crate::page::page;
use leptos::prelude::*;

/// The uses of the person's records.
#[component]
pub fn Usage() -> impl IntoView {
    page("usage-title", |visit| async move {
        visit.ports.uses.uses(&visit.actor, None).await?;
        Ok(())
    })
}
