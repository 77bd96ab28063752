//! Letters for people who come to open an account: for one person, or for a list.

use super::way_back::WaysBack;
use crate::components::again::Again;
use crate::components::field::Field;
use crate::components::heading::Heading;
use crate::components::prose::Prose;
use crate::components::text_area::TextArea;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::Operation;
use domain::failure::{Failure, Problem};
use domain::form_draft::Place;
use domain::ports::{FaultyRow, RowFault};
use leptos::prelude::*;

/// How long a number may be.
const MAX_NUMBER: usize = 128;

/// Handing out letters.
#[component]
pub fn HolderActivations() -> impl IntoView {
    page_with_own_heading("activations-title", |visit| async move {
        visit.actor.may(Operation::IssueActivation)?;
        let waiting = visit.ports.holder.ways_back(&visit.actor).await?;
        let printed = visit.query("done").as_deref() == Some("printed");
        let faulty = mistyped(&visit).await?;
        let again = Again::of(&visit, Place::Letters, "/do/letters/write-list").await?;
        Ok(view! {
            <div class="wrap narrow stack loose">
                <Heading title="activations-title" lead="activations-lead" />
                {printed.then(|| view! { <p class="notice ok" id="done" role="status">{text!("way-back-done")}</p> })}
                <WaysBack waiting=waiting />
                <OnePerson faulty=faulty key=visit.form_key() />
                <List key=visit.form_key() again=again />
                <section class="prose">
                    <h2>{text!("activations-then")}</h2>
                    <Prose text=text!("activations-then-how") />
                    <p>
                        <a href=Path::HolderPoster.to_string()>{text!("poster-title")}</a>
                    </p>
                    <p>
                        <a href=Path::HolderLeaflet.to_string()>{text!("leaflet-title")}</a>
                    </p>
                </section>
            </div>
        })
    })
}

/// What was typed for one person who got no letter: it stands sealed where the letter would have been, never in an address.
async fn mistyped(visit: &Visit) -> Result<Option<FaultyRow>, Failure> {
    let Some(id) = visit.query("again").and_then(|id| id.parse().ok()) else { return Ok(None) };
    let view = visit.ports.holder.letters(&visit.actor, id).await?;
    Ok(view.filter(|view| view.letters.is_empty()).and_then(|view| view.faulty.into_iter().next()))
}

#[component]
fn OnePerson(faulty: Option<FaultyRow>, key: String) -> AnyView {
    let words = faulty.as_ref().map(|row| text!(&format!("letters-fault-{}", row.fault.code())));
    let (number, birth_date) = faulty.as_ref().map_or_else(Default::default, |row| (row.number.clone(), row.birth_date.clone()));
    let own = faulty.as_ref().is_none_or(|row| row.own_number);
    let of_date = faulty.as_ref().is_some_and(|row| row.fault == RowFault::InvalidDate);
    let (number_error, date_error) = if of_date { (None, words.clone()) } else { (words.clone(), None) };
    let summary = words.map(|words| {
        let field = if of_date { "#birth_date" } else { "#number" };
        view! {
            <div class="summary" role="alert" id="problem" tabindex="-1">
                <h3>{text!("problem-summary")}</h3>
                <ul>
                    <li>
                        <a href=field>{words}</a>
                    </li>
                </ul>
            </div>
        }
    });
    view! {
        <section class="card" id="one">
            <h2>{text!("activations-one")}</h2>
            {summary}
            <form method="post" action="/do/letters/write-one" class="form">
                <input type="hidden" name="key" value=key />
                <fieldset class="field">
                    <legend>{text!("activations-kind")}</legend>
                    <label class="pick">
                        <input type="radio" name="kind" value="patient-number" checked=own />
                        <span>{text!("activations-patient-number")}</span>
                    </label>
                    <label class="pick">
                        <input type="radio" name="kind" value="insured-number" checked=!own />
                        <span>{text!("activations-insured-number")}</span>
                    </label>
                </fieldset>
                <Field
                    id="number"
                    label=text!("activations-number")
                    hint=text!("activations-number-hint")
                    error=number_error
                    value=number
                    maxlength=MAX_NUMBER
                />
                <Field
                    id="birth_date"
                    label=text!("activations-birth-date")
                    hint=text!("activations-birth-date-hint")
                    error=date_error
                    value=birth_date
                    look="short"
                    maxlength=32
                />
                <button type="submit" class="btn">
                    {text!("activations-write-one")}
                </button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn List(key: String, again: Again) -> AnyView {
    view! {
        <section class="card" id="list">
            <h2>{text!("activations-list")}</h2>
            <Prose text=text!("activations-list-how") />
            <div class="scroll" tabindex="0" role="region" aria-label=text!("activations-list-example")>
                <pre class="mono small">
                    <code>
                        "patient_number,insured_number,birth_date\nP-0012,06132013:12:3456:01,1979-04-02\nP-0013,,1985/11/30\n"
                    </code>
                </pre>
            </div>
            <form method="post" action="/do/letters/write-file" enctype="multipart/form-data" class="form">
                <input type="hidden" name="key" value=key.clone() />
                <div class="field">
                    <label for="file">{text!("activations-file")}</label>
                    <input id="file" name="file" type="file" accept=".csv,text/csv,text/tab-separated-values,.tsv,.txt" class="drop" required />
                </div>
                <button type="submit" class="btn">
                    {text!("activations-write-list")}
                </button>
            </form>
            <details class="more" id="paste" open=again.is_some()>
                <summary>{text!("activations-paste")}</summary>
                <form method="post" action="/do/letters/write-list" class="form">
                    <input type="hidden" name="key" value=format!("{key}-p") />
                    <TextArea
                        id="rows"
                        name="rows"
                        label=text!("activations-rows")
                        hint=text!("activations-rows-hint")
                        error=again.wrong(&[Problem::UnreadableFile, Problem::TooManyRows, Problem::TooLarge])
                        value=again.value("rows")
                    />
                    <button type="submit" class="btn">
                        {text!("activations-write-list")}
                    </button>
                </form>
            </details>
        </section>
    }
    .into_any()
}
