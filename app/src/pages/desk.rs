//! The desk: what this member of staff works on, and what waits.

pub mod case;

use crate::components::moment::Moment;
use crate::i18n::{Locale, number};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::alarm::COUNTED;
use domain::clock::{Span, Timestamp};
use domain::inquiry::{Language, Queued, Status};
use leptos::prelude::*;

/// What a form did before it led here, as the address says it. It says no more than a sentence.
const DONE: [(&str, &str); 2] = [("given-back", "desk-done-given-back"), ("closed", "desk-done-closed")];

/// The desk.
#[component]
pub fn Desk() -> impl IntoView {
    page_with_own_heading("desk-title", |visit| async move {
        let after = visit.query("after").and_then(|text| text.parse().ok());
        let queue = visit.ports.inquiries.desk(&visit.actor, after).await?;
        let approvals = visit.ports.approvals.approvals(&visit.actor, None).await?;
        let to_decide = approvals.waiting.iter().filter(|request| !request.own).count();
        let incidents = visit.ports.alarms.waiting(&visit.actor).await?;
        let now = visit.ports.clock.now();
        let asked = visit.query("done");
        let done = DONE.iter().find(|(code, _)| asked.as_deref() == Some(code)).map(|(_, key)| *key);
        let later = queue.waiting.next.map(|next| format!("{}?after={next}", Path::Desk));
        Ok(view! {
            <div class="wrap stack">
                <div>
                    <h1>{text!("desk-title")}</h1>
                    <p class="lead">{text!("desk-lead")}</p>
                </div>
                {done.map(|key| view! { <p class="notice ok" id="done" role="status">{text!(key)}</p> })}
                {(to_decide > 0).then(|| view! { <ToDecide count=to_decide /> })}
                {(incidents > 0).then(|| view! { <OpenIncidents count=incidents /> })}
                <Mine mine=queue.mine now=now />
                <Waiting waiting=queue.waiting.items now=now />
                <nav class="pager" aria-label=text!("desk-pages")>
                    {after
                        .map(|_| {
                            view! {
                                <a class="btn ghost" href=Path::Desk.to_string()>
                                    {text!("desk-oldest")}
                                </a>
                            }
                        })}
                    {later
                        .map(|later| {
                            view! {
                                <a class="btn ghost older" href=later rel="next">
                                    {text!("desk-later")}
                                </a>
                            }
                        })}
                </nav>
            </div>
        })
    })
}

/// What colleagues asked a second member of staff for.
#[component]
fn ToDecide(count: usize) -> AnyView {
    view! {
        <div class="notice" id="to-decide">
            <p>{text!("desk-to-decide", count = count)}</p>
            <a class="btn quiet" href=Path::Approvals.to_string()>
                {text!("desk-to-decide-see")}
            </a>
        </div>
    }
    .into_any()
}

/// Incidents that somebody has to look at.
#[component]
fn OpenIncidents(count: usize) -> AnyView {
    let count = if count < COUNTED { number(count as u64) } else { format!("{}+", COUNTED - 1) };
    let words = text!("desk-incidents", count = count.clone());
    view! {
        <div class="notice warn" id="open-incidents" data-count=count>
            <p>{words}</p>
            <a class="btn quiet" href=Path::Incidents.to_string()>
                {text!("desk-incidents-see")}
            </a>
        </div>
    }
    .into_any()
}

/// What this member of staff took.
#[component]
fn Mine(
    /// Oldest first.
    mine: Vec<Queued>,
    /// The present moment.
    now: Timestamp,
) -> impl IntoView {
    (!mine.is_empty()).then(|| {
        let row = move |of: Queued| {
            let status = if of.status == Status::Answered { "desk-answered" } else { "desk-taken" };
            view! {
                <li data-case=of.id.to_string()>
                    <div>
                        <p>
                            <a href=Path::Case(of.id).to_string()>
                                <About of=of />
                            </a>
                        </p>
                        <Since of=of now=now />
                    </div>
                    <span class="tag" class:ok=of.status == Status::Answered>
                        {text!(status)}
                    </span>
                </li>
            }
        };
        view! {
            <section class="card flush" id="mine">
                <div class="head">
                    <h2>{text!("desk-mine")}</h2>
                </div>
                <ul class="rows">{mine.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}

/// What waits for anybody. Nothing here tells who asked or what: that is read by taking it.
#[component]
fn Waiting(
    /// Oldest first.
    waiting: Vec<Queued>,
    /// The present moment.
    now: Timestamp,
) -> AnyView {
    if waiting.is_empty() {
        return view! {
            <section class="card empty" id="waiting">
                <h2>{text!("desk-nothing")}</h2>
                <p class="lead">{text!("desk-nothing-why")}</p>
            </section>
        }
        .into_any();
    }
    let row = move |of: Queued| {
        let words = format!("case-{}", of.id);
        view! {
            <li data-waiting=of.id.to_string()>
                <div id=words.clone()>
                    <p>
                        <About of=of />
                    </p>
                    <Since of=of now=now />
                </div>
                <form method="post" action="/do/cases/take">
                    <input type="hidden" name="case" value=of.id.to_string() />
                    <button type="submit" class="btn ghost" aria-describedby=words>
                        {text!("desk-take")}
                    </button>
                </form>
            </li>
        }
    };
    view! {
        <section class="card flush" id="waiting">
            <div class="head">
                <h2>{text!("desk-waiting")}</h2>
                <p class="lead">{text!("desk-waiting-why")}</p>
            </div>
            <ul class="rows">{waiting.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What it is about, and in which language.
#[component]
fn About(of: Queued) -> AnyView {
    let language = language(of.language);
    view! {
        {text!(&format!("inquiry-kind-{}", of.kind.code()))}
        " "
        <span class="tag" lang=language.code()>
            {language.endonym()}
        </span>
    }
    .into_any()
}

/// When it was asked, and how long ago that is.
#[component]
fn Since(of: Queued, now: Timestamp) -> AnyView {
    let days = u64::try_from((now.millis() - of.asked_at.millis()) / Span::days(1).millis()).unwrap_or(0);
    let age = if days == 0 { text!("desk-today") } else { text!("desk-days", count = days) };
    view! {
        <p class="small muted">
            {age} " " <Moment at=of.asked_at locale=Locale::current() />
        </p>
    }
    .into_any()
}

/// The language of the product in which somebody wrote.
pub(crate) fn language(of: Language) -> Locale {
    match of {
        Language::Ja => Locale::Ja,
        Language::En => Locale::En,
    }
}
