//! Where everybody is led who signed in without having asked for a page: to their own work, or their own choices.

use crate::page::page;
use crate::routes::home_of;
use crate::text;
use leptos::prelude::*;

/// Leads on.
#[component]
pub fn Start() -> impl IntoView {
    page("start-title", |visit| async move {
        let home = home_of(&visit.actor).to_string();
        visit.outgoing.redirect(&home);
        Ok(view! {
            <p class="row">
                <a class="btn" href=home>
                    {text!("start-go")}
                </a>
            </p>
        })
    })
}
