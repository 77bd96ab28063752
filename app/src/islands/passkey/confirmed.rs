//! Forms that need a passkey shown just now: it is asked for when the form is sent, and then the form goes its way.
//!
//! Without JavaScript the form goes its way at once, and the server says what it needs.

#![expect(missing_docs, reason = "the macro of an island writes a struct for its props, without a word about it")]

use super::{Met, MetWords, Summary, confirm};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlFormElement;

/// Around the form.
#[island]
pub fn Confirmed(
    /// What it can meet, in words.
    words: MetWords,
    /// Whether a passkey was shown just now.
    fresh: bool,
    /// The form.
    children: Children,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let met = RwSignal::new(None::<Met>);
    let words = StoredValue::new(words);
    let confirm_first = move |event: SubmitEvent| {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form.filter(|_| !fresh) else { return };
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        met.set(None);
        spawn_local(async move {
            match confirm().await {
                // Sent by script, so that it does not come here again.
                Ok(()) => _ = form.submit(),
                Err(what) => {
                    met.set(Some(what));
                    busy.set(false);
                }
            }
        });
    };
    view! {
        <div class="confirmed" aria-busy=move || busy.get().to_string() on:submit=confirm_first>
            <Summary met=met words=words />
            {children()}
        </div>
    }
}
