//! Coming to work: the code of an invitation opens an account without a birth date.

use super::FirstPasskey;
use crate::components::ceremony::{CeremonyField, Met, WithoutScript};
use crate::components::heading::Heading;
use crate::islands::passkey::{Ceremony, Kind};
use crate::routes::Path;
use crate::text;
use domain::failure::Problem;
use leptos::prelude::*;

/// What an invitation can meet, besides a code that opens nothing: that has words of its own here.
const EXPECTED: &[Problem] =
    &[Problem::ActivationLocked, Problem::ActivationUsed, Problem::ActivationExpired, Problem::PasskeyRejected, Problem::NotAllowed];

/// The form for the code of an invitation.
#[component]
pub fn Invited(
    /// Whether somebody is signed in here: work gets an account of its own.
    signed_in: bool,
) -> AnyView {
    if signed_in {
        return view! {
            <div class="wrap narrow stack">
                <Heading title="activate-title" lead="invited-lead" />
                <p class="notice warn">{text!("invited-sign-out-first")}</p>
                <form method="post" action="/do/session/end">
                    <button type="submit" class="btn ghost">
                        {text!("sign-out")}
                    </button>
                </form>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="wrap narrow stack">
            <Heading title="activate-title" lead="invited-lead" />
            <WithoutScript />
            <Ceremony kind=Kind::Activate next=Path::Start.to_string()>
                <Met expected=EXPECTED>
                    <p data-met="unread" hidden>
                        {text!("ceremony-unread")}
                    </p>
                    <p data-met="activation-rejected" hidden>
                        {text!("invited-rejected")}
                    </p>
                    <ul>
                        <li data-met="unread-code activation-rejected" hidden>
                            <a href="#code">{text!("invited-code")}</a>
                        </li>
                        <li data-met="activation-used" hidden>
                            <a href=Path::SignIn.to_string()>{text!("sign-in")}</a>
                        </li>
                    </ul>
                </Met>
                <form method="post" action="/do/activation/begin" class="form" novalidate data-step="1">
                    <CeremonyField
                        id="code"
                        met="unread-code activation-rejected"
                        error=("unread-code", text!("invited-code-missing"))
                        label=text!("invited-code")
                        hint=text!("activate-code-hint")
                        look="code"
                        autocomplete="off"
                    />
                    <button type="submit" class="btn big" data-do="open-activation" disabled>
                        {text!("activate-open")}
                    </button>
                </form>
                <FirstPasskey />
            </Ceremony>
            <p class="alone">
                <a href=Path::Activate.to_string()>{text!("invited-not")}</a>
            </p>
        </div>
    }
    .into_any()
}
