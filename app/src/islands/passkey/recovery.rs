//! Getting back in with the printed code: the code, then a new passkey.

#![expect(missing_docs, reason = "the macro of an island writes a struct for its props, without a word about it")]

use super::{Met, MetWords, Summary, awake, leave_for, make};
use crate::actions::recovery::{begin, finish};
use domain::failure::Problem;
use domain::ports::Registering;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

/// What it says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecoveryWords {
    pub met: MetWords,
    pub code: String,
    pub code_hint: String,
    pub code_missing: String,
    pub open: String,
    pub accepted: String,
    pub passkey_how: String,
    pub make: String,
}

/// Both steps.
#[island]
pub fn Recovery(
    /// What it says.
    words: RecoveryWords,
) -> impl IntoView {
    let words = StoredValue::new(words);
    let met = RwSignal::new(None::<Met>);
    let registering = RwSignal::new(None::<Registering>);
    move || match registering.get() {
        None => view! { <PrintedCode words=words met=met registering=registering /> }.into_any(),
        Some(begun) => view! { <NewPasskey words=words met=met begun=begun registering=registering /> }.into_any(),
    }
}

/// Step 1.
#[component]
fn PrintedCode(words: StoredValue<RecoveryWords>, met: RwSignal<Option<Met>>, registering: RwSignal<Option<Registering>>) -> impl IntoView {
    let say = move |which: fn(&RecoveryWords) -> &String| words.with_value(|words| which(words).clone());
    let awake = awake();
    let busy = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let code = RwSignal::new(String::new());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = code.get_untracked().trim().to_owned();
        met.set(None);
        missing.set(typed.is_empty());
        if busy.get_untracked() || typed.is_empty() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match begin(typed).await {
                Ok(begun) => registering.set(Some(begun)),
                Err(problem) => {
                    met.set(Some(problem.into()));
                    busy.set(false);
                }
            }
        });
    };
    let bad = Signal::derive(move || missing.get() || met.get() == Some(Met::Problem(Problem::RecoveryRejected)));
    let fields = Signal::derive(move || match met.get() {
        Some(Met::Problem(Problem::RecoveryRejected)) => vec![("code".to_owned(), say(|words| &words.code))],
        _ => vec![],
    });
    view! {
        <form method="post" action="/do/recovery/begin" class="form" novalidate on:submit=send>
            <Summary met=met words=StoredValue::new(words.with_value(|words| words.met.clone())) fields=fields />
            <div class="field" class:bad=bad>
                <label for="code">{say(|words| &words.code)}</label>
                <p class="hint" id="code-hint">{say(|words| &words.code_hint)}</p>
                {move || {
                    missing.get().then(|| view! { <p class="error" id="code-error" role="alert">{say(|words| &words.code_missing)}</p> })
                }}
                <input
                    id="code"
                    name="code"
                    class="code"
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    maxlength="96"
                    aria-describedby=move || if missing.get() { "code-hint code-error" } else { "code-hint" }
                    aria-invalid=move || bad.get().then_some("true")
                    on:input=move |event| code.set(event_target_value(&event))
                />
            </div>
            <button type="submit" class="btn big" data-do="recover" disabled=move || !awake.get() aria-busy=move || busy.get().to_string()>
                {say(|words| &words.open)}
            </button>
        </form>
    }
}

/// Step 2.
#[component]
fn NewPasskey(
    words: StoredValue<RecoveryWords>,
    met: RwSignal<Option<Met>>,
    begun: Registering,
    registering: RwSignal<Option<Registering>>,
) -> impl IntoView {
    let say = move |which: fn(&RecoveryWords) -> &String| words.with_value(|words| which(words).clone());
    let busy = RwSignal::new(false);
    let begun = StoredValue::new(begun);
    let place = NodeRef::<leptos::html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = place.get() {
            // What was focused is gone; those who do not see it must hear where they are.
            _ = heading.focus();
        }
    });
    let make_one = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        met.set(None);
        spawn_local(async move {
            match new_passkey(begun.get_value()).await {
                Ok(()) => leave_for("/overview"),
                Err(what) => {
                    met.set(Some(what));
                    busy.set(false);
                    // The ceremony is over; the printed code is not used up before its end.
                    if matches!(what, Met::Problem(_)) {
                        registering.set(None);
                    }
                }
            }
        });
    };
    view! {
        <div class="form">
            <h2 tabindex="-1" node_ref=place>
                {say(|words| &words.accepted)}
            </h2>
            <p>{say(|words| &words.passkey_how)}</p>
            <Summary met=met words=StoredValue::new(words.with_value(|words| words.met.clone())) />
            <button type="button" class="btn big" data-do="make-passkey" aria-busy=move || busy.get().to_string() on:click=make_one>
                {say(|words| &words.make)}
            </button>
        </div>
    }
}

async fn new_passkey(begun: Registering) -> Result<(), Met> {
    let ceremony = begun.ceremony;
    Ok(finish(ceremony, make(begun).await?).await?)
}
