//! What is said before a sign-in ends by itself, and once it has (WCAG 2.2.1). It stands hidden in every page of somebody who is signed
//! in; `public/session.js` shows it when it is time, counting from what stands beside it: `data-idle`, the seconds that the session lasts for
//! sure when nothing is done; `data-rest`, those that it lasts however much is done; `data-now`, the server's clock.

use crate::components::problem::problem_words;
use crate::components::proof::filled;
use crate::page::sign_in_and_back_to;
use crate::problem::without_form_problem;
use crate::text;
use crate::visit::Visit;
use domain::account::{IDLE_PATIENT, IDLE_STAFF, SESSION_LIFETIME, SESSION_SEEN_EVERY};
use domain::clock::Timestamp;
use domain::failure::Problem;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The warning. Nothing for visitors.
#[component]
pub fn TimeOut() -> AnyView {
    let Some(visit) = use_context::<Visit>().filter(|visit| visit.actor.account().is_some()) else { return ().into_any() };
    Suspend::new(async move {
        match visit.session.latest_end().await {
            Ok(latest) => latest.map(|latest| view! { <Warning latest=latest visit=visit /> }.into_any()),
            Err(failure) => {
                // The page below says what fails.
                visit.tell(&failure);
                None
            }
        }
    })
    .into_any()
}

#[component]
fn Warning(latest: Timestamp, visit: Visit) -> AnyView {
    let now = visit.ports.clock.now();
    let idle = if visit.actor.signed_in().is_ok() { IDLE_PATIENT } else { IDLE_STAFF };
    let seconds = |millis: i64| (millis / 1_000).to_string();
    let (minutes, hours) = (idle.millis() / 60_000, SESSION_LIFETIME.millis() / 3_600_000);
    let again = sign_in_and_back_to(&without_form_problem(&visit.path));
    view! {
        <div
            class="time-out"
            role="alert"
            hidden
            data-time-out=""
            data-idle=seconds(idle.millis() - SESSION_SEEN_EVERY.millis())
            data-rest=seconds(latest.millis() - now.millis())
            data-now=now.millis().to_string()
        >
            <div class="wrap">
                <div>
                    <p data-met="idle" hidden>
                        {filled(&text!("time-out-idle", time = "¦time¦", minutes = minutes.to_string()))}
                    </p>
                    <p data-met="latest" hidden>
                        {filled(&text!("time-out-latest", time = "¦time¦", hours = hours.to_string()))}
                    </p>
                    <p data-met="over" hidden>
                        {text!("time-out-over")}
                    </p>
                    <p class="small" data-met="unreached" hidden>
                        {problem_words(Problem::Unavailable)}
                    </p>
                </div>
                <button type="button" class="btn" data-do="stay" data-met="idle" hidden>
                    {text!("time-out-stay")}
                </button>
                <a class="btn" href=again target="_blank" data-met="latest over" hidden>
                    {text!("time-out-again")}
                </a>
            </div>
        </div>
        <script type="module" nonce=use_nonce() src=format!("/session.js?v={}", visit.assets)></script>
    }
    .into_any()
}
