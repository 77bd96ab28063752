//! The ways back into an account, as they are offered: one more passkey, and the printed code.

use crate::islands::passkey::MetWords;
use crate::islands::passkey::add::AddPasskey;
use crate::islands::passkey::confirmed::Confirmed;
use crate::text;
use domain::failure::Problem;
use leptos::prelude::*;

/// What changing the sign-in can meet.
pub(crate) const CHANGING: [Problem; 5] =
    [Problem::PasskeyRejected, Problem::FreshPasskeyNeeded, Problem::SignInNeeded, Problem::LastPasskey, Problem::NotFound];

/// The button that adds a passkey.
#[component]
pub fn OneMorePasskey(
    /// How it looks, besides being a button.
    look: &'static str,
    /// Where to go then.
    #[prop(into)]
    next: String,
) -> impl IntoView {
    view! { <AddPasskey words=MetWords::from_catalogue(&CHANGING) label=text!("passkey-add") look=look.to_owned() next=next /> }
}

/// The form that makes a printed code. A plain form; with JavaScript the passkey is asked for at once where it is needed.
#[component]
pub fn IssueCode(
    /// Whether a passkey was shown just now.
    fresh: bool,
    /// How the button looks.
    look: &'static str,
    /// What is on it.
    label: String,
) -> impl IntoView {
    view! {
        <Confirmed words=MetWords::from_catalogue(&CHANGING) fresh=fresh>
            <form method="post" action="/do/recovery-code/issue">
                <button type="submit" class=look>
                    {label.clone()}
                </button>
            </form>
        </Confirmed>
    }
}
