//! One incident: what is known of it, what was said, and its closing.

use super::Counts;
use crate::components::again::Again;
use crate::components::case_notes::CaseNotes;
use crate::components::fact::Fact;
use crate::components::text_area::TextArea;
use crate::i18n::{Locale, number};
use crate::page::page_with_own_heading;
use crate::pages::disclosures::changed_words;
use crate::routes::Path;
use crate::text;
use domain::disclosure::case::{Incident, IncidentView};
use domain::failure::Problem;
use domain::form_draft::Place;
use leptos::prelude::*;

/// One incident.
#[component]
pub fn OneIncident() -> impl IntoView {
    page_with_own_heading("incident-title", |visit| async move {
        let id = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let IncidentView { incident, recipient, notes } =
            visit.ports.conflicts.incident(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        let again = Again::of(&visit, Place::IncidentNote(id), "/do/incidents/note").await?;
        let done = visit.query("done").is_some_and(|done| done == "noted");
        let said = !notes.is_empty();
        Ok(view! {
            <div class="wrap stack">
                <a class="back" href=Path::Incidents.to_string()>
                    {text!("incident-to-list")}
                </a>
                <div>
                    <p class="eyebrow">{text!("incident-title")}</p>
                    <h1>{visit.locale.pick(&incident.holder.name)}</h1>
                </div>
                {done.then(|| view! { <p class="notice ok" id="done" role="status">{text!("incident-noted")}</p> })}
                <Facts incident=incident.clone() recipient=recipient />
                <section class="stack tight" id="notes">
                    <h2>{text!("incident-said")}</h2>
                    {(!said).then(|| view! { <p class="muted">{text!("incident-said-nothing")}</p> })}
                    <CaseNotes notes=notes />
                </section>
                <NoteForm incident=incident again=again />
            </div>
        })
    })
}

#[component]
fn Facts(incident: Incident, recipient: String) -> AnyView {
    let locale = Locale::current();
    let changed = incident.changed.map(|changed| changed_words(&changed));
    view! {
        <section class="card">
            <dl class="facts lines">
                <Fact term=text!("use-study")>{locale.pick(&incident.study.registration.title)}</Fact>
                <Fact term=text!("report-disclosed-at")>{locale.moment(incident.disclosed_at)}</Fact>
                <Fact term=text!("report-reported-at")>{locale.moment(incident.reported_at)}</Fact>
                <Fact term=text!("report-recipient")>{recipient}</Fact>
                <Fact term=text!("report-id")>
                    <span class="mono breaks">{incident.disclosure.to_string()}</span>
                </Fact>
                <Fact term=text!("incident-counts")>
                    <Counts counts=incident.counts />
                </Fact>
                <Fact term=text!("incident-hidden")>{number(incident.hidden.into())}</Fact>
                <Fact term=text!("incident-open")>{number(incident.open.into())}</Fact>
                {changed.map(|words| view! { <Fact term=text!("incident-changed")>{words}</Fact> })}
            </dl>
        </section>
    }
    .into_any()
}

/// A note for the desk, or the closing, which the persons read.
#[component]
fn NoteForm(incident: Incident, again: Again) -> AnyView {
    view! {
        <form class="card" method="post" action="/do/incidents/note">
            <h2>{text!("incident-write")}</h2>
            <input type="hidden" name="incident" value=incident.disclosure.to_string() />
            <TextArea
                id="text"
                name="text"
                label=text!("incident-text")
                hint=text!("incident-text-hint")
                error=again.wrong_text()
                rows=5
                value=again.value("text")
            />
            <p class="row">
                <button type="submit" class="btn ghost">
                    {text!("incident-note")}
                </button>
                {(incident.open > 0)
                    .then(|| {
                        view! {
                            <button type="submit" class="btn" name="closes" value="yes">
                                {text!("incident-close")}
                            </button>
                        }
                    })}
            </p>
        </form>
    }
    .into_any()
}
