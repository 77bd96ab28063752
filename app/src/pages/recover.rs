//! Getting back in with the printed code.

use crate::components::heading::Heading;
use crate::components::prose::Prose;
use crate::islands::passkey::MetWords;
use crate::islands::passkey::recovery::{Recovery, RecoveryWords};
use crate::page::page_with_own_heading;
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
                <noscript>
                    <p class="notice warn">{text!("no-script")}</p>
                </noscript>
                <Recovery words=words() />
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

fn words() -> RecoveryWords {
    RecoveryWords {
        met: MetWords::from_catalogue(&[Problem::RecoveryRejected, Problem::PasskeyRejected, Problem::Malformed]),
        code: text!("recover-code"),
        code_hint: text!("recover-code-hint"),
        code_missing: text!("recover-code-missing"),
        open: text!("recover-open"),
        accepted: text!("recover-accepted"),
        passkey_how: text!("activate-passkey-how"),
        make: text!("recover-make"),
    }
}
