//! What is stored, what is not, and who sees it.

use crate::components::heading::Heading;
use crate::components::prose::Sections;
use crate::page::page_with_own_heading;
use domain::actor::Operation;
use leptos::prelude::*;

const SECTIONS: &[(&str, &str, &str)] = &[
    ("stored", "privacy-stored", "privacy-stored-text"),
    ("not-stored", "privacy-not-stored", "privacy-not-stored-text"),
    ("who", "privacy-who", "privacy-who-text"),
    ("asked", "privacy-asked", "privacy-asked-text"),
    ("cookies", "privacy-cookies", "privacy-cookies-text"),
    ("leave", "privacy-leave", "privacy-leave-text"),
];

/// What is stored, what is not, and who sees it.
#[component]
pub fn Privacy() -> impl IntoView {
    page_with_own_heading("privacy-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        Ok(view! {
            <div class="wrap narrow stack loose">
                <Heading title="privacy-title" lead="privacy-lead" />
                <Sections of=SECTIONS />
            </div>
        })
    })
}
