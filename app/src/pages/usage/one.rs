//! One use: everything that may be told of it.

mod facts;

use crate::components::case_notes::CaseNotes;
use crate::components::switch::{Switch, SwitchForm, Switchboard};
use crate::components::use_words as words;
use crate::components::veil::Veil;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::Operation;
use domain::disclosure::case::CaseNote;
use domain::disclosure::report::Changed;
use domain::disclosure::{Conflict, UseView};
use domain::failure::{Failure, Problem};
use domain::ports::StudyChoice;
use facts::{Approval, Became, Choice, What, Whom};
use leptos::prelude::*;

/// One use.
#[component]
pub fn OneUse() -> impl IntoView {
    page_with_own_heading("usage-one-title", |visit| async move {
        let id = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let of = visit.ports.uses.one_use(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        let switch = study_switch(&visit, &of).await?;
        let told = if of.conflict().is_some() { visit.ports.conflicts.told(&visit.actor, id).await? } else { Vec::new() };
        let locale = visit.locale;
        let ask = visit.actor.may(Operation::Inquire).is_ok().then(|| format!("{}?about={}#ask", Path::Inquiries, of.id));
        let summary = of.details.as_ref().map(|details| locale.pick(&details.study.registration.summary));
        Ok(view! {
            <div class="wrap stack">
                <a class="back" href=Path::Usage.to_string()>
                    {text!("use-lead-to-list")}
                </a>
                <div>
                    <p class="eyebrow">{locale.date_of(of.disclosed_at)}</p>
                    <h1>{words::title(&of)}</h1>
                    {summary.map(|summary| view! { <p class="lead">{summary}</p> })}
                </div>
                {of.veiled.map(|_| view! { <Veil /> })}
                {of.changed.map(|changed| view! { <ChangedNote changed=changed /> })}
                {of.conflict().map(|kind| view! { <ConflictNote kind=kind ask=ask.clone() /> })}
                {(!told.is_empty()).then(|| view! { <Told notes=told /> })}
                <div class="grid two">
                    <div class="stack">
                        <What of=of.clone() />
                        <Whom of=of.clone() />
                        {of
                            .details
                            .clone()
                            .map(|details| {
                                view! {
                                    <Approval of=details.clone() />
                                    <Became of=details.clone() />
                                    <Choice of=details />
                                }
                            })}
                    </div>
                    <Choose switch=switch ask=ask />
                </div>
            </div>
        })
    })
}

/// The switch of the use's study, if one is told and may be refused.
async fn study_switch(visit: &Visit, of: &UseView) -> Result<Option<Switch>, Failure> {
    let Some(details) = &of.details else { return Ok(None) };
    let view = visit.ports.choices.choices_with(&visit.actor, details.study.id).await?;
    // The list holds the study as it is registered now; this use may have been reported under an older version.
    let listed = view.studies.iter().find(|choice| choice.study.id == details.study.id).cloned();
    let choice = listed.unwrap_or_else(|| {
        let intended = details.study.intended(&view.catalogue);
        let permitted = view.choices.verdict(&intended, &view.catalogue).permits();
        StudyChoice { study: details.study.clone(), permitted, exempt: intended.exempt() }
    });
    Ok((!choice.exempt).then(|| Switchboard::new(visit, &view).study(&choice)))
}

/// That the holder corrected or withdrew its report.
#[component]
fn ChangedNote(
    /// When, and whether another report stands instead.
    changed: Changed,
) -> AnyView {
    let date = Locale::current().date_of(changed.at);
    let (code, why) = if changed.by.is_some() {
        ("corrected", text!("use-corrected-why", date = date))
    } else {
        ("withdrawn", text!("use-withdrawn-why", date = date))
    };
    view! {
        <p class="notice warn" data-changed=code>
            {why}
        </p>
    }
    .into_any()
}

/// What the holder answered, and how the desk closed it.
#[component]
fn Told(
    /// Oldest first.
    notes: Vec<CaseNote>,
) -> AnyView {
    view! {
        <section class="stack tight" id="told">
            <h2>{text!("conflict-told")}</h2>
            <CaseNotes notes=notes />
        </section>
    }
    .into_any()
}

/// That a use went against the person's choice, how, and whom to ask.
#[component]
fn ConflictNote(
    /// How it went against it.
    kind: Conflict,
    /// Where to ask the desk about it, for those who may.
    ask: Option<String>,
) -> AnyView {
    let code = kind.code();
    view! {
        <div class="banner" role="alert" data-conflict=code>
            <span class="tag alert">{text!("conflict-tag")}</span>
            <div class="wide">
                <strong>{text!(&format!("conflict-{code}"))}</strong>
                <p>{text!(&format!("conflict-{code}-why"))}</p>
                <p>{text!("conflict-ask")}</p>
                {ask
                    .map(|ask| {
                        view! {
                            <p>
                                <a class="btn" href=ask>
                                    {text!("use-ask")}
                                </a>
                            </p>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}

/// The ways to say no, or yes, to what is like this.
#[component]
fn Choose(
    /// The study's switch, where there is one.
    switch: Option<Switch>,
    /// Where to ask the desk about the use, for those who may.
    ask: Option<String>,
) -> AnyView {
    view! {
        <aside class="stack">
            <section class="card">
                <h2>{text!("use-choose")}</h2>
                {switch
                    .map(|switch| {
                        view! {
                            <div class="lone">
                                <h3>{text!("use-choose-study")}</h3>
                                <SwitchForm switch=switch />
                            </div>
                        }
                    })}
                <p class="muted">{text!("use-choose-why")}</p>
                <p>
                    <a href=Path::Choices.to_string()>{text!("use-choose-all")}</a>
                </p>
                {ask.map(|ask| view! { <p><a href=ask>{text!("use-ask")}</a></p> })}
            </section>
        </aside>
    }
    .into_any()
}
