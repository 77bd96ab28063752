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
) -> AnyView {
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{children()}</dd>
        </div>
    }
    .into_any()
}
