//! Protection against violence and stalking: what it means, and the one button that sets it.

use crate::i18n::Locale;
use crate::text;
use domain::clock::Timestamp;
use leptos::prelude::*;

/// What it changes, in the order in which people ask.
const CHANGES: [&str; 4] =
    ["account-protection-proxies", "account-protection-codes", "account-protection-names", "account-protection-desk"];

/// The section. It says all before the button, because only the desk can undo it.
#[component]
pub(super) fn Protection(
    /// Since when the person is protected.
    since: Option<Timestamp>,
    /// In which language.
    locale: Locale,
) -> AnyView {
    let changes = || CHANGES.map(|key| view! { <li>{text!(key)}</li> }).collect_view();
    let state = match since {
        Some(since) => view! {
            <p>
                <span class="tag ok" data-protected="">
                    {text!("account-protection-since", date = locale.date_of(since))}
                </span>
            </p>
            <ul>{changes()}</ul>
            <p>{text!("account-protection-lift")}</p>
        }
        .into_any(),
        None => view! {
            <details class="more fold">
                <summary>{text!("account-protection-see")}</summary>
                <div class="stack tight">
                    <ul>{changes()}</ul>
                    <p>{text!("account-protection-lift")}</p>
                    <form method="post" action="/do/account/protect">
                        <button type="submit" class="btn">
                            {text!("account-protection-do")}
                        </button>
                    </form>
                </div>
            </details>
        }
        .into_any(),
    };
    view! {
        <section class="stack" id="protection">
            <div>
                <h2>{text!("account-protection")}</h2>
                <p class="lead">{text!("account-protection-why")}</p>
            </div>
            {state}
        </section>
    }
    .into_any()
}
