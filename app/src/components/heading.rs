//! The head of a page: its `h1` and the sentence below it.

use crate::components::prose::Line;
use crate::text;
use leptos::prelude::*;

/// The `h1` and its lead, by their keys.
#[component]
pub fn Heading(
    /// Key of the title.
    title: &'static str,
    /// Key of the lead.
    lead: &'static str,
) -> impl IntoView {
    view! {
        <div>
            <h1>{text!(title)}</h1>
            <p class="lead">
                <Line text=text!(lead) />
            </p>
        </div>
    }
}
