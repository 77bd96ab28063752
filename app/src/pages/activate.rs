//! Opening an account with the code of a letter.

mod invited;

use crate::components::ceremony::{CeremonyField, Met, WithoutScript};
use crate::components::heading::Heading;
use crate::components::prose::Prose;
use crate::islands::passkey::{Ceremony, Kind};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::actor::Operation;
use domain::failure::Problem;
use invited::Invited;
use leptos::prelude::*;

/// What a code can meet.
const EXPECTED: &[Problem] = &[
    Problem::ActivationRejected,
    Problem::ActivationLocked,
    Problem::ActivationUsed,
    Problem::ActivationExpired,
    Problem::SignInFirst,
    Problem::PasskeyRejected,
    Problem::OnlyCancelRecovery,
    Problem::NotAllowed,
];

/// Opening an account, or, signed in, joining the records of one more letter.
#[component]
pub fn Activate() -> impl IntoView {
    page_with_own_heading("activate-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        let signed_in = visit.actor.account().is_some();
        if visit.query("invited").is_some() {
            return Ok(view! { <Invited signed_in=signed_in /> }.into_any());
        }
        let lead = if signed_in { "activate-lead-signed-in" } else { "activate-lead" };
        Ok(view! {
            <div class="wrap narrow stack">
                <Heading title="activate-title" lead=lead />
                <WithoutScript />
                <Ceremony kind=Kind::Activate next=Path::Welcome.to_string()>
                    <WhatWasMet />
                    <Letter />
                    <FirstPasskey />
                </Ceremony>
                <section class="prose">
                    <h2>{text!("activate-no-letter")}</h2>
                    <Prose text=text!("activate-no-letter-how") />
                    <h2>{text!("activate-invited")}</h2>
                    <Prose text=text!("activate-invited-how") />
                </section>
            </div>
        }
        .into_any())
    })
}

#[component]
fn WhatWasMet() -> AnyView {
    view! {
        <Met expected=EXPECTED>
            <p data-met="unread" hidden>
                {text!("ceremony-unread")}
            </p>
            <ul>
                <li data-met="unread-code activation-rejected" hidden>
                    <a href="#code">{text!("activate-code")}</a>
                </li>
                <li data-met="unread-day activation-rejected" hidden>
                    <a href="#birth_date">{text!("activate-birth-date")}</a>
                </li>
                <li data-met="sign-in-first activation-used" hidden>
                    <a href="/sign-in?next=%2Factivate">{text!("sign-in")}</a>
                </li>
            </ul>
        </Met>
    }
    .into_any()
}

/// Step 1: what stands in the letter.
#[component]
fn Letter() -> AnyView {
    view! {
        <form method="post" action="/do/activation/begin" class="form" novalidate data-step="1">
            <CeremonyField
                id="code"
                met="unread-code activation-rejected"
                error=("unread-code", text!("activate-code-missing"))
                label=text!("activate-code")
                hint=text!("activate-code-hint")
                look="code"
                autocomplete="off"
            />
            <CeremonyField
                id="birth_date"
                met="unread-day activation-rejected"
                error=("unread-day", text!("activate-birth-date-unread"))
                label=text!("activate-birth-date")
                hint=text!("activate-birth-date-hint")
                look="short"
                inputmode="numeric"
                autocomplete="bday"
            />
            <button type="submit" class="btn big" data-do="open-activation" disabled>
                {text!("activate-open")}
            </button>
        </form>
    }
    .into_any()
}

/// Step 2: the passkey. A touch of its own, because browsers make no passkey that nobody asked for.
#[component]
fn FirstPasskey() -> AnyView {
    view! {
        <div class="form" data-step="2" hidden>
            <h2 tabindex="-1">{text!("activate-accepted")}</h2>
            <p>{text!("activate-passkey-is")}</p>
            <p class="muted">{text!("activate-passkey-how")}</p>
            <button type="button" class="btn big" data-do="make-passkey" disabled>
                {text!("activate-make")}
            </button>
        </div>
    }
    .into_any()
}
