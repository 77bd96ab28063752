//! The desk looks for one person.

pub mod acting;
pub mod letter;
pub mod one;
pub mod parts;
pub mod receipt;
pub mod telling;

use crate::components::heading::Heading;
use crate::components::moment::Moment;
use crate::components::problem::problem_words;
use crate::components::text_area::TextArea;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::text;
use domain::clock::format_date;
use domain::desk::REASON_LENGTH;
use domain::failure::Problem;
use domain::identifier::PUBLIC_PAYER;
use domain::ports::desk::{LookUpBy, NumberKind, WaitingLook};
use leptos::prelude::*;

/// The form by which one person is found, and the looks of others that wait for a second member of staff.
#[component]
pub fn LookUp() -> impl IntoView {
    page_with_own_heading("person-title", |visit| async move {
        let kinds = visit.ports.desk.number_kinds(&visit.actor).await?;
        // What was refused comes back into its fields, from the store: none of it ever stands in an address.
        let met = visit.form_problem().filter(|(path, _)| *path == "/do/person/look-up").map(|(_, problem)| problem);
        let typed = if met.is_some() { visit.ports.desk.typed(&visit.actor).await?.unwrap_or_default() } else { LookUpBy::default() };
        let waiting = visit.ports.desk.waiting(&visit.actor).await?;
        let today = format_date(visit.ports.clock.now().in_tokyo().0);
        Ok(view! {
            <div class="wrap narrow stack">
                <Heading title="person-title" lead="person-lead" />
                <Form kinds=kinds today=today typed=typed met=met />
                <Waiting waiting=waiting locale=visit.locale />
            </div>
        })
    })
}

#[component]
fn Form(kinds: Vec<NumberKind>, today: String, typed: LookUpBy, met: Option<Problem>) -> AnyView {
    let locale = Locale::current();
    let wrong = move |problem: Problem| (met == Some(problem)).then(|| problem_words(problem));
    let bad_reason = wrong(Problem::ReasonNeeded).or_else(|| wrong(Problem::TextTooLong));
    let system = typed.system;
    let option = |kind: NumberKind| {
        let words = match &kind.holder {
            Some(holder) => text!("person-number-of", holder = locale.pick(holder)),
            None if kind.system == PUBLIC_PAYER => text!("person-number-payer"),
            None => text!("person-number-insured"),
        };
        let chosen = kind.system == system;
        view! {
            <option value=kind.system selected=chosen>
                {words}
            </option>
        }
    };
    view! {
        <form method="post" action="/do/person/look-up" class="card form" autocomplete="off">
            <div class="field">
                <label for="system">{text!("person-system")}</label>
                <select id="system" name="system" required>
                    {kinds.into_iter().map(option).collect_view()}
                </select>
            </div>
            <div class="field" class:bad=met == Some(Problem::InvalidIdentifier)>
                <label for="value">{text!("person-number")}</label>
                <p class="hint" id="value-hint">
                    {text!("person-number-hint")}
                </p>
                {wrong(Problem::InvalidIdentifier).map(|words| view! { <p class="error" id="value-error">{words}</p> })}
                <input
                    id="value"
                    name="value"
                    required
                    maxlength="128"
                    value=typed.value
                    aria-describedby="value-hint value-error"
                    aria-invalid=(met == Some(Problem::InvalidIdentifier)).then_some("true")
                    autocomplete="off"
                    spellcheck="false"
                />
            </div>
            <div class="field" class:bad=met == Some(Problem::InvalidDate)>
                <label for="birth_date">{text!("person-birth-date")}</label>
                {wrong(Problem::InvalidDate).map(|words| view! { <p class="error" id="birth-date-error">{words}</p> })}
                <input
                    id="birth_date"
                    name="birth_date"
                    type="date"
                    class="short"
                    required
                    max=today
                    value=typed.birth_date
                    aria-describedby="birth-date-error"
                    aria-invalid=(met == Some(Problem::InvalidDate)).then_some("true")
                    autocomplete="off"
                />
            </div>
            <TextArea
                id="reason"
                name="reason"
                label=text!("person-reason")
                hint=text!("person-reason-hint")
                error=bad_reason
                maxlength=REASON_LENGTH
                rows=3
                value=typed.reason
            />
            <button type="submit" class="btn big">
                {text!("person-look-up")}
            </button>
        </form>
    }
    .into_any()
}

/// People whom somebody else wants to look at, and may not alone.
#[component]
fn Waiting(waiting: Vec<WaitingLook>, locale: Locale) -> AnyView {
    let one = move |look: WaitingLook| {
        let words = format!("waiting-{}", look.id);
        view! {
            <li class="notice warn">
                <div id=words.clone()>
                    <p>
                        <span class="tag warn">{text!(&format!("person-waits-{}", look.waits_for.code()))}</span>
                    </p>
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
