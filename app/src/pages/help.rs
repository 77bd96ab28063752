//! Help by telephone and on paper, and answers to what is asked most.

use crate::components::heading::Heading;
use crate::components::prose::Sections;
use crate::page::page_with_own_heading;
use domain::actor::Operation;
use leptos::prelude::*;

const SECTIONS: &[(&str, &str, &str)] = &[
    ("phone", "help-phone", "help-phone-text"),
    ("paper", "help-paper", "help-paper-text"),
    ("letter", "help-letter", "help-letter-text"),
    ("lost", "help-lost", "help-lost-text"),
    ("others", "help-others", "help-others-text"),
    ("effect", "help-effect", "help-effect-text"),
    ("conflict", "help-conflict", "help-conflict-text"),
];

/// Help by telephone and on paper, and answers to what is asked most.
#[component]
pub fn Help() -> impl IntoView {
    page_with_own_heading("help-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        Ok(view! {
            <div class="wrap narrow stack loose">
                <Heading title="help-title" lead="help-lead" />
                <Sections of=SECTIONS />
            </div>
        })
    })
}
