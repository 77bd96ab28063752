//! A field for one line of text.

use leptos::prelude::*;

/// What a screen reader reads of a field besides its label: the ids of its hint and of its error, where it has them.
pub(crate) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    let ids = [(hint, "hint"), (error, "error")].into_iter().filter(|(there, _)| *there).map(|(_, part)| format!("{id}-{part}"));
    Some(ids.collect::<Vec<_>>().join(" ")).filter(|ids| !ids.is_empty())
}

/// A field for one line of text, with its label, what it is for, and what is wrong with what it holds.
#[component]
pub fn Field(
    /// Its id in the page, and the name under which the form sends it.
    id: &'static str,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// More about that.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what it holds.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// What it holds.
    #[prop(optional, into)]
    value: String,
    /// How wide it is: `short`, `code`.
    #[prop(optional)]
    look: &'static str,
    /// What kind of text it is: `text`, `email`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keys a phone offers.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// How many characters are taken.
    maxlength: usize,
) -> AnyView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let (bad, described) = (error.is_some(), described_by(id, hint.is_some(), error.is_some()));
    view! {
        <div class="field" class:bad=bad>
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            <input
                id=id
                name=id
                class=look
                type=kind
                inputmode=inputmode
                autocomplete=autocomplete
                spellcheck="false"
                maxlength=maxlength.to_string()
                value=value
                required
                aria-describedby=described
                aria-invalid=bad.then_some("true")
            />
        </div>
    }
    .into_any()
}
