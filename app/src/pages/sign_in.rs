//! Signing in: one button, no user name, no password.

use crate::components::ceremony::{Met, WithoutScript};
use crate::components::heading::Heading;
use crate::components::prose::Prose;
use crate::islands::passkey::{Ceremony, Kind};
use crate::page::page_with_own_heading;
use crate::routes::{Path, home_of, page_at};
use crate::text;
use crate::visit::{Visit, local_path};
use domain::actor::Operation;
use domain::failure::Problem;
use leptos::prelude::*;

/// What somebody did before they were led here, as the address says it: no more than a sentence.
const DONE: [(&str, &str); 2] = [("recovery-cancelled", "sign-in-recovery-cancelled"), ("passkey-removed", "sign-in-passkey-removed")];

/// Signing in.
#[component]
pub fn SignIn() -> impl IntoView {
    page_with_own_heading("sign-in-title", |visit| async move {
        visit.actor.may(Operation::SignIn)?;
        let signed_in = visit.actor.account().is_some();
        let asked = visit.query("done");
        let done = DONE.iter().find(|(code, _)| asked.as_deref() == Some(code)).map(|(_, key)| *key);
        Ok(view! {
            <div class="wrap narrow stack">
                <Heading title="sign-in-title" lead="sign-in-lead" />
                {done.map(|key| view! { <p class="notice ok" role="status">{text!(key)}</p> })}
                {signed_in
                    .then(|| {
                        view! {
                            <p class="notice">
                                {text!("sign-in-already")} " " <a href=home_of(&visit.actor).to_string()>{text!("sign-in-already-go")}</a>
                            </p>
                        }
                    })}
                <WithoutScript />
                <Ceremony kind=Kind::SignIn next=next(&visit)>
                    <Met expected=&[Problem::PasskeyRejected] />
                    <button type="button" class="btn big" data-do="sign-in" disabled>
                        {text!("sign-in-do")}
                    </button>
                </Ceremony>
                <section class="prose">
                    <h2>{text!("sign-in-first-time")}</h2>
                    <Prose text=text!("sign-in-first-time-how") />
                    <h2>{text!("sign-in-lost")}</h2>
                    <Prose text=text!("sign-in-lost-how") />
                </section>
            </div>
        })
    })
}

/// Where to go afterwards: the page that asked for the sign-in, if it is one of ours, else wherever who signs in is at home.
fn next(visit: &Visit) -> String {
    let asked = visit.query("next").unwrap_or_default();
    local_path(&asked)
        .filter(|path| page_at(path.split(['?', '#']).next().unwrap_or_default()).is_some())
        .map_or_else(|| Path::Start.to_string(), ToOwned::to_owned)
}
