//! One inquiry: what was asked, what was answered, and what else the person wants to say.

use super::{AboutUse, StatusTag};
use crate::components::thread::Thread;
use crate::components::writing::{Writing, Written};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::failure::Problem;
use domain::inquiry::{Author, Inquiry, Status};
use leptos::prelude::*;

/// What a form on this page did, as the address says it after a redirect. It says no more than a sentence.
const DONE: [(&str, &str); 3] = [("asked", "inquiry-done-asked"), ("sent", "inquiry-done-sent"), ("closed", "inquiry-done-closed")];

/// One inquiry.
#[component]
pub fn OneInquiry() -> impl IntoView {
    page_with_own_heading("inquiry-title", |visit| async move {
        let id = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let inquiry = visit.ports.inquiries.inquiry(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        let asked = visit.query("done");
        let done = DONE.iter().find(|(code, _)| asked.as_deref() == Some(code)).map(|(_, key)| *key);
        let (written, key) = (Written::of(&visit, inquiry.draft.clone()), visit.form_key());
        Ok(view! {
            <div class="wrap narrow stack">
                <a class="back" href=Path::Inquiries.to_string()>
                    {text!("inquiry-to-list")}
                </a>
                <div>
                    <p class="eyebrow">{text!(&format!("inquiry-kind-{}", inquiry.kind.code()))}</p>
                    <h1>{text!("inquiry-title")}</h1>
                    <p>
                        <StatusTag status=inquiry.status />
                    </p>
                </div>
                {done.map(|key| view! { <p class="notice ok" id="done" role="status">{text!(key)}</p> })}
                <About of=inquiry.clone() />
                {inquiry.closed_until.map(|until| view! { <p class="notice">{text!("inquiry-closed-until", until = visit.locale.moment(until))}</p> })}
                <Thread messages=inquiry.messages.clone() reader=Author::Person />
                <p class="muted">{text!(&format!("inquiry-status-{}-what", inquiry.status.code()))}</p>
                {(inquiry.status != Status::Closed).then(|| view! { <WriteOn of=inquiry written=written form_key=key /> })}
            </div>
        })
    })
}

/// The use that it is about.
#[component]
fn About(
    /// The inquiry.
    of: Inquiry,
) -> impl IntoView {
    of.about.map(|about| {
        let address = Path::Use(about.id).to_string();
        view! {
            <section class="card wash">
                <h2 class="eyebrow">{text!("inquiries-about")}</h2>
                <AboutUse of=about />
                <p>
                    <a href=address>{text!("inquiry-to-use")}</a>
                </p>
            </section>
        }
    })
}

/// One more text, or none.
#[component]
fn WriteOn(
    /// The inquiry.
    of: Inquiry,
    /// What stands in the field.
    written: Written,
    /// The form's idempotency key.
    form_key: String,
) -> AnyView {
    let id = of.id.to_string();
    view! {
        <section class="card" id="reply">
            <h2>{text!("inquiry-write-on")}</h2>
            <form method="post" action="/do/inquiries/reply" class="form">
                <input type="hidden" name="inquiry" value=id.clone() />
                <input type="hidden" name="key" value=form_key />
                <Writing label=text!("inquiry-reply") written=written />
                <button type="submit" class="btn">
                    {text!("inquiries-send")}
                </button>
            </form>
        </section>
        <form method="post" action="/do/inquiries/close">
            <input type="hidden" name="inquiry" value=id />
            <button type="submit" class="btn quiet">
                {text!("inquiry-close")}
            </button>
        </form>
    }
    .into_any()
}
