//! The fields of the form: their labels, what is wrong with them, and how they are drawn.

use crate::components::field::described_by;
use crate::text;
use domain::study::draft::{Field, FieldError, Flaw, MAX_NAME, MAX_ROWS};
use domain::words::Words;
use leptos::prelude::*;

/// The words of a field: its label, and its name in the summary.
pub(super) fn label(field: Field) -> String {
    text!(&format!("draft-{}", field.code()), row = field.row().map_or(0, |row| row + 1))
}

/// What is wrong with a field.
pub(super) fn flaw_words(flaw: Flaw) -> String {
    let most = if let Flaw::TooLong(most) = flaw { most } else { MAX_ROWS };
    text!(&format!("flaw-{}", flaw.code()), most = most)
}

pub(super) fn flaw_of(flaws: &[FieldError], field: Field) -> Option<String> {
    flaws.iter().find(|(at, _)| *at == field).map(|(_, flaw)| flaw_words(*flaw))
}

/// One line of text.
#[component]
pub(super) fn Line(
    field: Field,
    name: String,
    value: String,
    flaws: Vec<FieldError>,
    #[prop(default = MAX_NAME)] most: usize,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] short: bool,
) -> AnyView {
    let look = if short { "short" } else { "" };
    view! { <TextLine id=field.id() label=label(field) error=flaw_of(&flaws, field) name=name value=value most=most kind=kind look=look /> }
        .into_any()
}

/// The same, of whichever form of the register.
#[component]
pub(in crate::pages::registrar) fn TextLine(
    id: String,
    label: String,
    #[prop(optional_no_strip)] hint: Option<String>,
    error: Option<String>,
    name: String,
    value: String,
    most: usize,
    kind: &'static str,
    look: &'static str,
) -> AnyView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let bad = error.is_some();
    let described = described_by(&id, hint.is_some(), bad);
    view! {
        <div class="field" class:bad=bad>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            <input
                id=id
                name=name
                type=kind
                class=look
                value=value
                maxlength=(kind == "text").then(|| most.to_string())
                aria-invalid=bad.then_some("true")
                aria-describedby=described
            />
        </div>
    }
    .into_any()
}

/// The same words in both languages.
#[component]
pub(super) fn Both(
    fields: (Field, Field),
    name: String,
    value: Words,
    flaws: Vec<FieldError>,
    #[prop(default = MAX_NAME)] most: usize,
) -> AnyView {
    view! {
        <Line field=fields.0 name=format!("{name}[ja]") value=value.ja flaws=flaws.clone() most=most />
        <Line field=fields.1 name=format!("{name}[en]") value=value.en flaws=flaws most=most />
    }
    .into_any()
}

/// A box of a list to choose from, of which several may be chosen, or one.
#[component]
pub(super) fn Pick(
    name: &'static str,
    value: String,
    words: String,
    chosen: bool,
    #[prop(default = "checkbox")] kind: &'static str,
) -> AnyView {
    view! {
        <label class="pick">
            <input type=kind name=name value=value checked=chosen />
            <span>{words}</span>
        </label>
    }
    .into_any()
}

/// A list to choose from, with what is wrong with the choice.
#[component]
pub(super) fn Choices(field: Field, flaws: Vec<FieldError>, children: Children) -> AnyView {
    let error = flaw_of(&flaws, field);
    let bad = error.is_some();
    view! {
        <fieldset class="field" class:bad=bad id=field.id() tabindex="-1">
            <legend>{label(field)}</legend>
            {error.map(|error| view! { <p class="error">{error}</p> })}
            <div class="picks">{children()}</div>
        </fieldset>
    }
    .into_any()
}
