//! What the holder did, month by month. Small numbers are not told: they could name somebody.

use crate::components::heading::Heading;
use crate::components::prose::Prose;
use crate::i18n::{Locale, number};
use crate::page::page_with_own_heading;
use crate::text;
use domain::actor::Operation;
use domain::disclosure::Conflict;
use domain::id::StudyId;
use domain::ports::Statistics;
use domain::statistics::{Month, Rounded, What, share};
use leptos::prelude::*;

/// What stands in the columns of the months.
#[derive(Clone, Copy)]
enum Column {
    One(What),
    Reports,
    ReportedRows,
    Unchecked,
}

const COLUMNS: [(Column, &str); 10] = [
    (Column::One(What::Checks), "statistics-checks"),
    (Column::One(What::CheckedRows), "statistics-checked-rows"),
    (Column::Reports, "statistics-reports"),
    (Column::ReportedRows, "statistics-reported-rows"),
    (Column::Unchecked, "statistics-unchecked"),
    (Column::One(What::AgainstChoice(Conflict::Against)), "conflict-kind-against"),
    (Column::One(What::AgainstChoice(Conflict::CheckedBefore)), "conflict-kind-checked-before"),
    (Column::One(What::AgainstChoice(Conflict::LateEntry)), "conflict-kind-late-entry"),
    (Column::One(What::ActivationsIssued), "statistics-issued"),
    (Column::One(What::ActivationsUsed), "statistics-used"),
];

/// A number as it may be shown.
fn shown(n: u64) -> String {
    match Rounded::of(n) {
        Rounded::None => "0".to_owned(),
        Rounded::FewerThanTen => text!("statistics-fewer"),
        Rounded::About(n) => number(n),
    }
}

/// A share as it may be shown.
fn percent(part: u64, whole: u64) -> String {
    share(part, whole).map_or_else(|| "—".to_owned(), |share| format!("{share}%"))
}

/// What the holder did.
#[component]
pub fn HolderStatistics() -> impl IntoView {
    page_with_own_heading("statistics-title", |visit| async move {
        visit.actor.may(Operation::SeeHolder)?;
        let statistics = visit.ports.holder.statistics(&visit.actor).await?;
        let (locale, attested) = (visit.locale, shown(statistics.attested));
        let nothing = statistics.counts.is_empty();
        Ok(view! {
            <div class="wrap stack loose">
                <Heading title="statistics-title" lead="statistics-lead" />
                {if nothing {
                    view! { <p class="card empty">{text!("statistics-none")}</p> }.into_any()
                } else {
                    view! {
                        <Months statistics=statistics.clone() locale=locale />
                        <Studies statistics=statistics locale=locale />
                    }
                        .into_any()
                }}
                <section class="prose">
                    <h2>{text!("statistics-attested")}</h2>
                    <p>
                        <strong>{attested}</strong>
                    </p>
                    <Prose text=text!("statistics-attested-what") />
                </section>
            </div>
        })
    })
}

/// How much of what one month has.
fn sum(statistics: &Statistics, month: Month, of: impl Fn(What) -> bool) -> u64 {
    statistics.counts.iter().filter(|(at, what, _)| *at == month && of(*what)).map(|(_, _, n)| n).sum()
}

fn cell(statistics: &Statistics, month: Month, column: Column) -> String {
    let rows = || sum(statistics, month, |what| matches!(what, What::ReportedRows(_)));
    match column {
        Column::One(wanted) => shown(sum(statistics, month, |what| what == wanted)),
        Column::Reports => shown(sum(statistics, month, |what| matches!(what, What::Reports(_)))),
        Column::ReportedRows => shown(rows()),
        Column::Unchecked => percent(sum(statistics, month, |what| matches!(what, What::UncheckedRows(_))), rows()),
    }
}

#[component]
fn Months(statistics: Statistics, locale: Locale) -> AnyView {
    let heads = COLUMNS.map(|(_, key)| view! { <th scope="col">{text!(key)}</th> });
    let row = |month: &Month| {
        let cells = COLUMNS.map(|(column, _)| view! { <td>{cell(&statistics, *month, column)}</td> });
        view! {
            <tr>
                <th scope="row">{locale.month(month.first_day())}</th>
                {cells.collect_view()}
            </tr>
        }
    };
    let rows = statistics.months.iter().map(row).collect_view();
    view! {
        <section class="stack tight">
            <h2>{text!("statistics-months")}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=text!("statistics-months")>
                <table class="table figures">
                    <thead>
                        <tr>
                            <th scope="col">{text!("statistics-month")}</th>
                            {heads.collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The same year by study.
#[component]
fn Studies(statistics: Statistics, locale: Locale) -> AnyView {
    let total = |wanted: What| statistics.counts.iter().filter(|(_, what, _)| *what == wanted).map(|(_, _, n)| *n).sum::<u64>();
    let of = |id: StudyId| (total(What::Reports(id)), total(What::ReportedRows(id)), total(What::UncheckedRows(id)));
    let rows = statistics.studies.iter().map(|study| {
        let (reports, rows, unchecked) = of(study.id);
        view! {
            <tr>
                <th scope="row">{locale.pick(&study.registration.title)}</th>
                <td>{shown(reports)}</td>
                <td>{shown(rows)}</td>
                <td>{percent(unchecked, rows)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack tight">
            <h2>{text!("statistics-studies")}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=text!("statistics-studies")>
                <table class="table figures">
                    <thead>
                        <tr>
                            <th scope="col">{text!("statistics-study")}</th>
                            <th scope="col">{text!("statistics-reports")}</th>
                            <th scope="col">{text!("statistics-reported-rows")}</th>
                            <th scope="col">{text!("statistics-unchecked")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
