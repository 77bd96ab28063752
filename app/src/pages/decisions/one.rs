//! One decision, as a receipt.

use crate::page::page;
use domain::failure::Problem;
use leptos::prelude::*;

/// One decision, as a receipt.
#[component]
pub fn OneDecision() -> impl IntoView {
    page("decision-title", |visit| async move {
        let position = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        visit.ports.choices.decision(&visit.actor, position).await?.ok_or(Problem::NotFound)?;
        Ok(())
    })
}
