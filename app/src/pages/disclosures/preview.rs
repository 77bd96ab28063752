//! What would be reported, before it is; or what has to be changed first. Nothing that was written is lost.

use super::form::ReportForm;
use crate::components::fact::Fact;
use crate::components::problem::problem_words;
use crate::components::use_words::listed;
use crate::i18n::{Locale, number};
use crate::page::page;
use crate::routes::Path;
use crate::text;
use domain::category::Category;
use domain::clock::{Timestamp, parse_date};
use domain::disclosure::report::RowFault;
use domain::failure::Problem;
use domain::ports::disclosures::{DraftView, Preview};
use domain::study::Study;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What would be reported.
#[component]
pub fn ReportPreview() -> impl IntoView {
    page("report-preview-title", |visit| async move {
        let ports = &visit.ports.disclosures;
        let draft = visit.query("draft").and_then(|text| text.parse().ok()).ok_or(Problem::NotFound)?;
        let view = ports.drafted(&visit.actor, draft).await?.ok_or(Problem::NotFound)?;
        let (studies, categories) = (ports.studies(&visit.actor).await?, ports.categories(&visit.actor).await?);
        Ok(match view {
            DraftView::Ready(preview) => view! { <Ready preview=*preview studies=studies categories=categories /> }.into_any(),
            DraftView::Faulty { problem, fields } => {
                view! { <Faulty problem=problem fields=fields studies=studies categories=categories /> }.into_any()
            }
        })
    })
}

/// What has to be changed first, and the form as it was filled in.
#[component]
fn Faulty(problem: Problem, fields: BTreeMap<String, String>, studies: Vec<Study>, categories: Vec<Category>) -> AnyView {
    view! {
        <div class="summary" role="alert" id="problem" data-problem=problem.code()>
            <h2>{text!("problem-summary")}</h2>
            <p>{problem_words(problem)}</p>
            <p>{text!("report-faulty")}</p>
        </div>
        <ReportForm studies=studies categories=categories fields=fields />
    }
    .into_any()
}

/// Numbers, what is left out, and the button.
#[component]
fn Ready(preview: Preview, studies: Vec<Study>, categories: Vec<Category>) -> AnyView {
    let fields = preview.fields.clone();
    let count = |term: &'static str, count: u32, look: &'static str| {
        view! {
            <div>
                <dt>{text!(term)}</dt>
                <dd class=look>{number(count.into())}</dd>
            </div>
        }
    };
    let left_out = preview.rows - preview.good;
    let good = preview.good > 0;
    view! {
        <p class="lead">{text!("report-preview-lead")}</p>
        <section class="card">
            <h2>{Locale::current().pick(&preview.study.registration.title)}</h2>
            <Head fields=preview.fields.clone() categories=categories.clone() />
            <dl class="counts" id="counts">
                {count("report-preview-good", preview.good, "num")}
                {count("report-preview-unchecked", preview.unchecked, "num")}
                {count("report-preview-left-out", left_out, "num")}
            </dl>
            {(preview.unchecked > 0).then(|| view! { <p class="notice warn">{text!("report-preview-unchecked-what")}</p> })}
            {if good {
                view! {
                    <form method="post" action="/do/disclosures/report">
                        <input type="hidden" name="draft" value=preview.draft.to_string() />
                        <p class="row">
                            <button type="submit" class="btn big">
                                {text!("report-go", count = preview.good)}
                            </button>
                        </p>
                        <p class="small muted">{text!("report-go-what")}</p>
                    </form>
                }
                    .into_any()
            } else {
                view! { <p class="notice warn">{text!("report-preview-nothing")}</p> }.into_any()
            }}
        </section>
        <LeftOut counts=preview.left_out_counts rows=preview.left_out all=left_out />
        <details class="more" id="change" open=!good>
            <summary>{text!("report-change")}</summary>
            <ReportForm studies=studies categories=categories fields=fields />
        </details>
        <p>
            <a href=Path::HolderDisclosures.to_string()>{text!("report-drop")}</a>
        </p>
    }
    .into_any()
}

/// Days and times as people read them; what cannot be read stays as it was typed.
fn in_words(name: &str, value: &str) -> String {
    let locale = Locale::current();
    let read = match name {
        "disclosed_at" => Timestamp::typed_in_tokyo(value).ok().map(|at| locale.moment(at)),
        "records_from" | "records_to" => parse_date(value).ok().map(|day| locale.date(day)),
        _ => None,
    };
    read.unwrap_or_else(|| value.to_owned())
}

/// What holds for all of it, as it was written.
#[component]
fn Head(fields: BTreeMap<String, String>, categories: Vec<Category>) -> AnyView {
    let shown = [
        ("disclosed_at", "report-disclosed-at"),
        ("recipient", "report-recipient"),
        ("records_from", "report-records-from"),
        ("records_to", "report-records-to"),
        ("check_id", "report-check"),
    ];
    let fact = |term: &'static str, value: String| {
        view! {
            <Fact term=text!(term)>
                <span class="breaks">{value}</span>
            </Fact>
        }
        .into_any()
    };
    let said = |name: &str| fields.get(name).filter(|value| !value.is_empty());
    let mut facts: Vec<AnyView> =
        shown.into_iter().filter_map(|(name, term)| said(name).map(|value| fact(term, in_words(name, value)))).collect();
    facts.extend(said("form").map(|code| fact("report-form", text!(&format!("form-{code}")))));
    let chosen = said("category").cloned().unwrap_or_default();
    let kinds = categories.iter().filter(|category| chosen.split_whitespace().any(|code| code == category.code));
    facts.push(fact("report-categories", listed(kinds.map(|category| Locale::current().pick(&category.name)))));
    view! { <dl class="facts lines">{facts}</dl> }.into_any()
}

/// Which rows are not reported, and why.
#[component]
pub fn LeftOut(
    /// How many, by reason.
    counts: Vec<(RowFault, u32)>,
    /// Which, from 0.
    rows: Vec<(u32, RowFault)>,
    /// How many there are.
    all: u32,
) -> impl IntoView {
    let (named, more) = (rows.len(), u64::from(all) > rows.len() as u64);
    (!rows.is_empty()).then(|| {
        let reason = |(fault, n): (RowFault, u32)| {
            view! { <li>{text!(&format!("report-fault-{}", fault.code()))} ": " <strong>{number(n.into())}</strong></li> }
        };
        let row = |(index, fault): (u32, RowFault)| {
            view! {
                <tr data-row=index.to_string()>
                    <th scope="row">{text!("report-row", n = index + 1)}</th>
                    <td>{text!(&format!("report-fault-{}", fault.code()))}</td>
                </tr>
            }
        };
        view! {
            <section class="card" id="left-out">
                <h2>{text!("report-left-out")}</h2>
                <ul>{counts.into_iter().map(reason).collect_view()}</ul>
                <div class="scroll" tabindex="0" role="region" aria-label=text!("report-rows-table")>
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{text!("report-row-head")}</th>
                                <th scope="col">{text!("report-why")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
                {more.then(|| view! { <p class="small muted">{text!("report-left-out-more", count = named)}</p> })}
            </section>
        }
    })
}
