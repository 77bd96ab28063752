//! One study for those who keep the register: its draft as a form or to be read, and what can be done with what is published.

use super::drafts::{OthersDraft, OwnDraft, Preview, TakeOver};
use super::form::DraftForm;
use super::{Done, title_of};
use crate::components::again::Again;
use crate::components::study_facts::{Lists, StudyStanding};
use crate::components::text_area::TextArea;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::Operation;
use domain::failure::{Failure, Problem};
use domain::form_draft::Place;
use domain::id::StudyId;
use domain::ports::register::{Drafted, Entry, Work};
use domain::study::Status;
use domain::study::draft::Draft;
use leptos::prelude::*;

/// The form for a new study.
#[component]
pub fn NewStudy() -> impl IntoView {
    page_with_own_heading("registrar-new-title", |visit| async move {
        let work = visit.ports.register.work(&visit.actor, None).await?.ok_or(Problem::NotFound)?;
        let lists = lists(&work);
        let draft = sent(&visit, None).await?.unwrap_or_default();
        Ok(view! {
            <div class="wrap narrow stack">
                <BackToTable />
                <div>
                    <h1>{text!("registrar-new-title")}</h1>
                    <p class="lead">{text!("registrar-new-lead")}</p>
                </div>
                <DraftForm study=None draft=draft flaws=vec![] lists=lists key=visit.form_key() />
            </div>
        })
    })
}

/// What was sent and refused: it stands in the form again, whatever was wrong with it.
async fn sent(visit: &Visit, study: Option<StudyId>) -> Result<Option<Draft>, Failure> {
    let again = Again::of(visit, Place::Study(study), "/do/register/save").await?;
    Ok(serde_json::from_str(&again.value("draft")).ok())
}

/// One study.
#[component]
pub fn StudyWork() -> impl IntoView {
    page_with_own_heading("registrar-study-title", |visit| async move {
        let id: StudyId = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let work = visit.ports.register.work(&visit.actor, Some(id)).await?.ok_or(Problem::NotFound)?;
        let writes = visit.actor.may(Operation::DraftStudy).is_ok();
        // A new version is begun with a plain link: nothing is kept until the form is sent.
        let refused = if writes { sent(&visit, Some(id)).await? } else { None };
        let asked = visit.query("new").is_some() || refused.is_some();
        let begins = work.draft.is_none() && writes && asked && running(work.entry.as_ref());
        let lists = lists(&work);
        let Work { entry, draft, .. } = work;
        let title = match (&draft, &entry) {
            (Some(drafted), _) => title_of(&drafted.draft.title),
            (None, Some(entry)) => title_of(&entry.study.registration.title),
            (None, None) => text!("registrar-untitled"),
        };
        let version = begins.then(|| entry.as_ref().map(|entry| Draft::of(&entry.study.registration))).flatten();
        let version = version.map(|registered| refused.clone().unwrap_or(registered));
        let results = Again::of(&visit, Place::Results(id), "/do/register/results").await?;
        Ok(view! {
            <div class="wrap narrow stack">
                <BackToTable />
                <div>
                    <p class="eyebrow">{text!("registrar-study-title")}</p>
                    <h1>{title}</h1>
                </div>
                <Done visit=visit.clone() />
                {version
                    .map(|draft| {
                        view! {
                            <section class="stack">
                                <h2>{text!("registrar-new-version")}</h2>
                                <p class="lead">{text!("registrar-new-version-why")}</p>
                                <DraftForm study=Some(id) draft=draft flaws=vec![] lists=lists.clone() key=String::new() />
                            </section>
                        }
                    })}
                {draft
                    .clone()
                    .map(|drafted| {
                        if drafted.own {
                            let drafted = Drafted { draft: refused.unwrap_or(drafted.draft.clone()), ..drafted };
                            view! { <OwnDraft of=drafted lists=lists.clone() /> }.into_any()
                        } else {
                            let take = (writes && drafted.left).then(|| view! { <TakeOver of=drafted.study /> });
                            view! {
                                <OthersDraft of=drafted lists=lists.clone() />
                                {take}
                            }
                                .into_any()
                        }
                    })}
                {entry.map(|entry| view! { <Registered of=entry lists=lists begin=writes && draft.is_none() && !begins results=results /> })}
            </div>
        })
    })
}

fn lists(work: &Work) -> Lists {
    Lists { catalogue: work.catalogue.clone(), categories: work.categories.clone() }
}

fn running(entry: Option<&Entry>) -> bool {
    entry.is_some_and(|entry| entry.prolongable)
}

#[component]
fn BackToTable() -> AnyView {
    view! {
        <a class="back" href=Path::Registrar.to_string()>
            {text!("registrar-back")}
        </a>
    }
    .into_any()
}

/// What is registered now, and what can be done with it.
#[component]
fn Registered(of: Entry, lists: Lists, begin: bool, results: Again) -> AnyView {
    let id = of.study.id;
    let (runs, ended) = (of.prolongable, of.study.status == Status::Ended);
    let next = format!("{}?new=1", Path::RegistrarStudy(id));
    view! {
        <section class="stack" id="registered">
            <div class="between">
                <h2>{text!("registrar-registered")}</h2>
                <a href=Path::Study(id).to_string()>{text!("registrar-see-public")}</a>
            </div>
            <StudyStanding of=of.clone() />
            <details class="more">
                <summary>{text!("registrar-registered-words")}</summary>
                <Preview of=of.study.registration.clone() lists=lists />
            </details>
            {(runs && begin)
                .then(|| {
                    view! {
                        <section class="card">
                            <h3>{text!("registrar-new-version")}</h3>
                            <p>{text!("registrar-new-version-why")}</p>
                            <p class="row">
                                <a class="btn ghost" href=next>
                                    {text!("registrar-new-version-do")}
                                </a>
                            </p>
                        </section>
                    }
                })}
            <Results of=of again=results />
            {runs.then(|| view! { <End id=id /> })}
            {ended.then(|| view! { <Deleted id=id /> })}
        </section>
    }
    .into_any()
}

/// Where the results are published.
#[component]
fn Results(of: Entry, again: Again) -> AnyView {
    let results = of.study.registration.results.unwrap_or_default();
    let [ja, en] = if again.is_some() { [again.value("ja"), again.value("en")] } else { [results.ja, results.en] };
    view! {
        <section class="card" id="results">
            <h3>{text!("registrar-results")}</h3>
            <p>{text!("registrar-results-why")}</p>
            <form method="post" action="/do/register/results" class="form">
                <input type="hidden" name="study" value=of.study.id.to_string() />
                <TextArea id="results-ja" name="ja" label=text!("registrar-results-ja") error=again.wrong_text() rows=3 value=ja />
                <TextArea id="results-en" name="en" label=text!("registrar-results-en") error=again.wrong_text() rows=3 value=en />
                <p>
                    <button type="submit" class="btn ghost">
                        {text!("registrar-results-do")}
                    </button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

/// The end of a study, behind a fold: it cannot be taken back.
#[component]
fn End(id: StudyId) -> AnyView {
    view! {
        <details class="more" id="end">
            <summary>{text!("registrar-end")}</summary>
            <form method="post" action="/do/register/end" class="stack">
                <input type="hidden" name="study" value=id.to_string() />
                <p>{text!("registrar-end-why")}</p>
                <p>
                    <button type="submit" class="btn danger">
                        {text!("registrar-end-do")}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

/// That the records are deleted, behind a fold: it cannot be taken back either.
#[component]
fn Deleted(id: StudyId) -> AnyView {
    view! {
        <details class="more" id="deleted">
            <summary>{text!("registrar-deleted")}</summary>
            <form method="post" action="/do/register/deleted" class="stack">
                <input type="hidden" name="study" value=id.to_string() />
                <p>{text!("registrar-deleted-why")}</p>
                <p>
                    <button type="submit" class="btn">
                        {text!("registrar-deleted-do")}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}
