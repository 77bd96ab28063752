//! The e-mail address: which, what for, and how it is proved.

use crate::components::again::Again;
use crate::components::ceremony::Confirmed;
use crate::components::field::Field;
use crate::i18n::Locale;
use crate::text;
use domain::contact::{ContactView, EmailAddress, Topics};
use domain::failure::Problem;
use leptos::prelude::*;

/// As many characters as an address may have.
const LONGEST: usize = 254;

/// The section.
#[component]
pub(super) fn Contact(
    /// What there is.
    view: ContactView,
    /// An address that was refused.
    again: Again,
    /// What a code met.
    wrong_code: Option<String>,
    /// Whether a passkey was shown just now.
    fresh: bool,
    /// In which language.
    locale: Locale,
) -> AnyView {
    let body = if view.sends {
        view! { <Sending view=view again=again wrong_code=wrong_code fresh=fresh locale=locale /> }.into_any()
    } else {
        // An address from before is still the person's to remove.
        let kept = view.address.is_some().then(|| view! { <Remove fresh=fresh /> });
        view! {
            <p>{text!("contact-off")}</p>
            {kept}
        }
        .into_any()
    };
    view! {
        <section class="stack" id="contact">
            <div>
                <h2>{text!("contact-title")}</h2>
                <p class="lead">{text!("contact-why")}</p>
            </div>
            {body}
        </section>
    }
    .into_any()
}

#[component]
fn Sending(view: ContactView, again: Again, wrong_code: Option<String>, fresh: bool, locale: Locale) -> AnyView {
    let ContactView { address, topics, waiting, .. } = view;
    let now = match &address {
        Some(address) => text!("contact-now", address = address.as_str()),
        None => text!("contact-none"),
    };
    let proved = address.is_some();
    let waits = waiting.map(|(address, until)| {
        let words = text!("contact-waiting", address = address.as_str(), moment = locale.moment(until));
        view! { <Waiting words=words wrong=wrong_code /> }
    });
    let topics = proved.then(|| view! { <Chosen topics=topics fresh=fresh /> });
    let enter = view! { <Enter again=again.clone() fresh=fresh /> };
    view! {
        <p data-contact=address.as_ref().map(EmailAddress::as_str).map(str::to_owned)>{now}</p>
        {waits}
        {topics}
        {if proved {
            view! {
                <details class="more" open=again.is_some()>
                    <summary>{text!("contact-change")}</summary>
                    {enter}
                </details>
                <Remove fresh=fresh />
            }
                .into_any()
        } else {
            enter.into_any()
        }}
    }
    .into_any()
}

/// The form that takes an address. The browser may fill it in.
#[component]
fn Enter(again: Again, fresh: bool) -> AnyView {
    view! {
        <Confirmed fresh=fresh>
            <form method="post" action="/do/contact/enter" class="stack tight">
                <Field
                    id="address"
                    label=text!("contact-address")
                    hint=text!("contact-address-hint")
                    error=again.wrong(&[Problem::InvalidAddress])
                    value=again.value("address")
                    kind="email"
                    autocomplete="email"
                    inputmode="email"
                    maxlength=LONGEST
                />
                <p>
                    <button type="submit" class="btn ghost">
                        {text!("contact-enter")}
                    </button>
                </p>
            </form>
        </Confirmed>
    }
    .into_any()
}

/// The form that takes the code from the mail.
#[component]
fn Waiting(words: String, wrong: Option<String>) -> AnyView {
    view! {
        <form method="post" action="/do/contact/confirm" class="card stack tight">
            <p>{words}</p>
            <Field
                id="code"
                label=text!("contact-code")
                hint=text!("contact-code-hint")
                error=wrong
                look="short"
                inputmode="numeric"
                maxlength=12
            />
            <p>
                <button type="submit" class="btn">
                    {text!("contact-confirm")}
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// What is told there.
#[component]
fn Chosen(topics: Topics, fresh: bool) -> AnyView {
    let boxes = [("conflicts", "contact-topic-conflicts", topics.conflicts), ("inquiries", "contact-topic-inquiries", topics.inquiries)];
    view! {
        <Confirmed fresh=fresh>
            <form method="post" action="/do/contact/choose" class="stack tight">
                <fieldset class="stack tight">
                    <legend>{text!("contact-topics")}</legend>
                    <p class="small muted">{text!("contact-topic-security")}</p>
                    {boxes
                        .map(|(name, key, chosen)| {
                            view! {
                                <label class="check">
                                    <input type="checkbox" name=name value="yes" checked=chosen />
                                    <span>{text!(key)}</span>
                                </label>
                            }
                        })
                        .collect_view()}
                </fieldset>
                <p>
                    <button type="submit" class="btn ghost">
                        {text!("contact-choose")}
                    </button>
                </p>
            </form>
        </Confirmed>
    }
    .into_any()
}

/// Behind a fold that says what it means first.
#[component]
fn Remove(fresh: bool) -> AnyView {
    view! {
        <details class="more">
            <summary>{text!("contact-remove")}</summary>
            <div class="stack tight">
                <p>{text!("contact-remove-what")}</p>
                <Confirmed fresh=fresh>
                    <form method="post" action="/do/contact/remove">
                        <button type="submit" class="btn danger">
                            {text!("contact-remove-do")}
                        </button>
                    </form>
                </Confirmed>
            </div>
        </details>
    }
    .into_any()
}
