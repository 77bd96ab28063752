//! What stands inside of a passkey ceremony: its buttons and fields, and, hidden, everything that it may have to say.
//!
//! The contract with [`crate::islands::passkey`]: what has `data-met` is shown when one of its codes was met; a `field`
//! with `data-met` is marked as wrong; `data-step` numbers the two steps; buttons wait, disabled, until the island is there.

use crate::components::problem::problem_words;
use crate::islands::passkey::{Ceremony, Kind, Trouble};
use crate::routes::Path;
use crate::text;
use domain::failure::Problem;
use leptos::prelude::*;

/// What changing the sign-in can meet.
const CHANGING: &[Problem] =
    &[Problem::PasskeyRejected, Problem::FreshPasskeyNeeded, Problem::SignInNeeded, Problem::NotAllowed, Problem::ClosedAfterRecovery];
/// What any action can meet.
const ALWAYS: [Problem; 5] = [Problem::TooManyRequests, Problem::WrongOrigin, Problem::Malformed, Problem::Internal, Problem::Unavailable];

/// What a passkey ceremony says where no script runs: that it needs one, and which ways there are without.
#[component]
pub fn WithoutScript() -> impl IntoView {
    view! {
        <noscript>
            <p class="notice warn">
                {text!("no-script")} " " <a href=Path::Help.to_string()>{text!("nav-help")}</a>
            </p>
        </noscript>
    }
}

/// The summary of what was met, hidden until something is.
#[component]
pub fn Met(
    /// The problems that are to be expected, besides those that always are.
    expected: &'static [Problem],
    /// Below the words: links to fields and other ways on, each with `data-met`.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let problems = expected.iter().chain(&ALWAYS).map(|problem| (problem.code(), problem_words(*problem)));
    let troubles = Trouble::ALL.map(|trouble| (trouble.code(), text!(trouble.code())));
    let sentences = problems.chain(troubles).map(|(code, words)| {
        view! {
            <p data-met=code hidden>
                {words}
            </p>
        }
    });
    view! {
        <div class="summary" role="alert" tabindex="-1" hidden>
            <h2>{text!("problem-summary")}</h2>
            {sentences.collect_view()}
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// A field of a ceremony, with its hint and its error.
#[component]
pub fn CeremonyField(
    /// Names it: its id and its `name`.
    id: &'static str,
    /// The codes that mark it as wrong.
    met: &'static str,
    /// The code that shows its error, and the error.
    error: (&'static str, String),
    /// What it asks for.
    label: String,
    /// How to write it.
    hint: String,
    /// Its width and kind of letters.
    look: &'static str,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// What the browser may fill in.
    autocomplete: &'static str,
) -> AnyView {
    let (code, error) = error;
    view! {
        <div class="field" data-met=met>
            <label for=id>{label}</label>
            <p class="hint" id=format!("{id}-hint")>
                {hint}
            </p>
            <p class="error" id=format!("{id}-error") data-met=code hidden>
                {error}
            </p>
            <input
                id=id
                name=id
                class=look
                type="text"
                inputmode=inputmode
                autocomplete=autocomplete
                autocapitalize="characters"
                spellcheck="false"
                maxlength="96"
                aria-describedby=format!("{id}-hint")
            />
        </div>
    }
    .into_any()
}

/// The button that adds a passkey.
#[component]
pub fn OneMorePasskey(
    /// How it looks.
    look: &'static str,
    /// Where to go then.
    #[prop(into)]
    next: String,
) -> AnyView {
    view! {
        <Ceremony kind=Kind::Add next=next>
            <Met expected=CHANGING />
            <button type="button" class=look data-do="add-passkey" disabled>
                {text!("passkey-add")}
            </button>
        </Ceremony>
    }
    .into_any()
}

/// Around a form that needs a passkey shown just now: with JavaScript it is asked for before the form is sent; without, the
/// form goes its way, and the server says what it needs.
#[component]
pub fn Confirmed(
    /// Whether one was shown just now.
    fresh: bool,
    /// The form.
    children: Children,
) -> AnyView {
    if fresh {
        return children().into_any();
    }
    view! {
        <Ceremony kind=Kind::Confirm next=Path::Account.to_string()>
            <Met expected=CHANGING />
            {children()}
        </Ceremony>
    }
    .into_any()
}

/// The form that makes a printed code.
#[component]
pub fn IssueCode(
    /// Whether a passkey was shown just now.
    fresh: bool,
    /// How the button looks.
    look: &'static str,
    /// What is on it.
    label: String,
) -> AnyView {
    view! {
        <Confirmed fresh=fresh>
            <form method="post" action="/do/recovery-code/issue">
                <button type="submit" class=look>
                    {label.clone()}
                </button>
            </form>
        </Confirmed>
    }
    .into_any()
}
