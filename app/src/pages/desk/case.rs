//! One inquiry as whoever took it works on it.

use super::language;
use crate::components::fact::Fact;
use crate::components::moment::Moment;
use crate::components::thread::Thread;
use crate::components::writing::{Writing, Written};
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::pages::inquiries::AboutUse;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::failure::Problem;
use domain::id::LookUpId;
use domain::inquiry::{Author, Case, Status};
use leptos::prelude::*;

/// What a form on this page did, as the address says it after a redirect. It says no more than a sentence.
const DONE: [(&str, &str); 2] = [("taken", "case-done-taken"), ("answered", "case-done-answered")];

/// How answers may begin: name in the address, what the link says, what is filled in.
const TEMPLATES: [(&str, &str, &str); 4] = [
    ("looking", "case-template-looking", "answer-looking"),
    ("conflict", "case-template-conflict", "answer-conflict"),
    ("refuse", "case-template-refuse", "answer-refuse"),
    ("more", "case-template-more", "answer-more"),
];

/// One inquiry as whoever took it works on it.
#[component]
pub fn OneCase() -> impl IntoView {
    page_with_own_heading("case-title", |visit| async move {
        let id = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let case = visit.ports.inquiries.case(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        let asked = visit.query("done");
        let done = DONE.iter().find(|(code, _)| asked.as_deref() == Some(code)).map(|(_, key)| *key);
        let written = Written::of(&visit, case.draft.clone()).or(template(&visit, &case));
        let key = visit.form_key();
        Ok(view! {
            <div class="wrap stack">
                <a class="back" href=Path::Desk.to_string()>
                    {text!("case-to-desk")}
                </a>
                <div>
                    <p class="eyebrow">{text!(&format!("inquiry-kind-{}", case.queued.kind.code()))}</p>
                    <h1>{text!("case-title")}</h1>
                </div>
                {done.map(|key| view! { <p class="notice ok" id="done" role="status">{text!(key)}</p> })}
                <div class="grid two">
                    <div class="stack">
                        <Thread messages=case.messages.clone() reader=Author::Desk />
                        <Answer case=case.clone() written=written form_key=key />
                    </div>
                    <Beside case=case />
                </div>
            </div>
        })
    })
}

/// The template that the address names, in the language of whoever asked.
fn template(visit: &Visit, case: &Case) -> String {
    let named = visit.query("template");
    let found = TEMPLATES.iter().find(|(name, ..)| named.as_deref() == Some(name));
    found.map(|(_, _, key)| crate::side::words(language(case.queued.language), key, &[])).unwrap_or_default()
}

/// The form that answers.
#[component]
fn Answer(
    /// The inquiry.
    case: Case,
    /// What stands in the field.
    written: Written,
    /// The form's idempotency key.
    form_key: String,
) -> AnyView {
    let (id, address) = (case.queued.id.to_string(), Path::Case(case.queued.id).to_string());
    let templates = TEMPLATES.iter().map(|(name, label, _)| {
        let href = format!("{address}?template={name}#answer");
        view! {
            <li>
                <a href=href>{text!(label)}</a>
            </li>
        }
    });
    let language = language(case.queued.language);
    view! {
        <section class="card" id="answer">
            <h2>{text!("case-answer")}</h2>
            <p>{text!("case-answer-language", language = language.endonym())}</p>
            <nav aria-label=text!("case-templates")>
                <p class="small muted">{text!("case-templates-how")}</p>
                <ul class="templates">{templates.collect_view()}</ul>
            </nav>
            <form method="post" action="/do/cases/answer" class="form">
                <input type="hidden" name="case" value=id />
                <input type="hidden" name="key" value=form_key />
                <Writing label=text!("case-text") written=written />
                <button type="submit" class="btn">
                    {text!("case-send")}
                </button>
            </form>
        </section>
    }
    .into_any()
}

/// What else there is to know, and what else can be done.
#[component]
fn Beside(
    /// The inquiry.
    case: Case,
) -> AnyView {
    let (id, locale, queued) = (case.queued.id.to_string(), Locale::current(), case.queued);
    let (status, way_out, key) = match queued.status {
        Status::Answered => ("desk-answered", "/do/cases/close", "case-close"),
        Status::Open | Status::Taken | Status::Closed => ("desk-taken", "/do/cases/give-back", "case-give-back"),
    };
    view! {
        <aside class="stack">
            <section class="card">
                <dl class="facts lines">
                    <Fact term=text!("case-asked-at")>
                        <Moment at=queued.asked_at locale=locale />
                    </Fact>
                    <Fact term=text!("case-language")>{language(queued.language).endonym()}</Fact>
                    <Fact term=text!("case-status")>{text!(status)}</Fact>
                </dl>
            </section>
            {case
                .about
                .map(|about| {
                    view! {
                        <section class="card wash">
                            <h2 class="eyebrow">{text!("case-about")}</h2>
                            <AboutUse of=about />
                        </section>
                    }
                })}
            <Person case=id.clone() look_up=case.look_up />
            <form method="post" action=way_out>
                <input type="hidden" name="case" value=id />
                <button type="submit" class="btn ghost">
                    {text!(key)}
                </button>
            </form>
        </aside>
    }
    .into_any()
}

/// The way to the asker's view, which the asker sees.
#[component]
fn Person(case: String, look_up: Option<LookUpId>) -> AnyView {
    let way = match look_up {
        Some(look_up) => view! {
            <a class="btn ghost" href=Path::PersonLookUp(look_up).to_string()>
                {text!("case-person")}
            </a>
        }
        .into_any(),
        None => view! {
            <form method="post" action="/do/cases/look">
                <input type="hidden" name="case" value=case />
                <button type="submit" class="btn ghost">
                    {text!("case-look")}
                </button>
            </form>
        }
        .into_any(),
    };
    view! {
        <section class="card" id="person">
            <h2>{text!("case-person-title")}</h2>
            <p>{text!("case-person-why")}</p>
            {way}
        </section>
    }
    .into_any()
}
