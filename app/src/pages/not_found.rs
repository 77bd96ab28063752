//! There is no such page.

use crate::components::problem::ProblemView;
use crate::visit::Visit;
use domain::failure::Problem;
use leptos::prelude::*;

/// There is no such page.
#[component]
pub fn NotFound() -> impl IntoView {
    if let Some(visit) = use_context::<Visit>() {
        visit.outgoing.status(Problem::NotFound.status());
    }
    view! { <ProblemView problem=Problem::NotFound /> }
}
