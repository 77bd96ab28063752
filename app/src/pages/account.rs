//! Passkeys, sessions, the printed code, notices: what belongs to the sign-in.

mod parts;
pub mod recovery_code;

use crate::page::page_with_own_heading;
use crate::text;
use crate::visit::Visit;
use domain::account::{AccountView, Standing};
use domain::actor::{Operation, Patient};
use leptos::prelude::*;
use parts::{Cancel, Notices, Passkeys, PrintedCode, Sessions, Trust};

/// What a form on this page did, as the address says it after a redirect. Anyone can write an address: it says no more
/// than a sentence, and what the page shows is read anew.
const DONE: [(&str, &str); 3] = [
    ("passkey-added", "account-done-passkey-added"),
    ("passkey-removed", "account-done-passkey-removed"),
    ("session-ended", "account-done-session-ended"),
];

/// The account.
#[component]
pub fn Account() -> impl IntoView {
    page_with_own_heading("account-title", |visit| async move {
        visit.actor.may(Operation::SignOut)?;
        if matches!(visit.actor.patient()?.standing, Standing::OnlyCancel(_)) {
            return Ok(view! { <Cancel /> }.into_any());
        }
        let account = visit.ports.identity.account(&visit.actor).await?;
        Ok(whole(&visit, account))
    })
}

fn whole(visit: &Visit, account: AccountView) -> AnyView {
    let fresh = visit.patient().is_some_and(|Patient { fresh, .. }| *fresh);
    let asked = visit.query("done");
    let done = DONE.iter().find(|(code, _)| asked.as_deref() == Some(code)).map(|(_, key)| *key);
    let AccountView { level, standing, passkeys, sessions, has_recovery_code, notices } = account;
    let closed = match standing {
        Standing::ClosedUntil(until) => Some(text!("account-closed", moment = visit.locale.moment(until))),
        Standing::Open | Standing::OnlyCancel(_) => None,
    };
    view! {
        <div class="wrap narrow stack loose">
            <div class="stack">
                <h1>{text!("account-title")}</h1>
                {done.map(|key| view! { <p class="notice ok" id="done" role="status">{text!(key)}</p> })}
                {closed
                    .map(|words| {
                        view! {
                            <div class="notice warn">
                                <div>
                                    <p>
                                        <strong>{words}</strong>
                                    </p>
                                    <p>{text!("account-closed-why")}</p>
                                </div>
                            </div>
                        }
                    })}
                <Notices notices=notices locale=visit.locale />
            </div>
            <Passkeys passkeys=passkeys fresh=fresh locale=visit.locale />
            <PrintedCode has=has_recovery_code fresh=fresh />
            <Sessions sessions=sessions locale=visit.locale />
            <Trust level=level />
        </div>
    }
    .into_any()
}
