//! How Hikae works, and where its limits are.

use crate::components::heading::Heading;
use crate::components::prose::Sections;
use crate::page::page_with_own_heading;
use domain::actor::Operation;
use leptos::prelude::*;

const SECTIONS: &[(&str, &str, &str)] = &[
    ("see", "how-it-works-see", "how-it-works-see-text"),
    ("choose", "how-it-works-choose", "how-it-works-choose-text"),
    ("after", "how-it-works-after", "how-it-works-after-text"),
    ("receipt", "how-it-works-receipt", "how-it-works-receipt-text"),
    ("holders", "how-it-works-holders", "how-it-works-holders-text"),
    ("people", "how-it-works-people", "how-it-works-people-text"),
];

/// How Hikae works, and where its limits are.
#[component]
pub fn HowItWorks() -> impl IntoView {
    page_with_own_heading("how-it-works-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        Ok(view! {
            <div class="wrap narrow stack loose">
                <Heading title="how-it-works-title" lead="how-it-works-lead" />
                <Sections of=SECTIONS />
            </div>
        })
    })
}
