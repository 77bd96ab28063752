//! Getting back in with the printed code.

use crate::components::ceremony::{CeremonyField, Met, WithoutScript};
use crate::components::heading::Heading;
use crate::components::prose::Prose;
use crate::islands::passkey::{Ceremony, Kind};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::actor::Operation;
use domain::failure::Problem;
use leptos::prelude::*;

/// Getting back in.
#[component]
pub fn Recover() -> impl IntoView {
    page_with_own_heading("recover-title", |visit| async move {
        visit.actor.may(Operation::Recover)?;
        Ok(view! {
            <div class="wrap narrow stack">
                <Heading title="recover-title" lead="recover-lead" />
                <WithoutScript />
                <Ceremony kind=Kind::Recover next=Path::RecoveryCode.to_string()>
                    <WhatWasMet />
                    <PrintedCode />
                    <NewPasskey />
                </Ceremony>
                <section class="prose">
                    <h2>{text!("recover-then")}</h2>
                    <Prose text=text!("recover-then-what") />
                    <h2>{text!("recover-no-code")}</h2>
                    <Prose text=text!("recover-no-code-how") />
                </section>
            </div>
        })
    })
}

#[component]
fn WhatWasMet() -> AnyView {
    view! {
        <Met expected=&[Problem::RecoveryRejected, Problem::PasskeyRejected]>
            <p data-met="unread" hidden>
                {text!("ceremony-unread")}
            </p>
            <ul>
                <li data-met="unread-code recovery-rejected" hidden>
                    <a href="#code">{text!("recover-code")}</a>
                </li>
            </ul>
        </Met>
    }
    .into_any()
}

/// Step 1: the printed code.
#[component]
fn PrintedCode() -> AnyView {
    view! {
        <form method="post" action="/do/recovery/begin" class="form" novalidate data-step="1">
            <CeremonyField
                id="code"
                met="unread-code recovery-rejected"
                error=("unread-code", text!("recover-code-missing"))
                label=text!("recover-code")
                hint=text!("recover-code-hint")
                look="code long"
                autocomplete="off"
            />
            <button type="submit" class="btn big" data-do="recover" disabled>
                {text!("recover-open")}
            </button>
        </form>
    }
    .into_any()
}

/// Step 2: a passkey in place of the lost ones.
#[component]
fn NewPasskey() -> AnyView {
    view! {
        <div class="form" data-step="2" hidden>
            <h2 tabindex="-1">{text!("recover-accepted")}</h2>
            <p>{text!("activate-passkey-how")}</p>
            <button type="button" class="btn big" data-do="make-passkey" disabled>
                {text!("recover-make")}
            </button>
        </div>
    }
    .into_any()
}
