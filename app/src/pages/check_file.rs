//! Checking a list: the file goes up, and comes back with an answer in every row.

use crate::components::heading::Heading;
use crate::components::list_checks::{ListAlarm, ListsChecked};
use crate::components::problem::problem_words;
use crate::components::prose::Prose;
use crate::i18n::Locale;
use crate::islands::check_file::{ALARM, CheckList, LISTS};
use crate::page::page_with_own_heading;
use crate::text;
use domain::check::{AskedFor, TestPerson};
use domain::failure::{Failure, Problem};
use domain::purpose::Catalogue;
use domain::study::Study;
use leptos::prelude::*;

/// What a list that is sent in place can meet, beside breaking off.
const TROUBLES: [Problem; 7] = [
    Problem::UnreadableFile,
    Problem::StudyOrPurpose,
    Problem::UnknownStudy,
    Problem::StudyEnded,
    Problem::WrongOrigin,
    Problem::Unavailable,
    Problem::Internal,
];

/// Checking a list.
#[component]
pub fn CheckFile() -> impl IntoView {
    page_with_own_heading("check-file-title", |visit| async move {
        let (actor, ports) = (&visit.actor, &visit.ports);
        let studies = ports.checks.studies(actor).await?;
        let test_persons = ports.checks.test_persons(actor).await?;
        let lists = ports.checks.list_checks(actor).await?;
        let catalogue = ports.studies.purposes().await?;
        Ok::<_, Failure>(view! {
            <div class="wrap stack loose">
                <Heading title="check-file-title" lead="check-file-lead" />
                <CheckList>
                    <div id=ALARM>
                        <ListAlarm newest=lists.first().copied() />
                    </div>
                    <ListForm studies=studies catalogue=catalogue locale=visit.locale />
                    <Progress />
                    <Answered />
                    <NotAnswered />
                    <div id=LISTS>
                        <ListsChecked lists=lists />
                    </div>
                </CheckList>
                <TestPersons persons=test_persons />
                <section class="prose" id="columns">
                    <h2>{text!("check-file-columns")}</h2>
                    <Prose text=text!("check-file-columns-what") />
                </section>
            </div>
        })
    })
}

/// What for, and which file. The file field is the place to drop a file, too: browsers know how.
#[component]
fn ListForm(
    /// What may be asked for.
    studies: Vec<Study>,
    /// Every purpose.
    catalogue: Catalogue,
    /// The language.
    locale: Locale,
) -> AnyView {
    let option = |asked_for: AskedFor, name: String| view! { <option value=asked_for.to_string()>{name}</option> };
    let study = |study: Study| option(AskedFor::Study(study.id), locale.pick(&study.registration.title));
    let purposes = |commercial: bool| {
        let purpose = |purpose: &domain::purpose::Purpose| {
            option(AskedFor::Purpose { code: purpose.code.clone(), commercial }, locale.pick(&purpose.name))
        };
        catalogue.purposes.iter().map(purpose).collect_view()
    };
    let none = studies.is_empty();
    view! {
        <form class="card" method="post" action="/do/check/file" enctype="multipart/form-data">
            <div class="field">
                <label for="asked_for">{text!("check-file-what-for")}</label>
                <p class="hint" id="asked_for-hint">
                    {text!("check-file-what-for-hint")}
                </p>
                <select id="asked_for" name="asked_for" required aria-describedby="asked_for-hint">
                    <option value="">{text!("check-file-choose")}</option>
                    {(!none)
                        .then(|| {
                            view! {
                                <optgroup label=text!("check-file-studies")>{studies.into_iter().map(study).collect_view()}</optgroup>
                            }
                        })}
                    <optgroup label=text!("check-file-planning")>{purposes(false)}</optgroup>
                    <optgroup label=text!("check-file-planning-commercial")>{purposes(true)}</optgroup>
                </select>
            </div>
            <div class="field">
                <label for="file">{text!("check-file-file")}</label>
                <p class="hint" id="file-hint">
                    {text!("check-file-file-hint")} " " <a href="#columns">{text!("check-file-columns")}</a>
                </p>
                <input id="file" name="file" class="drop" type="file" accept=".csv,text/csv" required aria-describedby="file-hint" />
            </div>
            <p class="row">
                <button type="submit" class="btn big">
                    {text!("check-file-go")}
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// How far it is, where a script can tell.
#[component]
fn Progress() -> AnyView {
    view! {
        <div class="card" data-met="on-its-way" hidden>
            <p>
                <label for="progress">{text!("check-file-on-its-way")}</label>
            </p>
            <progress id="progress" max="100" value="0"></progress>
            <p class="small">{text!("check-file-stay")}</p>
        </div>
    }
    .into_any()
}

/// What came back, where a script can tell: the numbers are put in by it.
#[component]
fn Answered() -> AnyView {
    let count = |decision: &'static str, key: &'static str, look: &'static str| {
        view! {
            <div>
                <dt>{text!(key)}</dt>
                <dd class=look data-count=decision></dd>
            </div>
        }
    };
    view! {
        <section class="card ok" data-met="answered" hidden aria-labelledby="answered-title">
            <h2 id="answered-title">{text!("check-file-answered")}</h2>
            <dl class="counts" id="answered-counts">
                {count("permit", "check-file-permit", "num allowed")}
                {count("deny", "check-file-deny", "num refused")}
                {count("error", "check-file-error", "num")}
            </dl>
            <p>{text!("check-file-answered-what")}</p>
            <p class="row">
                <a class="btn" id="download" href="#answered-title" download="">
                    {text!("check-file-download")}
                </a>
            </p>
        </section>
    }
    .into_any()
}

/// That there is no answer, and why.
#[component]
fn NotAnswered() -> AnyView {
    let reason = |code: &'static str, words: String| {
        view! {
            <p data-met=code hidden>
                {words}
            </p>
        }
    };
    view! {
        <div class="notice bad" role="alert" id="not-answered" tabindex="-1" hidden>
            <div>
                <p>
                    <strong>{text!("check-file-nothing-may-be-disclosed")}</strong>
                </p>
                {reason("broke-off", text!("check-file-broke-off"))}
                {TROUBLES.map(|problem| reason(problem.code(), problem_words(problem))).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

/// The three, to be copied into every list.
#[component]
fn TestPersons(
    /// The three.
    persons: Vec<TestPerson>,
) -> AnyView {
    let person = |person: TestPerson| {
        view! {
            <li>
                <code class="whole">{person.value}</code>
            </li>
        }
    };
    view! {
        <section class="card" id="test-persons">
            <h2>{text!("check-file-test-persons")}</h2>
            <p class="lead">{text!("check-file-test-persons-why")}</p>
            <ul class="plain">{persons.into_iter().map(person).collect_view()}</ul>
            <p class="small">{text!("check-file-test-persons-how")}</p>
        </section>
    }
    .into_any()
}
