//! What the person says, and what holds: everything, companies, purposes, studies.

use crate::components::problem::problem_words;
use crate::components::purpose_words::why;
use crate::components::switch::{ConfirmCard, Confirming, Saved, SavedCard, Switch, SwitchAndSaved, Switchboard};
use crate::components::veil::Veil;
use crate::i18n::Locale;
use crate::islands::choice_switch::{BOARD, ChoiceBoard, TROUBLE};
use crate::notice;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::choice::Scope;
use domain::failure::{Failure, Problem};
use domain::ports::{ChoicesView, StudyChoice};
use domain::purpose::Purpose;
use domain::study::Status;
use leptos::prelude::*;

/// What a decision made in place can meet.
const TROUBLES: [Problem; 11] = [
    Problem::OnlyCancelRecovery,
    Problem::ClosedAfterRecovery,
    Problem::HigherLevelNeeded,
    Problem::WrongPerson,
    Problem::DecisionKeyReused,
    Problem::NotRefusable,
    Problem::UnknownStudy,
    Problem::TooManyRequests,
    Problem::WrongOrigin,
    Problem::Unavailable,
    Problem::Internal,
];

/// What the person says, and what holds.
#[component]
pub fn Choices() -> impl IntoView {
    page_with_own_heading("choices-title", |visit| async move {
        let view = visit.ports.choices.choices(&visit.actor).await?;
        let saved = just_saved(&visit, &view).await?;
        let switches = Switchboard::new(&visit, &view).all();
        let confirming = to_confirm(&visit, &view).await?;
        let closed_until = view.closed_until.map(|until| visit.locale.moment(until));
        let other = visit.acts_for_other();
        // A study that is not offered here (any more) has no switch beside which the card could stand.
        let on_top = saved.clone().filter(|saved| !switches.iter().any(|switch| switch.scope == saved.scope));
        Ok(view! {
            <div class="wrap stack">
                <div>
                    <h1>{text!(if other { "choices-title-other" } else { "choices-title" })}</h1>
                    <p class="lead">{text!(if other { "choices-lead-other" } else { notice::LEAD })}</p>
                </div>
                {closed_until.map(|until| view! { <ClosedNote until=until /> })}
                {view.veiled.then(|| view! { <Veil /> })}
                {confirming.map(|of| view! { <ConfirmCard of=of /> })}
                <div class="grid two">
                    <ChoiceBoard>
                        <div id=BOARD class="stack">
                            {on_top.map(|saved| view! { <SavedCard saved=saved /> })}
                            <Scopes view=view switches=switches saved=saved />
                        </div>
                        <NotRecorded />
                    </ChoiceBoard>
                    <Beside />
                </div>
            </div>
        })
    })
}

/// The decision that a plain form has just made: its number stands in the address, its words come from the store.
async fn just_saved(visit: &Visit, view: &ChoicesView) -> Result<Option<Saved>, Failure> {
    let Some(position) = visit.query("decided").and_then(|text| text.parse().ok()) else { return Ok(None) };
    let decided = visit.ports.choices.decision(&visit.actor, position).await?;
    Ok(decided.map(|decided| Switchboard::new(visit, view).saved(&decided.decision)))
}

/// The allow that a passkey has to be shown for, as the address names it. Nothing is said by looking at it.
async fn to_confirm(visit: &Visit, view: &ChoicesView) -> Result<Option<Confirming>, Failure> {
    let scope: Option<Scope> = visit.query("confirm").and_then(|text| text.parse().ok());
    let Some(scope) = scope.filter(|_| view.closed_until.is_none()) else { return Ok(None) };
    let studies = visit.ports.choices.studies_named(&visit.actor, std::slice::from_ref(&scope)).await?;
    Ok(Some(Switchboard::new(visit, view).confirming(&scope, &studies)))
}

/// That something could not be recorded, and why: all of it hidden until it is so.
#[component]
fn NotRecorded() -> AnyView {
    let reasons = TROUBLES.map(|met| {
        view! {
            <p data-met=met.code() hidden>
                {problem_words(met)}
            </p>
        }
    });
    view! {
        <div class="notice bad" role="alert" id=TROUBLE hidden>
            <div>
                <p>
                    <strong>{text!("choices-failed")}</strong>
                </p>
                {reasons.collect_view()}
            </div>
        </div>
    }
    .into_any()
}

/// After a recovery nothing can be taken back.
#[component]
fn ClosedNote(
    /// Until when.
    until: String,
) -> AnyView {
    view! {
        <div class="banner warn">
            <div>
                <strong>{text!("choices-closed-title", until = until)}</strong>
                <p>{text!("choices-closed-why")}</p>
            </div>
        </div>
    }
    .into_any()
}

/// Every scope that there is for this person.
#[component]
fn Scopes(
    /// What holds.
    view: ChoicesView,
    /// Every switch.
    switches: Vec<Switch>,
    /// What was just decided.
    saved: Option<Saved>,
) -> AnyView {
    let switch_of = move |scope: &Scope| {
        let scope = scope.to_string();
        switches.iter().find(|switch| switch.scope == scope).cloned()
    };
    let drawn = |scope: &Scope| switch_of(scope).map(|switch| view! { <SwitchAndSaved switch=switch saved=saved.clone() /> }.into_any());
    let purposes = view.catalogue.purposes.iter().map(|purpose| {
        let switch = drawn(&Scope::Purpose(purpose.code.clone()));
        view! { <PurposeChoice purpose=purpose.clone() switch=switch /> }
    });
    let studies = view.studies.iter().map(|choice| {
        let switch = drawn(&Scope::Study(choice.study.id));
        view! { <StudyRow choice=choice.clone() switch=switch /> }
    });
    let studies_lead = match (view.veiled, view.studies.is_empty()) {
        (true, _) => "choices-studies-veiled",
        (false, true) => "choices-studies-none",
        (false, false) => "choices-studies-why",
    };
    view! {
        <div class="stack">
            <section class="card flush">
                <div class="choice all">
                    <div class="words">
                        <h2>{text!("choices-all")}</h2>
                        <p>{text!("choices-all-why")}</p>
                    </div>
                    {drawn(&Scope::All)}
                </div>
            </section>
            <section class="card flush">
                <h2 class="head">{text!("choices-who")}</h2>
                <div class="choice">
                    <div class="words">
                        <h3>{text!("choices-commercial")}</h3>
                        <p>{text!("choices-commercial-why")}</p>
                    </div>
                    {drawn(&Scope::Commercial)}
                </div>
            </section>
            <section class="card flush">
                <h2 class="head">{text!("choices-what-for")}</h2>
                {purposes.collect_view()}
            </section>
            <section class="card flush">
                <div class="head">
                    <h2>{text!("choices-studies")}</h2>
                    <p class="lead">{text!(studies_lead)}</p>
                    <p class="alone">
                        <a href=Path::Studies.to_string()>{text!("choices-studies-all")}</a>
                    </p>
                </div>
                {studies.collect_view()}
            </section>
        </div>
    }
    .into_any()
}

/// A purpose, with its switch or the law that leaves none.
#[component]
fn PurposeChoice(
    /// The purpose.
    purpose: Purpose,
    /// Its switch; a purpose that cannot be refused has none.
    switch: Option<AnyView>,
) -> AnyView {
    let locale = Locale::current();
    let law = purpose.legal_basis.as_ref().map(|basis| text!("choices-not-refusable-why", basis = locale.pick(basis)));
    view! {
        <div class="choice" id=format!("purpose-{}", purpose.code)>
            <div class="words">
                <h3>{locale.pick(&purpose.name)}</h3>
                {why(&purpose).map(|why| view! { <p>{why}</p> })}
                {law.map(|law| view! { <p class="small">{law}</p> })}
            </div>
            {switch.unwrap_or_else(|| view! { <span class="tag">{text!("choices-not-refusable")}</span> }.into_any())}
        </div>
    }
    .into_any()
}

/// A study that used the person's records.
#[component]
fn StudyRow(
    /// The study.
    choice: StudyChoice,
    /// Its switch; a study that the law exempts has none.
    switch: Option<AnyView>,
) -> AnyView {
    let locale = Locale::current();
    let study = choice.study;
    let ended = matches!(study.status, Status::Ended | Status::Deleted);
    let users = crate::components::use_words::listed(study.registration.users.iter().map(|user| locale.pick(&user.name)));
    let law = choice.exempt.then(|| text!("choices-study-exempt-why", basis = locale.pick(&study.registration.legal_basis)));
    view! {
        <div class="choice" id=format!("study-{}", study.id)>
            <div class="words">
                <h3>
                    <a href=Path::Study(study.id).to_string()>{locale.pick(&study.registration.title)}</a>
                </h3>
                <p>{users}</p>
                {(ended || study.commercial())
                    .then(|| {
                        view! {
                            <ul class="tags">
                                {study.commercial().then(|| view! { <li class="tag biz">{text!("use-commercial")}</li> })}
                                {ended.then(|| view! { <li class="tag">{text!("choices-study-ended")}</li> })}
                            </ul>
                        }
                    })}
                {law.map(|law| view! { <p class="small">{law}</p> })}
            </div>
            {switch.unwrap_or_else(|| view! { <span class="tag">{text!("choices-not-refusable")}</span> }.into_any())}
        </div>
    }
    .into_any()
}

/// What follows from a choice, said once and without persuasion.
#[component]
fn Beside() -> AnyView {
    view! {
        <aside class="stack">
            <section class="card">
                <h2>{text!("choices-effect")}</h2>
                <ul class="plain">{notice::EFFECT.map(|key| view! { <li>{text!(key)}</li> })}</ul>
            </section>
            <section class="card">
                <h2>{text!("choices-weigh")}</h2>
                <ul class="plain">{notice::WEIGH.map(|key| view! { <li>{text!(key)}</li> })}</ul>
            </section>
            <p>
                <a href=Path::Decisions.to_string()>{text!("choices-history")}</a>
            </p>
        </aside>
    }
    .into_any()
}
