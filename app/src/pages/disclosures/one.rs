//! One report: what it said, what was answered, and how to correct it.

use super::changed_words;
use super::preview::LeftOut;
use super::review::Reviews;
use crate::components::again::Again;
use crate::components::fact::Fact;
use crate::i18n::{Locale, number};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::disclosure::Conflict;
use domain::disclosure::report::{Changed, ReportLine, Reported, RowFault};
use domain::failure::Problem;
use domain::form_draft::Place;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// How many rows are named.
const NAMED: usize = 100;

/// One report.
#[component]
pub fn HolderReport() -> impl IntoView {
    page_with_own_heading("report-title", |visit| async move {
        let id = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let (line, answer) = visit.ports.disclosures.one_report(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        let done = visit.query("done");
        let reported = done.as_deref() == Some("reported") && line.changed.is_none();
        let reviewed = done.as_deref() == Some("reviewed");
        let rows = visit.ports.reviews.of_report(&visit.actor, id).await?;
        let again = Again::of(&visit, Place::Review(id), "/do/reviews/settle").await?;
        let key = visit.form_key();
        let locale = visit.locale;
        Ok(view! {
            <div class="wrap stack">
                <a class="back" href=Path::HolderDisclosures.to_string()>
                    {text!("report-to-list")}
                </a>
                <div>
                    <p class="eyebrow">{locale.date_of(line.disclosed_at)}</p>
                    <h1>{locale.pick(&line.study.registration.title)}</h1>
                </div>
                {reported.then(|| view! { <p class="notice ok" role="status">{text!("report-done")}</p> })}
                {line.changed.map(|changed| view! { <ChangedNote changed=changed /> })}
                <Facts line=line.clone() />
                <Reviews report=id rows=rows done=reviewed again=again />
                {answer.map(|answer| view! { <Answer answer=answer /> })}
                {line.changed.is_none().then(|| view! { <Change line=line key=key /> })}
            </div>
        })
    })
}

/// That it no longer stands.
#[component]
fn ChangedNote(changed: Changed) -> AnyView {
    let instead = changed.by.map(|by| {
        view! {
            <p>
                <a href=Path::HolderReport(by).to_string()>{text!("report-instead")}</a>
            </p>
        }
    });
    view! {
        <div class="notice warn">
            <div>
                <p>
                    <strong>{changed_words(&changed)}</strong>
                </p>
                {instead}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Facts(line: ReportLine) -> AnyView {
    let locale = Locale::current();
    let corrects = line.corrects.map(|old| {
        view! {
            <Fact term=text!("report-corrects")>
                <a href=Path::HolderReport(old).to_string()>{text!("report-corrects-see")}</a>
            </Fact>
        }
    });
    view! {
        <section class="card">
            <dl class="facts lines">
                <Fact term=text!("report-id")>
                    <span class="mono breaks">{line.id.to_string()}</span>
                </Fact>
                <Fact term=text!("report-disclosed-at")>{locale.moment(line.disclosed_at)}</Fact>
                <Fact term=text!("report-reported-at")>{locale.moment(line.reported_at)}</Fact>
                <Fact term=text!("report-recipient")>{line.recipient}</Fact>
                <Fact term=text!("report-form")>{text!(&format!("form-{}", line.form.code()))}</Fact>
                {line.rows.map(|(rows, _)| view! { <Fact term=text!("report-preview-good")>{number(rows.into())}</Fact> })}
                {line
                    .rows
                    .map(|(_, unchecked)| view! { <Fact term=text!("report-preview-unchecked")>{number(unchecked.into())}</Fact> })}
                <Fact term=text!("report-conflicts")>
                    {number(line.conflicts.into())} " "
                    {(line.conflicts > 0)
                        .then(|| view! { <a href=Path::HolderConflicts.to_string()>{text!("report-conflicts-see")}</a> })}
                </Fact>
                {corrects}
            </dl>
        </section>
    }
    .into_any()
}

/// What was answered when it came in.
#[component]
fn Answer(answer: Reported) -> AnyView {
    let mut counts: BTreeMap<RowFault, u32> = BTreeMap::new();
    for (_, fault) in &answer.errors {
        *counts.entry(*fault).or_default() += 1;
    }
    let all = u32::try_from(answer.errors.len()).unwrap_or(u32::MAX);
    let rows = answer.errors.into_iter().take(NAMED).collect();
    view! {
        <Against rows=answer.conflicts />
        <LeftOut counts=counts.into_iter().collect() rows=rows all=all />
    }
    .into_any()
}

/// Which rows went against a choice.
#[component]
fn Against(rows: Vec<(u32, Conflict)>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let row = |(index, kind): (u32, Conflict)| {
            view! {
                <tr data-conflict=kind.code()>
                    <th scope="row">{text!("report-row", n = index + 1)}</th>
                    <td>{text!(&format!("conflict-kind-{}", kind.code()))}</td>
                </tr>
            }
        };
        view! {
            <section class="card" id="against">
                <h2>{text!("report-against")}</h2>
                <p>{text!("report-against-what")}</p>
                <div class="scroll" tabindex="0" role="region" aria-label=text!("report-rows-table")>
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{text!("report-row-head")}</th>
                                <th scope="col">{text!("report-why")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().take(NAMED).map(row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}

/// The two ways to change it.
#[component]
fn Change(line: ReportLine, key: String) -> AnyView {
    let correct = format!("{}?corrects={}#report", Path::HolderDisclosures, line.id);
    view! {
        <section class="card">
            <h2>{text!("report-wrong")}</h2>
            <p>{text!("report-wrong-what")}</p>
            <p class="row">
                <a class="btn ghost" href=correct>
                    {text!("disclosures-correct")}
                </a>
            </p>
            <details class="more">
                <summary>{text!("report-withdraw")}</summary>
                <form method="post" action="/do/disclosures/withdraw" class="stack tight">
                    <p>{text!("report-withdraw-what")}</p>
                    <input type="hidden" name="report" value=line.id.to_string() />
                    <input type="hidden" name="key" value=key />
                    <p>
                        <button type="submit" class="btn danger">
                            {text!("report-withdraw-do")}
                        </button>
                    </p>
                </form>
            </details>
        </section>
    }
    .into_any()
}
