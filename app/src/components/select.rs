//! A list to choose one from, or none.

use leptos::prelude::*;

/// One of a list to choose from: its value, its words, and whether it is chosen.
pub type Choice = (String, String, bool);

/// A field that narrows something down.
#[component]
pub fn Select(
    /// Names it: its id and its `name`.
    name: &'static str,
    /// What it asks for.
    label: String,
    /// What choosing none is called.
    any: String,
    /// What there is.
    choices: Vec<Choice>,
) -> AnyView {
    let option = |(value, words, chosen): Choice| {
        view! {
            <option value=value selected=chosen>
                {words}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name>
                <option value="">{any}</option>
                {choices.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}
