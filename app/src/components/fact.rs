//! A term and its value, in a `<dl class="facts lines">`.

use leptos::prelude::*;

/// One line of facts.
#[component]
pub fn Fact(
    /// What it is.
    #[prop(into)]
    term: String,
    /// What is known of it.
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
