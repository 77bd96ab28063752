//! One more passkey for the account.

#![expect(missing_docs, reason = "the macro of an island writes a struct for its props, without a word about it")]

use super::{Met, MetWords, Summary, awake, confirm, leave_for, make};
use crate::actions::passkey::{begin, finish};
use domain::failure::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Adds a passkey and goes on.
#[island]
pub fn AddPasskey(
    /// What it can meet, in words.
    words: MetWords,
    /// What is on the button.
    label: String,
    /// How the button looks, besides being one.
    look: String,
    /// Where to go then.
    next: String,
) -> impl IntoView {
    let awake = awake();
    let busy = RwSignal::new(false);
    let met = RwSignal::new(None::<Met>);
    let words = StoredValue::new(words);
    let next = StoredValue::new(next);
    let add_one = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        met.set(None);
        spawn_local(async move {
            match add().await {
                Ok(()) => leave_for(&next.get_value()),
                Err(what) => {
                    met.set(Some(what));
                    busy.set(false);
                }
            }
        });
    };
    view! {
        <div class="form">
            <Summary met=met words=words />
            <button
                type="button"
                class=format!("btn {look}")
                data-do="add-passkey"
                disabled=move || !awake.get()
                aria-busy=move || busy.get().to_string()
                on:click=add_one
            >
                {label}
            </button>
        </div>
    }
}

/// The ceremony. Where the last passkey was shown too long ago, it is asked for first.
async fn add() -> Result<(), Met> {
    let registering = match begin().await.map_err(Met::from) {
        Err(Met::Problem(Problem::FreshPasskeyNeeded)) => {
            confirm().await?;
            begin().await?
        }
        begun => begun?,
    };
    let ceremony = registering.ceremony;
    Ok(finish(ceremony, make(registering).await?).await?)
}
