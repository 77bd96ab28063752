//! What this holder reported, and the form for a new report.

pub mod form;
pub mod one;
pub mod preview;
pub mod review;

use crate::components::heading::Heading;
use crate::components::moment::Day;
use crate::components::prose::Prose;
use crate::i18n::{Locale, number};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::disclosure::report::{Changed, ReportLine};
use domain::disclosure::review::DueReport;
use form::ReportForm;
use leptos::prelude::*;
use review::{DueReports, DueTag};
use std::collections::BTreeMap;

/// What this holder reported.
#[component]
pub fn HolderDisclosures() -> impl IntoView {
    page_with_own_heading("disclosures-title", |visit| async move {
        let ports = &visit.ports.disclosures;
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let list = ports.reports(&visit.actor, before).await?;
        let (studies, categories) = (ports.studies(&visit.actor).await?, ports.categories(&visit.actor).await?);
        let corrects = visit.query("corrects").and_then(|text| text.parse().ok());
        let corrected = match corrects {
            Some(id) => ports.one_report(&visit.actor, id).await?.map(|(line, _)| line).filter(|line| line.changed.is_none()),
            None => None,
        };
        let due = visit.ports.reviews.due(&visit.actor).await?;
        let older = list.next.map(|next| format!("{}?before={next}", Path::HolderDisclosures));
        Ok(view! {
            <div class="wrap stack loose">
                <Heading title="disclosures-title" lead="disclosures-lead" />
                <section class="stack" id="report">
                    <h2>{if corrected.is_some() { text!("disclosures-correct") } else { text!("disclosures-new") }}</h2>
                    <ReportForm studies=studies categories=categories fields=corrected.map(as_fields).unwrap_or_default() />
                    <details class="more" id="columns">
                        <summary>{text!("disclosures-columns")}</summary>
                        <Prose text=text!("disclosures-columns-what") />
                    </details>
                </section>
                {before.is_none().then(|| view! { <DueReports due=due.clone() /> })}
                <Reports lines=list.items due=due />
                <nav class="pager" aria-label=text!("disclosures-pages")>
                    {before
                        .map(|_| {
                            view! {
                                <a class="btn ghost" href=Path::HolderDisclosures.to_string()>
                                    {text!("disclosures-newest")}
                                </a>
                            }
                        })}
                    {older
                        .map(|older| {
                            view! {
                                <a class="btn ghost older" href=older rel="next">
                                    {text!("disclosures-older")}
                                </a>
                            }
                        })}
                </nav>
            </div>
        })
    })
}

/// What the form begins with when a report is corrected.
fn as_fields(line: ReportLine) -> BTreeMap<String, String> {
    let (day, (hour, minute, _)) = line.disclosed_at.in_tokyo();
    [
        ("corrects", line.id.to_string()),
        ("study", line.study.id.to_string()),
        ("disclosed_at", format!("{}T{hour:02}:{minute:02}", domain::clock::format_date(day))),
        ("recipient", line.recipient),
        ("form", line.form.code().to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// The list of reports.
#[component]
fn Reports(
    /// Newest first.
    lines: Vec<ReportLine>,
    /// Those with rows that have to be looked at again.
    due: Vec<DueReport>,
) -> AnyView {
    let of = |line: &ReportLine| due.iter().find(|due| due.disclosure == line.id).cloned();
    let none = lines.is_empty();
    view! {
        <section class="card flush" id="reports">
            <div class="head">
                <h2>{text!("disclosures-list")}</h2>
                {none.then(|| view! { <p class="lead">{text!("disclosures-none")}</p> })}
            </div>
            <ul class="rows">{lines.into_iter().map(|line| view! { <ReportRow due=of(&line) line=line /> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// One report in the list.
#[component]
fn ReportRow(
    /// The report.
    line: ReportLine,
    /// When it has to be looked at again, if that is soon.
    due: Option<DueReport>,
) -> AnyView {
    let locale = Locale::current();
    let changed = line.changed.map(|changed| changed_words(&changed));
    view! {
        <li data-report=line.id.to_string()>
            <div>
                <p>
                    <a href=Path::HolderReport(line.id).to_string()>
                        <strong>{locale.pick(&line.study.registration.title)}</strong>
                    </a>
                </p>
                <p class="small muted">
                    <Day at=line.disclosed_at locale=locale />
                    {line.rows.map(|(rows, _)| text!("disclosures-rows", count = number(rows.into()), n = rows))}
                </p>
                <ul class="tags">
                    {changed.map(|words| view! { <li class="tag">{words}</li> })}
                    {line.corrects.map(|_| view! { <li class="tag">{text!("disclosures-is-correction")}</li> })}
                    {(line.conflicts > 0)
                        .then(|| view! { <li class="tag alert">{text!("disclosures-conflicts", count = line.conflicts)}</li> })}
                    {line
                        .rows
                        .filter(|(_, unchecked)| *unchecked > 0)
                        .map(|(_, unchecked)| view! { <li class="tag warn">{text!("disclosures-unchecked", count = unchecked)}</li> })}
                    {due.map(|due| view! { <li><DueTag standing=due.standing day=due.review_by /></li> })}
                    {line.historic.then(|| view! { <li class="tag">{text!("use-historic")}</li> })}
                </ul>
            </div>
        </li>
    }
    .into_any()
}

/// That a report was corrected or withdrawn, and when.
pub(super) fn changed_words(changed: &Changed) -> String {
    let date = Locale::current().date_of(changed.at);
    if changed.by.is_some() { text!("report-corrected-on", date = date) } else { text!("report-withdrawn-on", date = date) }
}
