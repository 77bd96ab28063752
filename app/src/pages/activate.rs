//! Opening an account with the code of a letter.

use crate::components::heading::Heading;
use crate::components::prose::Prose;
use crate::islands::passkey::MetWords;
use crate::islands::passkey::activation::{Activation, ActivationWords};
use crate::page::page_with_own_heading;
use crate::text;
use domain::actor::Operation;
use domain::failure::Problem;
use leptos::prelude::*;

/// What a code can meet.
const EXPECTED: [Problem; 9] = [
    Problem::ActivationRejected,
    Problem::ActivationLocked,
    Problem::ActivationUsed,
    Problem::ActivationExpired,
    Problem::SignInFirst,
    Problem::PasskeyRejected,
    Problem::Malformed,
    Problem::OnlyCancelRecovery,
    Problem::NotAllowed,
];

/// Opening an account, or, signed in, joining the records of one more letter.
#[component]
pub fn Activate() -> impl IntoView {
    page_with_own_heading("activate-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        let signed_in = visit.actor.account().is_some();
        let lead = if signed_in { "activate-lead-signed-in" } else { "activate-lead" };
        Ok(view! {
            <div class="wrap narrow stack">
                <Heading title="activate-title" lead=lead />
                <noscript>
                    <p class="notice warn">{text!("no-script")}</p>
                </noscript>
                <Activation words=words() />
                <section class="prose">
                    <h2>{text!("activate-no-letter")}</h2>
                    <Prose text=text!("activate-no-letter-how") />
                </section>
            </div>
        })
    })
}

fn words() -> ActivationWords {
    ActivationWords {
        met: MetWords::from_catalogue(&EXPECTED),
        code: text!("activate-code"),
        code_hint: text!("activate-code-hint"),
        code_missing: text!("activate-code-missing"),
        birth_date: text!("activate-birth-date"),
        birth_date_hint: text!("activate-birth-date-hint"),
        birth_date_unread: text!("activate-birth-date-unread"),
        open: text!("activate-open"),
        accepted: text!("activate-accepted"),
        passkey_is: text!("activate-passkey-is"),
        passkey_how: text!("activate-passkey-how"),
        make: text!("activate-make"),
        sign_in: text!("sign-in"),
    }
}
