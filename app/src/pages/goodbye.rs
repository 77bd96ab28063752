//! After leaving: what holds from now on, and the way back.

use crate::components::heading::Heading;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::actor::Operation;
use leptos::prelude::*;

/// Goodbye.
#[component]
pub fn Goodbye() -> impl IntoView {
    page_with_own_heading("goodbye-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        Ok(view! {
            <div class="wrap narrow stack">
                <Heading title="goodbye-title" lead="goodbye-lead" />
                <ul class="checks">
                    <li>{text!("goodbye-choices")}</li>
                    <li>{text!("goodbye-passkey")}</li>
                    <li>{text!("goodbye-back")}</li>
                </ul>
                <p class="row">
                    <a class="btn ghost" href=Path::Home.to_string()>
                        {text!("goodbye-home")}
                    </a>
                    <a class="btn quiet" href=Path::Help.to_string()>
                        {text!("nav-help")}
                    </a>
                </p>
            </div>
        })
    })
}
