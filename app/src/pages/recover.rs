//! Getting back in with the printed code.

use crate::page::page;
use leptos::prelude::*;

/// Getting back in with the printed code.
#[component]
pub fn Recover() -> impl IntoView {
    page("recover-title", |visit| async move {
        visit.actor.may(domain::actor::Operation::ReadPublic)?;
        Ok(())
    })
}
