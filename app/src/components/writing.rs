//! The field of an inquiry, an answer or a reply: it gives back what was refused, and says what is wrong with it.

use crate::components::text_area::TextArea;
use crate::i18n::number;
use crate::text;
use crate::visit::Visit;
use domain::failure::Problem;
use domain::inquiry;
use leptos::prelude::*;

/// What stands in the field, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    text: String,
    error: Option<String>,
}

impl Written {
    /// From what was refused, and from what the form met.
    #[must_use]
    pub fn of(visit: &Visit, draft: Option<String>) -> Self {
        let empty = visit.form_problem().is_some_and(|(_, problem)| problem == Problem::TextNeeded);
        let error = match draft.as_deref().map(inquiry::text) {
            Some(Err(Problem::TextTooLong)) => Some(text!(
                "writing-too-long",
                limit = number(inquiry::TEXT_LENGTH as u64),
                count = number(draft.as_deref().map_or(0, |text| text.trim().chars().count() as u64))
            )),
            _ => empty.then(|| text!("writing-empty")),
        };
        Self { text: draft.unwrap_or_default(), error }
    }

    /// The same with that text, where nothing stands yet.
    #[must_use]
    pub fn or(self, text: String) -> Self {
        if self.text.is_empty() { Self { text, ..self } } else { self }
    }
}

/// The field.
#[component]
pub fn Writing(
    /// What it asks for.
    label: String,
    /// What stands in it.
    written: Written,
) -> AnyView {
    let hint = text!("writing-hint", limit = number(inquiry::TEXT_LENGTH as u64));
    view! { <TextArea id="text" name="text" label=label hint=hint error=written.error value=written.text /> }.into_any()
}
