//! One study of the public register: everything that was registered, what came of it, and the way to say no to it.

use crate::components::study_facts::{Lists, StudyFacts, StudyMarks, StudyStanding, exempt};
use crate::components::switch::{Switch, SwitchForm, Switchboard};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::ports::register::Entry;
use domain::study::Study;
use leptos::prelude::*;

/// One study.
#[component]
pub fn OneStudy() -> impl IntoView {
    page_with_own_heading("study-title", |visit| async move {
        let id = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let register = &visit.ports.register;
        let entry = register.entry(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        let lists = Lists { catalogue: visit.ports.studies.purposes().await?, categories: register.categories(&visit.actor).await? };
        let choose = choose(&visit, &entry, exempt(&entry.study.registration, &lists.catalogue)).await?;
        let registration = entry.study.registration.clone();
        Ok(view! {
            <div class="register-hero">
                <div class="wrap study-head">
                    <a class="back" href=Path::Studies.to_string()>
                        {text!("study-back")}
                    </a>
                    <ul class="tags">
                        <StudyMarks of=entry.clone() catalogue=lists.catalogue.clone() />
                    </ul>
                    <h1>{visit.locale.pick(&registration.title)}</h1>
                    <p class="lead asis">{visit.locale.pick(&registration.summary)}</p>
                </div>
            </div>
            <div class="wrap stack">
                {entry.results_overdue.then(|| view! { <Overdue /> })}
                <div class="grid two">
                    <div class="stack">
                        <StudyFacts of=registration lists=lists />
                        <StudyStanding of=entry />
                    </div>
                    {choose}
                </div>
            </div>
        })
    })
}

/// What the person who looks can do about the study.
async fn choose(visit: &Visit, entry: &Entry, exempt: bool) -> Result<AnyView, Failure> {
    if exempt {
        let law = visit.locale.pick(&entry.study.registration.legal_basis);
        return Ok(view! { <Exempt law=law /> }.into_any());
    }
    match &visit.actor {
        Actor::Anonymous => {
            let next = leptos_router::location::Url::escape(&Path::Study(entry.study.id).to_string());
            Ok(view! { <SignInToChoose to=format!("{}?next={next}", Path::SignIn) /> }.into_any())
        }
        actor if actor.may(Operation::SeeChoices).is_ok() => {
            let switch = study_switch(visit, &entry.study).await?;
            Ok(view! { <Choose switch=switch /> }.into_any())
        }
        _ => Ok(view! { <aside></aside> }.into_any()),
    }
}

/// The study's switch, whether or not it ever used the person's records.
async fn study_switch(visit: &Visit, study: &Study) -> Result<Switch, Failure> {
    let view = visit.ports.choices.choices_with(&visit.actor, study.id).await?;
    let choice = view.studies.iter().find(|listed| listed.study.id == study.id).ok_or(Problem::NotFound)?;
    Ok(Switchboard::new(visit, &view).study(choice))
}

/// That nobody knows yet what came of it, though it is time.
#[component]
fn Overdue() -> AnyView {
    view! {
        <div class="banner warn">
            <span class="tag warn">{text!("studies-overdue")}</span>
            <div class="wide">
                <p>{text!("use-results-overdue-why")}</p>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Choose(switch: Switch) -> AnyView {
    view! {
        <aside class="stack">
            <section class="card" id="choose">
                <h2>{text!("study-choose")}</h2>
                <div class="lone">
                    <h3>{text!("use-choose-study")}</h3>
                    <SwitchForm switch=switch />
                </div>
                <p class="muted">{text!("use-choose-why")}</p>
                <p>
                    <a href=Path::Choices.to_string()>{text!("use-choose-all")}</a>
                </p>
            </section>
        </aside>
    }
    .into_any()
}

#[component]
fn SignInToChoose(to: String) -> AnyView {
    view! {
        <aside class="stack">
            <section class="card wash">
                <h2>{text!("study-choose")}</h2>
                <p>{text!("study-choose-visitor")}</p>
                <p class="row">
                    <a class="btn wide" href=to>
                        {text!("sign-in")}
                    </a>
                    <a class="btn quiet" href=Path::Help.to_string()>
                        {text!("study-choose-other-ways")}
                    </a>
                </p>
            </section>
        </aside>
    }
    .into_any()
}

#[component]
fn Exempt(law: String) -> AnyView {
    view! {
        <aside class="stack">
            <section class="card wash">
                <p class="eyebrow">{text!("studies-exempt")}</p>
                <h2>{text!("study-exempt")}</h2>
                <p>{text!("study-exempt-why")}</p>
                <p class="small muted">{law}</p>
                <p>
                    <a href=Path::Purposes.to_string()>{text!("purposes-title")}</a>
                </p>
            </section>
        </aside>
    }
    .into_any()
}
