//! The accessibility statement.

use crate::components::heading::Heading;
use crate::components::prose::Sections;
use crate::page::page_with_own_heading;
use domain::actor::Operation;
use leptos::prelude::*;

const SECTIONS: &[(&str, &str, &str)] = &[
    ("aim", "accessibility-aim", "accessibility-aim-text"),
    ("how", "accessibility-how", "accessibility-how-text"),
    ("limits", "accessibility-limits", "accessibility-limits-text"),
    ("tell", "accessibility-tell", "accessibility-tell-text"),
];

/// The accessibility statement.
#[component]
pub fn Accessibility() -> impl IntoView {
    page_with_own_heading("accessibility-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        Ok(view! {
            <div class="wrap narrow stack loose">
                <Heading title="accessibility-title" lead="accessibility-lead" />
                <Sections of=SECTIONS />
            </div>
        })
    })
}
