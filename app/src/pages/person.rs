//! The desk looks for one person.

pub mod acting;
pub mod letter;
pub mod one;
pub mod parts;
pub mod receipt;
pub mod telling;

use crate::components::heading::Heading;
use crate::components::moment::Moment;
use crate::components::text_area::TextArea;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::text;
use domain::clock::format_date;
use domain::desk::REASON_LENGTH;
use domain::identifier::PUBLIC_PAYER;
use domain::ports::desk::{NumberKind, WaitingLook};
use leptos::prelude::*;

/// The form by which one person is found, and the looks of others that wait for a second member of staff.
#[component]
pub fn LookUp() -> impl IntoView {
    page_with_own_heading("person-title", |visit| async move {
        let kinds = visit.ports.desk.number_kinds(&visit.actor).await?;
        let waiting = visit.ports.desk.waiting(&visit.actor).await?;
        let today = format_date(visit.ports.clock.now().in_tokyo().0);
        Ok(view! {
            <div class="wrap narrow stack">
                <Heading title="person-title" lead="person-lead" />
                <Form kinds=kinds today=today />
                <Waiting waiting=waiting locale=visit.locale />
            </div>
        })
    })
}

#[component]
fn Form(kinds: Vec<NumberKind>, today: String) -> AnyView {
    let locale = Locale::current();
    let option = |kind: NumberKind| {
        let words = match &kind.holder {
            Some(holder) => text!("person-number-of", holder = locale.pick(holder)),
            None if kind.system == PUBLIC_PAYER => text!("person-number-payer"),
            None => text!("person-number-insured"),
        };
        view! { <option value=kind.system>{words}</option> }
    };
    view! {
        <form method="post" action="/do/person/look-up" class="card form" autocomplete="off">
            <div class="field">
                <label for="system">{text!("person-system")}</label>
                <select id="system" name="system" required>
                    {kinds.into_iter().map(option).collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="value">{text!("person-number")}</label>
                <p class="hint" id="value-hint">
                    {text!("person-number-hint")}
                </p>
                <input id="value" name="value" required maxlength="128" aria-describedby="value-hint" autocomplete="off" spellcheck="false" />
            </div>
            <div class="field">
                <label for="birth_date">{text!("person-birth-date")}</label>
                <input id="birth_date" name="birth_date" type="date" class="short" required max=today autocomplete="off" />
            </div>
            <TextArea
                id="reason"
                name="reason"
                label=text!("person-reason")
                hint=text!("person-reason-hint")
                error=None
                maxlength=REASON_LENGTH
                rows=3
            />
            <button type="submit" class="btn big">
                {text!("person-look-up")}
            </button>
        </form>
    }
    .into_any()
}

/// Protected people whom somebody else wants to look at.
#[component]
fn Waiting(waiting: Vec<WaitingLook>, locale: Locale) -> AnyView {
    let one = move |look: WaitingLook| {
        let words = format!("waiting-{}", look.id);
        view! {
            <li class="notice warn">
                <div id=words.clone()>
                    <p>{look.reason}</p>
                    <p class="small muted">
                        <Moment at=look.at locale=locale />
                    </p>
                </div>
                <form method="post" action="/do/person/let-look" class="row">
                    <input type="hidden" name="look_up" value=look.id.to_string() />
                    <button type="submit" name="answer" value="yes" class="btn" aria-describedby=words.clone()>
                        {text!("person-let-look")}
                    </button>
                    <button type="submit" name="answer" value="no" class="btn ghost" aria-describedby=words>
                        {text!("person-let-not-look")}
                    </button>
                </form>
            </li>
        }
    };
    (!waiting.is_empty())
        .then(|| {
            view! {
                <section class="stack" id="waiting">
                    <div>
                        <h2>{text!("person-waiting")}</h2>
                        <p class="lead">{text!("person-waiting-why")}</p>
                    </div>
                    <ul class="notices">{waiting.into_iter().map(one).collect_view()}</ul>
                </section>
            }
        })
        .into_any()
}
