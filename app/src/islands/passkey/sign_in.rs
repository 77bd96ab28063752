//! One button: the passkey.

#![expect(missing_docs, reason = "the macro of an island writes a struct for its props, without a word about it")]

use super::{Met, MetWords, Summary, awake, confirm, leave_for};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Signs in and goes on.
#[island]
pub fn SignInButton(
    /// What it can meet, in words.
    words: MetWords,
    /// What is on the button.
    label: String,
    /// Where to go then.
    next: String,
) -> impl IntoView {
    let awake = awake();
    let busy = RwSignal::new(false);
    let met = RwSignal::new(None::<Met>);
    let words = StoredValue::new(words);
    let next = StoredValue::new(next);
    let sign_in = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        met.set(None);
        spawn_local(async move {
            match confirm().await {
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
            <button type="button" class="btn big" data-do="sign-in" disabled=move || !awake.get() aria-busy=move || busy.get().to_string() on:click=sign_in>
                {label}
            </button>
        </div>
    }
}
