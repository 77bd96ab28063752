//! Disclosures that went against choices, for the desk: by whom, to which study, how many; nobody's identity.

pub mod alarm;
pub mod one;

use crate::components::heading::Heading;
use crate::components::moment::Day;
use crate::i18n::{Locale, number};
use crate::page::page_with_own_heading;
use crate::pages::disclosures::review::DueReports;
use crate::routes::Path;
use crate::text;
use alarm::Alarms;
use domain::disclosure::Conflict;
use domain::disclosure::case::Incident;
use leptos::prelude::*;

/// The incidents.
#[component]
pub fn Incidents() -> impl IntoView {
    page_with_own_heading("incidents-title", |visit| async move {
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let all = visit.query("all").is_some();
        let list = visit.ports.conflicts.incidents(&visit.actor, !all, before).await?;
        let older_alarms = visit.query("alarms").and_then(|text| text.parse().ok());
        let alarms = visit.ports.alarms.alarms(&visit.actor, !all, older_alarms).await?;
        let overdue = visit.ports.reviews.overdue(&visit.actor).await?;
        let older = list.next.map(|next| format!("{}?before={next}{}", Path::Incidents, if all { "&all=1" } else { "" }));
        let none = list.items.is_empty();
        Ok(view! {
            <div class="wrap stack">
                <Heading title="incidents-title" lead="incidents-lead" />
                <Filter all=all />
                {before.is_none().then(|| view! { <Alarms of=alarms all=all /> })}
                <section class="card flush">
                    <h2 class="head">{text!("incidents-disclosures")}</h2>
                    {none.then(|| view! { <p class="head lead">{text!("incidents-none")}</p> })}
                    <ul class="rows">{list.items.into_iter().map(|of| view! { <IncidentRow of=of /> }).collect_view()}</ul>
                </section>
                <nav class="pager" aria-label=text!("incidents-pages")>
                    {older
                        .map(|older| {
                            view! {
                                <a class="btn ghost older" href=older rel="next">
                                    {text!("incidents-older")}
                                </a>
                            }
                        })}
                </nav>
                {(before.is_none() && older_alarms.is_none()).then(|| view! { <DueReports due=overdue at_desk=true /> })}
            </div>
        })
    })
}

/// Those that somebody still owes something, or all.
#[component]
fn Filter(all: bool) -> AnyView {
    let every = format!("{}?all=1", Path::Incidents);
    let link = |to: String, key: &'static str, here: bool| {
        view! {
            <a class="btn quiet" href=to aria-current=here.then_some("true")>
                {text!(key)}
            </a>
        }
    };
    view! {
        <nav class="row" aria-label=text!("incidents-filter")>
            {link(Path::Incidents.to_string(), "incidents-open", !all)} {link(every, "incidents-all", all)}
        </nav>
    }
    .into_any()
}

/// One of them in the list.
#[component]
fn IncidentRow(of: Incident) -> AnyView {
    let locale = Locale::current();
    let state =
        if of.open > 0 { ("tag alert", text!("incidents-still-open", count = of.open)) } else { ("tag ok", text!("incidents-closed")) };
    view! {
        <li data-incident=of.disclosure.to_string()>
            <div>
                <p>
                    <a href=Path::Incident(of.disclosure).to_string()>
                        <strong>{locale.pick(&of.holder.name)}</strong>
                        " → "
                        {locale.pick(&of.study.registration.title)}
                    </a>
                </p>
                <p class="small muted">
                    <Day at=of.disclosed_at locale=locale />
                </p>
                <Counts counts=of.counts />
            </div>
            <span class=state.0>{state.1}</span>
            {(of.answered > 0).then(|| view! { <span class="tag warn">{text!("incidents-answered", count = of.answered)}</span> })}
        </li>
    }
    .into_any()
}

/// How many, by kind.
#[component]
fn Counts(counts: Vec<(Conflict, u32)>) -> AnyView {
    let one = |(kind, n): (Conflict, u32)| {
        view! {
            <li class="tag" data-conflict=kind.code()>
                {text!(&format!("conflict-kind-{}", kind.code()))}
                ": "
                {number(n.into())}
            </li>
        }
    };
    view! { <ul class="tags">{counts.into_iter().map(one).collect_view()}</ul> }.into_any()
}
