//! The table of those who keep the register: what they write, what waits for a second person, what is published.

mod drafts;
pub mod form;
pub mod one;
pub mod purposes;

use crate::components::study_facts::standing;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::Operation;
use domain::ports::register::{Drafted, Entry};
use domain::study::search::Search;
use domain::words::Words;
use leptos::prelude::*;

/// The table.
#[component]
pub fn Registrar() -> impl IntoView {
    page_with_own_heading("registrar-title", |visit| async move {
        let register = &visit.ports.register;
        let table = register.table(&visit.actor).await?;
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let published = register.search(&visit.actor, &Search::default(), before).await?;
        let writes = visit.actor.may(Operation::DraftStudy).is_ok();
        let older = published.next.map(|place| format!("{}?before={place}", Path::Registrar));
        Ok(view! {
            <div class="wrap stack">
                <div class="between">
                    <div>
                        <h1>{text!("registrar-title")}</h1>
                        <p class="lead">{text!("registrar-lead")}</p>
                    </div>
                    {writes
                        .then(|| {
                            view! {
                                <a class="btn" href=Path::RegistrarNew.to_string()>
                                    {text!("registrar-new")}
                                </a>
                            }
                        })}
                </div>
                <Done visit=visit.clone() />
                {writes.then(|| view! { <Own drafts=table.own /> })}
                <Waiting drafts=table.waiting />
                {writes.then(|| view! { <Left drafts=table.left /> })}
                <Published entries=published.items older=older paged=before.is_some() />
            </div>
        })
    })
}

/// What was just done, said once.
#[component]
pub fn Done(
    /// Whose address says what it was.
    visit: Visit,
) -> AnyView {
    let said = match visit.query("done").as_deref() {
        Some("saved") => "registrar-done-saved",
        Some("discarded") => "registrar-done-discarded",
        Some("taken-over") => "registrar-done-taken-over",
        Some("published") => "registrar-done-published",
        Some("ended") => "registrar-done-ended",
        Some("deleted") => "registrar-done-deleted",
        Some("results") => "registrar-done-results",
        _ => return ().into_any(),
    };
    view! {
        <div class="notice ok" role="status" id="done">
            <p>{text!(said)}</p>
        </div>
    }
    .into_any()
}

/// A title, or that there is none yet.
#[must_use]
pub fn title_of(title: &Words) -> String {
    let here = Locale::current().pick(title);
    // A draft may have a title in one language only.
    [here, title.ja.clone(), title.en.clone()].into_iter().find(|text| !text.is_empty()).unwrap_or_else(|| text!("registrar-untitled"))
}

#[component]
fn DraftRow(of: Drafted, act: &'static str) -> AnyView {
    let saved = text!("registrar-saved-at", moment = Locale::current().moment(of.saved_at));
    let (class, state) = match &of.examined {
        Ok(_) => ("tag new", text!("registrar-complete")),
        Err(flaws) => ("tag warn", text!("registrar-incomplete", count = flaws.len())),
    };
    let (version, title) = (u64::try_from(of.version).unwrap_or(1), title_of(&of.draft.title));
    view! {
        <li data-study=of.study.to_string()>
            <div>
                <h3>{title.clone()}</h3>
                <ul class="tags">
                    <li class=class>{state}</li>
                    {(version > 1).then(|| view! { <li class="tag">{text!("registrar-version", number = version)}</li> })}
                </ul>
                <p class="small muted">{saved}</p>
            </div>
            <a class="btn ghost" href=Path::RegistrarStudy(of.study).to_string()>
                {text!(act)} <span class="quietly">{title}</span>
            </a>
        </li>
    }
    .into_any()
}

#[component]
fn Own(drafts: Vec<Drafted>) -> AnyView {
    let empty = drafts.is_empty();
    let rows = drafts.into_iter().map(|of| view! { <DraftRow of=of act="registrar-go-on" /> }).collect_view();
    view! {
        <section class="card flush" id="own">
            <div class="head">
                <h2>{text!("registrar-own")}</h2>
                <p class="lead">{if empty { text!("registrar-own-none") } else { text!("registrar-own-why") }}</p>
            </div>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Waiting(drafts: Vec<Drafted>) -> AnyView {
    let empty = drafts.is_empty();
    let rows = drafts.into_iter().map(|of| view! { <DraftRow of=of act="registrar-read" /> }).collect_view();
    view! {
        <section class="card flush" id="waiting">
            <div class="head">
                <h2>{text!("registrar-waiting")}</h2>
                <p class="lead">{if empty { text!("registrar-waiting-none") } else { text!("registrar-waiting-why") }}</p>
            </div>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

/// Drafts that their writers left.
#[component]
fn Left(drafts: Vec<Drafted>) -> AnyView {
    if drafts.is_empty() {
        return ().into_any();
    }
    let rows = drafts.into_iter().map(|of| view! { <DraftRow of=of act="registrar-read" /> }).collect_view();
    view! {
        <section class="card flush" id="left">
            <div class="head">
                <h2>{text!("registrar-left")}</h2>
                <p class="lead">{text!("registrar-left-why")}</p>
            </div>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Published(entries: Vec<Entry>, older: Option<String>, paged: bool) -> AnyView {
    let empty = entries.is_empty();
    let row = |entry: Entry| {
        let (version, title) = (u64::try_from(entry.study.version).unwrap_or(1), title_of(&entry.study.registration.title));
        view! {
            <li data-study=entry.study.id.to_string()>
                <div>
                    <h3>
                        <a href=Path::Study(entry.study.id).to_string()>{title.clone()}</a>
                    </h3>
                    <ul class="tags">
                        <li class="tag">{standing(&entry.study)}</li>
                        <li class="tag">{text!("registrar-version", number = version)}</li>
                        {entry.results_overdue.then(|| view! { <li class="tag warn">{text!("studies-overdue")}</li> })}
                    </ul>
                </div>
                <a class="btn ghost" href=Path::RegistrarStudy(entry.study.id).to_string()>
                    {text!("registrar-manage")} <span class="quietly">{title.clone()}</span>
                </a>
            </li>
        }
    };
    let rows = entries.into_iter().map(row).collect_view();
    view! {
        <section class="card flush" id="published">
            <div class="head">
                <h2>{text!("registrar-published")}</h2>
                <p class="lead">{if empty { text!("studies-none") } else { text!("registrar-published-why") }}</p>
            </div>
            <ul class="rows">{rows}</ul>
        </section>
        <nav class="pager" aria-label=text!("studies-pages")>
            {paged.then(|| view! { <a class="btn ghost" href=Path::Registrar.to_string()>{text!("studies-newest")}</a> })}
            {older.map(|older| view! { <a class="btn ghost older" href=older>{text!("studies-older")}</a> })}
        </nav>
    }
    .into_any()
}
