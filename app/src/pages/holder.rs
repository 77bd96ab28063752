//! The holder's own page: what to do next, and how things stand.

pub mod activations;
pub mod clients;
pub mod leaflet;
pub mod letters;
pub mod poster;
pub mod statistics;
pub mod way_back;

use crate::components::list_checks::ListAlarm;
use crate::components::moment::Day;
use crate::components::prose::Prose;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::pages::disclosures::review::Reminder;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::Operation;
use domain::check::ListCheck;
use domain::disclosure::case::{CaseStatus, ConflictLine};
use domain::disclosure::report::ReportLine;
use domain::disclosure::review::DueReport;
use domain::failure::Failure;
use domain::ports::HolderHome;
use leptos::prelude::*;

/// How many reports are shown.
const NEWEST: usize = 3;

/// The holder's own page.
#[component]
pub fn Holder() -> impl IntoView {
    page_with_own_heading("holder-title", |visit| async move {
        visit.actor.may(Operation::SeeHolder)?;
        let home = visit.ports.holder.home(&visit.actor).await?;
        let news = News::of(&visit).await?;
        Ok(whole(&visit, &home, news))
    })
}

/// How things stand.
struct News {
    list: Option<ListCheck>,
    conflicts: Vec<ConflictLine>,
    reviews: Vec<DueReport>,
    reports: Vec<ReportLine>,
}

impl News {
    async fn of(visit: &Visit) -> Result<Self, Failure> {
        let (ports, actor) = (&visit.ports, &visit.actor);
        let list = ports.checks.list_checks(actor).await?.into_iter().next();
        let conflicts = ports.conflicts.of_holder(actor, None).await?.items;
        let conflicts = conflicts.into_iter().filter(|conflict| conflict.status == CaseStatus::Open).collect();
        let reports = ports.disclosures.reports(actor, None).await?.items.into_iter().take(NEWEST).collect();
        let reviews = ports.reviews.due(actor).await?;
        Ok(Self { list, conflicts, reviews, reports })
    }
}

fn whole(visit: &Visit, home: &HolderHome, news: News) -> AnyView {
    let locale = visit.locale;
    let manages = visit.actor.may(Operation::ManageClients).is_ok();
    view! {
        <div class="wrap stack loose">
            <div>
                <p class="eyebrow">{text!("holder-title")}</p>
                <h1>{locale.pick(&home.holder.name)}</h1>
                <p class="lead">{text!("holder-lead")}</p>
            </div>
            <ListAlarm newest=news.list />
            {(!news.conflicts.is_empty()).then(|| view! { <OpenConflicts count=news.conflicts.len() /> })}
            <Reminder due=news.reviews />
            {(!home.did_something).then(|| view! { <FirstSteps /> })}
            <Ways />
            {(!news.reports.is_empty()).then(|| view! { <Newest reports=news.reports locale=locale /> })}
            <section class="card flush">
                <h2 class="head">{text!("holder-more")}</h2>
                <ul class="rows">
                    {manages
                        .then(|| {
                            view! {
                                <More path=Path::HolderClients title="clients-title" words=text!("holder-clients", count = home.clients) />
                                <More path=Path::HolderPeople title="holder-people-link" words=text!("holder-people-what") />
                            }
                        })}
                    <More path=Path::HolderStatistics title="statistics-title" words=text!("holder-statistics-what") />
                    <More path=Path::HolderPoster title="poster-title" words=text!("holder-poster-what") />
                    <More path=Path::HolderLeaflet title="leaflet-title" words=text!("holder-leaflet-what") />
                </ul>
            </section>
        </div>
    }
    .into_any()
}

/// Somebody waits for an answer.
#[component]
fn OpenConflicts(count: usize) -> AnyView {
    view! {
        <div class="banner" role="note" data-open-conflicts=count.to_string()>
            <span class="tag alert">{text!("conflicts-title")}</span>
            <div>
                <strong>{text!("holder-conflicts", count = count)}</strong>
                <p>{text!("holder-conflicts-what")}</p>
            </div>
            <a class="btn ghost" href=Path::HolderConflicts.to_string()>
                {text!("holder-conflicts-go")}
            </a>
        </div>
    }
    .into_any()
}

/// What was reported last.
#[component]
fn Newest(reports: Vec<ReportLine>, locale: Locale) -> AnyView {
    let row = |report: ReportLine| {
        view! {
            <li>
                <div>
                    <p>
                        <a href=Path::HolderReport(report.id).to_string()>
                            <strong>{locale.pick(&report.study.registration.title)}</strong>
                        </a>
                    </p>
                    <p class="muted">
                        <Day at=report.disclosed_at locale=locale />
                        " · "
                        {report.recipient}
                    </p>
                </div>
            </li>
        }
    };
    view! {
        <section class="card flush">
            <h2 class="head">{text!("holder-newest")}</h2>
            <ul class="rows">{reports.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// For an organisation that has just joined.
#[component]
fn FirstSteps() -> AnyView {
    view! {
        <section class="card wash" id="first-steps">
            <h2>{text!("holder-first")}</h2>
            <Prose text=text!("holder-first-steps") />
        </section>
    }
    .into_any()
}

/// The three things that people come for.
#[component]
fn Ways() -> AnyView {
    let ways = [
        (Path::HolderCheck, "holder-way-check", "holder-way-check-what", "check-file-title"),
        (Path::HolderDisclosures, "holder-way-report", "holder-way-report-what", "disclosures-title"),
        (Path::HolderActivations, "holder-way-letters", "holder-way-letters-what", "activations-title"),
    ];
    let card = |(path, title, what, link): (Path, &'static str, &'static str, &'static str)| {
        view! {
            <section class="card figure">
                <h2>{text!(title)}</h2>
                <p>{text!(what)}</p>
                <p class="end">
                    <a class="btn" href=path.to_string()>
                        {text!(link)}
                    </a>
                </p>
            </section>
        }
    };
    view! { <div class="grid three">{ways.map(card).collect_view()}</div> }.into_any()
}

#[component]
fn More(path: Path, title: &'static str, words: String) -> AnyView {
    view! {
        <li>
            <div>
                <p>
                    <a href=path.to_string()>
                        <strong>{text!(title)}</strong>
                    </a>
                </p>
                <p class="muted">{words}</p>
            </div>
        </li>
    }
    .into_any()
}
