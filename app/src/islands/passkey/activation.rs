//! Opening an account: the code and the birth date of the letter, then the first passkey. Two steps in one page, because
//! the second needs a touch of its own: browsers make no passkey that nobody asked for.

#![expect(missing_docs, reason = "the macro of an island writes a struct for its props, without a word about it")]

use super::{Met, MetWords, Summary, awake, leave_for, make};
use crate::actions::activation::{begin, finish};
use domain::failure::Problem;
use domain::ports::{Activating, Registering};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

/// What it says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ActivationWords {
    pub met: MetWords,
    pub code: String,
    pub code_hint: String,
    pub code_missing: String,
    pub birth_date: String,
    pub birth_date_hint: String,
    pub birth_date_unread: String,
    pub open: String,
    pub accepted: String,
    pub passkey_is: String,
    pub passkey_how: String,
    pub make: String,
    pub sign_in: String,
}

/// What is wrong with what was typed, before anything is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Unread {
    code: bool,
    birth_date: bool,
}

/// Both steps.
#[island]
pub fn Activation(
    /// What it says.
    words: ActivationWords,
) -> impl IntoView {
    let words = StoredValue::new(words);
    let met = RwSignal::new(None::<Met>);
    let registering = RwSignal::new(None::<Registering>);
    // What was typed stays when the second step fails and leads back to the first.
    let (code, birth_date) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    Effect::new(move |_| {
        // The letter's QR code leads to `/activate#code=…`: what stands behind the # never leaves the browser.
        if let Some(printed) = location_hash().and_then(|hash| hash.strip_prefix("code=").map(ToOwned::to_owned)) {
            code.set(printed);
        }
    });
    move || match registering.get() {
        None => view! { <Letter words=words met=met registering=registering code=code birth_date=birth_date /> }.into_any(),
        Some(begun) => view! { <FirstPasskey words=words met=met begun=begun registering=registering /> }.into_any(),
    }
}

/// Step 1.
#[component]
fn Letter(
    words: StoredValue<ActivationWords>,
    met: RwSignal<Option<Met>>,
    registering: RwSignal<Option<Registering>>,
    code: RwSignal<String>,
    birth_date: RwSignal<String>,
) -> impl IntoView {
    let say = move |which: fn(&ActivationWords) -> &String| words.with_value(|words| which(words).clone());
    let awake = awake();
    let busy = RwSignal::new(false);
    let unread = RwSignal::new(Unread::default());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        met.set(None);
        let typed = code.get_untracked().trim().to_owned();
        let day = read_day(&birth_date.get_untracked());
        unread.set(Unread { code: typed.is_empty(), birth_date: day.is_none() });
        let Some(day) = day.filter(|_| !typed.is_empty()) else {
            let first = if typed.is_empty() { "code" } else { "birth_date" };
            return focus(first);
        };
        busy.set(true);
        spawn_local(async move {
            match begin(typed, day).await {
                Ok(Activating::Register(begun)) => registering.set(Some(begun)),
                Ok(Activating::Joined { .. }) => leave_for("/overview"),
                Err(problem) => {
                    met.set(Some(problem.into()));
                    busy.set(false);
                }
            }
        });
    };
    let rejected = move || met.get() == Some(Met::Problem(Problem::ActivationRejected));
    let fields = Signal::derive(move || match met.get() {
        Some(Met::Problem(Problem::ActivationRejected)) => {
            vec![("code".to_owned(), say(|words| &words.code)), ("birth_date".to_owned(), say(|words| &words.birth_date))]
        }
        _ => vec![],
    });
    let bad_code = Signal::derive(move || unread.get().code || rejected());
    let bad_day = Signal::derive(move || unread.get().birth_date || rejected());
    view! {
        <form method="post" action="/do/activation/begin" class="form" novalidate on:submit=send>
            <Summary met=met words=StoredValue::new(words.with_value(|words| words.met.clone())) fields=fields />
            <SignInFirst met=met label=say(|words| &words.sign_in) />
            <div class="field" class:bad=bad_code>
                <label for="code">{say(|words| &words.code)}</label>
                <p class="hint" id="code-hint">{say(|words| &words.code_hint)}</p>
                {move || unread.get().code.then(|| view! { <p class="error" id="code-error">{say(|words| &words.code_missing)}</p> })}
                <input
                    id="code"
                    name="code"
                    class="code"
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    maxlength="64"
                    aria-describedby=move || described("code", unread.get().code)
                    aria-invalid=move || bad_code.get().then_some("true")
                    prop:value=move || code.get()
                    on:input=move |event| code.set(event_target_value(&event))
                />
            </div>
            <div class="field" class:bad=bad_day>
                <label for="birth_date">{say(|words| &words.birth_date)}</label>
                <p class="hint" id="birth_date-hint">{say(|words| &words.birth_date_hint)}</p>
                {move || {
                    unread.get().birth_date.then(|| view! { <p class="error" id="birth_date-error">{say(|words| &words.birth_date_unread)}</p> })
                }}
                <input
                    id="birth_date"
                    name="birth_date"
                    class="short"
                    type="text"
                    inputmode="numeric"
                    autocomplete="bday"
                    maxlength="20"
                    aria-describedby=move || described("birth_date", unread.get().birth_date)
                    aria-invalid=move || bad_day.get().then_some("true")
                    prop:value=move || birth_date.get()
                    on:input=move |event| birth_date.set(event_target_value(&event))
                />
            </div>
            <button type="submit" class="btn big" data-do="open-activation" disabled=move || !awake.get() aria-busy=move || busy.get().to_string()>
                {say(|words| &words.open)}
            </button>
        </form>
    }
}

/// Who has an account already signs in with it, and comes back here.
#[component]
fn SignInFirst(met: RwSignal<Option<Met>>, label: String) -> impl IntoView {
    let label = StoredValue::new(label);
    let leads_there = move || matches!(met.get(), Some(Met::Problem(Problem::SignInFirst | Problem::ActivationUsed)));
    move || {
        leads_there().then(|| {
            view! {
                <p>
                    <a class="btn ghost" href="/sign-in?next=%2Factivate">
                        {label.get_value()}
                    </a>
                </p>
            }
        })
    }
}

/// Step 2.
#[component]
fn FirstPasskey(
    words: StoredValue<ActivationWords>,
    met: RwSignal<Option<Met>>,
    begun: Registering,
    registering: RwSignal<Option<Registering>>,
) -> impl IntoView {
    let say = move |which: fn(&ActivationWords) -> &String| words.with_value(|words| which(words).clone());
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
            match first_passkey(begun.get_value()).await {
                Ok(()) => leave_for("/welcome"),
                Err(what) => {
                    met.set(Some(what));
                    busy.set(false);
                    // The ceremony is over: its five minutes have passed, or it has failed for good. The letter is not.
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
            <p>{say(|words| &words.passkey_is)}</p>
            <p class="muted">{say(|words| &words.passkey_how)}</p>
            <Summary met=met words=StoredValue::new(words.with_value(|words| words.met.clone())) />
            <button type="button" class="btn big" data-do="make-passkey" aria-busy=move || busy.get().to_string() on:click=make_one>
                {say(|words| &words.make)}
            </button>
        </div>
    }
}

async fn first_passkey(begun: Registering) -> Result<(), Met> {
    let ceremony = begun.ceremony;
    Ok(finish(ceremony, make(begun).await?).await?)
}

/// The ids of what describes a field: its hint, and its error when there is one.
fn described(field: &str, wrong: bool) -> String {
    if wrong { format!("{field}-hint {field}-error") } else { format!("{field}-hint") }
}

fn focus(id: &str) {
    if let Some(field) = document().get_element_by_id(id) {
        use leptos::wasm_bindgen::JsCast;
        if let Ok(field) = field.dyn_into::<leptos::web_sys::HtmlElement>() {
            _ = field.focus();
        }
    }
}

/// A day as people type it, as `YYYY-MM-DD`: eight digits, with or without anything between them, full-width or not.
fn read_day(typed: &str) -> Option<String> {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    };
    let mut parts: Vec<String> = vec![String::new()];
    for c in typed.trim().chars() {
        match (digit(c), parts.last_mut()) {
            (Some(digit), Some(part)) => part.push(digit),
            _ if matches!(c, '-' | '/' | '.' | ' ' | '年' | '月' | '日' | '−' | 'ー' | '－' | '／' | '．' | '　') => {
                parts.push(String::new())
            }
            _ => return None,
        }
    }
    parts.retain(|part| !part.is_empty());
    let (year, month, day) = match parts.as_slice() {
        [all] if all.len() == 8 => (all[..4].to_owned(), all[4..6].to_owned(), all[6..].to_owned()),
        [year, month, day] if year.len() == 4 => (year.clone(), month.clone(), day.clone()),
        _ => return None,
    };
    let within = |part: &str, last: u8| part.len() <= 2 && part.parse().is_ok_and(|n: u8| (1..=last).contains(&n));
    (within(&month, 12) && within(&day, 31)).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::read_day;

    #[test]
    fn a_day_is_read_as_people_type_it() {
        for typed in ["1979-04-02", "19790402", "1979/4/2", " １９７９０４０２ ", "1979年4月2日", "1979.04.02", "1979 4 2"] {
            assert_eq!(read_day(typed).as_deref(), Some("1979-04-02"), "{typed}");
        }
    }

    #[test]
    fn what_is_no_day_is_asked_for_again() {
        for typed in ["", "1979", "1979-13-02", "1979-04-32", "79-4-2", "S54.4.2", "1979-04", "197904021", "1979-004-02", "1979-00-10"] {
            assert_eq!(read_day(typed), None, "{typed}");
        }
    }
}
