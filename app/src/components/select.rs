//! A list to choose one from, or none.

use crate::components::field::described_by;
use leptos::prelude::*;

/// One of a list to choose from: its value, its words, and whether it is chosen.
pub type Choice = (String, String, bool);

/// A field to choose one from a list, or none.
#[component]
pub fn Select(
    /// The name under which the form sends it.
    name: &'static str,
    /// Its id in the page, where that is not its name.
    #[prop(optional)]
    id: Option<&'static str>,
    /// What it asks for.
    label: String,
    /// More about that.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What choosing none is called.
    any: String,
    /// What there is.
    choices: Vec<Choice>,
    /// What is wrong with the choice.
    #[prop(optional_no_strip)]
    error: Option<String>,
) -> AnyView {
    let id = id.unwrap_or(name);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let (bad, described) = (error.is_some(), described_by(id, hint.is_some(), error.is_some()));
    let option = |(value, words, chosen): Choice| {
        view! {
            <option value=value selected=chosen>
                {words}
            </option>
        }
    };
    view! {
        <div class="field" class:bad=bad>
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            <select id=id name=name aria-invalid=bad.then_some("true") aria-describedby=described>
                <option value="">{any}</option>
                {choices.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}
