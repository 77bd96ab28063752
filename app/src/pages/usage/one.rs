//! One use.

use crate::page::page;
use domain::failure::Problem;
use leptos::prelude::*;

/// One use.
#[component]
pub fn OneUse() -> impl IntoView {
    page("usage-one-title", |visit| async move {
        let id = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        visit.ports.uses.one_use(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        Ok(())
    })
}
