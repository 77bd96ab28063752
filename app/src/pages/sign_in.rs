//! Signing in.

use crate::page::page;
use leptos::prelude::*;

/// Signing in.
#[component]
pub fn SignIn() -> impl IntoView {
    page("sign-in-title", |visit| async move {
        visit.actor.may(domain::actor::Operation::ReadPublic)?;
        Ok(())
    })
}
