//! Leaving: what goes, what stays, and the button.

use crate::components::ceremony::{Confirmed, WithoutScript};
use crate::components::heading::Heading;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::account::Standing;
use domain::actor::{Operation, Patient};
use leptos::prelude::*;

/// What is deleted, in the order in which people ask.
const GOES: [&str; 5] = ["leave-goes-ways-in", "leave-goes-contact", "leave-goes-notices", "leave-goes-proxies", "leave-goes-at-once"];
/// What is not.
const STAYS: [&str; 4] = ["leave-stays-choices", "leave-stays-uses", "leave-stays-inquiries", "leave-stays-audit"];

/// Leaving.
#[component]
pub fn Leave() -> impl IntoView {
    page_with_own_heading("leave-title", |visit| async move {
        visit.actor.may(Operation::TendOwnData)?;
        let Patient { fresh, standing, .. } = *visit.actor.patient()?;
        let list = |keys: &[&'static str]| keys.iter().map(|key| view! { <li>{text!(key)}</li> }).collect_view();
        let way = match standing {
            Standing::ClosedUntil(until) => {
                let words = text!("leave-closed", moment = visit.locale.moment(until));
                view! { <p class="notice warn">{words}</p> }.into_any()
            }
            Standing::Open | Standing::OnlyCancel(_) => view! { <Way fresh=fresh /> }.into_any(),
        };
        Ok(view! {
            <div class="wrap narrow stack">
                <Heading title="leave-title" lead="leave-lead" />
                <section class="card">
                    <h2>{text!("leave-goes")}</h2>
                    <ul>{list(&GOES)}</ul>
                </section>
                <section class="card">
                    <h2>{text!("leave-stays")}</h2>
                    <ul>{list(&STAYS)}</ul>
                </section>
                <p>
                    {text!("leave-first")} " " <a href=format!("{}#export", Path::Usage)>{text!("usage-export")}</a> " / "
                    <a href=Path::Choices.to_string()>{text!("use-choose-all")}</a>
                </p>
                {way}
                <p>
                    <a class="btn ghost" href=Path::Account.to_string()>
                        {text!("leave-not")}
                    </a>
                </p>
            </div>
        })
    })
}

/// The button, behind a passkey shown just now.
#[component]
fn Way(fresh: bool) -> AnyView {
    view! {
        <div class="card warn stack tight">
            <p>
                <strong>{text!("leave-sure")}</strong>
            </p>
            <WithoutScript />
            <Confirmed fresh=fresh>
                <form method="post" action="/do/account/leave">
                    <button type="submit" class="btn danger">
                        {text!("leave-do")}
                    </button>
                </form>
            </Confirmed>
        </div>
    }
    .into_any()
}
