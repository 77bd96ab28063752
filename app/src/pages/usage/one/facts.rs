//! The facts of a use, in the order in which people ask: what, to whom and what for, who allowed it, what came of it.

use crate::components::fact::Fact;
use crate::components::use_words as words;
use crate::i18n::Locale;
use crate::routes::Path;
use crate::text;
use domain::clock::parse_date;
use domain::disclosure::{Allowed, UseDetails, UseView};
use domain::study::{Status, Study};
use leptos::prelude::*;

/// What was handed over, when and by whom.
#[component]
pub fn What(
    /// The use.
    of: UseView,
) -> AnyView {
    let locale = Locale::current();
    let details = of.details.as_ref();
    let period = details.and_then(|details| details.records);
    let count = details.and_then(|details| details.record_count);
    let source = of.holder.as_ref().map(|holder| text!(&format!("source-{}", holder.kind.code())));
    let holder = words::holder(&of);
    view! {
        <section class="card">
            <h2>{text!("use-what")}</h2>
            <dl class="facts lines">
                <Fact term=text!("use-day")>{locale.date_of(of.disclosed_at)}</Fact>
                <Fact term=text!("use-holder")>
                    <p>{holder}</p>
                    {source.map(|source| view! { <p class="small muted">{source}</p> })}
                </Fact>
                <Fact term=text!("use-categories")>
                    <ul class="tags">
                        {of.categories.iter().map(|category| view! { <li class="tag">{locale.pick(&category.name)}</li> }).collect_view()}
                    </ul>
                </Fact>
                {period
                    .map(|(from, to)| {
                        view! {
                            <Fact term=text!(
                                "use-records"
                            )>{text!("use-records-range", from = locale.date(from), to = locale.date(to))}</Fact>
                        }
                    })}
                {count.map(|count| view! { <Fact term=text!("use-count")>{text!("use-count-value", count = count)}</Fact> })}
                <Fact term=text!("use-form")>
                    <p>{words::form(of.form)}</p>
                    <p class="small muted">{text!(&format!("form-{}-why", of.form.code()))}</p>
                </Fact>
            </dl>
        </section>
    }
    .into_any()
}

/// What for, and who uses it.
#[component]
pub fn Whom(
    /// The use.
    of: UseView,
) -> AnyView {
    let locale = Locale::current();
    view! {
        <section class="card">
            <h2>{if of.details.is_some() { text!("use-whom") } else { text!("use-what-for") }}</h2>
            <dl class="facts lines">
                <Fact term=text!("use-purposes")>
                    <ul>{of.purposes.iter().map(|purpose| view! { <li>{locale.pick(&purpose.name)}</li> }).collect_view()}</ul>
                </Fact>
                {of.details.map(|details| view! { <Users of=details /> })}
            </dl>
        </section>
    }
    .into_any()
}

/// Who uses the records and where else they come from.
#[component]
fn Users(
    /// The use's details.
    of: UseDetails,
) -> AnyView {
    let locale = Locale::current();
    let registration = &of.study.registration;
    let users = registration
        .users
        .iter()
        .map(move |user| {
            view! {
                <li>
                    {locale.pick(&user.name)} " "
                    {user.commercial.then(|| view! { <span class="tag biz">{text!("use-commercial")}</span> })}
                </li>
            }
        })
        .collect_view();
    let sources = registration
        .sources
        .iter()
        .map(move |source| {
            view! {
                <li>
                    {locale.pick(&source.name)} " "
                    <span class="small muted">{text!(&format!("source-{}", source.kind.code()))}</span>
                </li>
            }
        })
        .collect_view();
    let (linked, period) = (of.study.links_sources(), study_period(&of.study));
    view! {
        <Fact term=text!("use-users")>
            <ul>{users}</ul>
        </Fact>
        <Fact term=text!("use-recipient")>{of.recipient}</Fact>
        <Fact term=text!("use-sources")>
            <ul>{sources}</ul>
            {linked.then(|| view! { <p class="small muted">{text!("use-sources-linked")}</p> })}
        </Fact>
        <Fact term=text!("use-study-period")>{period}</Fact>
    }
    .into_any()
}

fn study_period(study: &Study) -> String {
    let locale = Locale::current();
    let day = |text: &str| parse_date(text).map_or_else(|_| text.to_owned(), |day| locale.date(day));
    let (from, to) = &study.registration.period;
    text!("use-records-range", from = day(from), to = day(to))
}

/// Who approved it, and on which law it rests.
#[component]
pub fn Approval(
    /// The use's details.
    of: UseDetails,
) -> AnyView {
    let locale = Locale::current();
    let registration = of.study.registration;
    view! {
        <section class="card">
            <h2>{text!("use-approval")}</h2>
            <dl class="facts lines">
                <Fact term=text!("use-review")>{locale.pick(&registration.review.body)}</Fact>
                <Fact term=text!("use-approval-number")>{registration.review.approval_number}</Fact>
                <Fact term=text!("use-legal-basis")>{locale.pick(&registration.legal_basis)}</Fact>
            </dl>
        </section>
    }
    .into_any()
}

/// What became of the study.
#[component]
pub fn Became(
    /// The use's details.
    of: UseDetails,
) -> AnyView {
    let locale = Locale::current();
    let status = of.study.status;
    let ended = of.study.ended_at.filter(|_| matches!(status, Status::Ended | Status::Deleted));
    let stands = match ended {
        Some(at) => text!(&format!("study-status-{}-on", status.code()), date = locale.date_of(at)),
        None => text!(&format!("study-status-{}", status.code())),
    };
    view! {
        <section class="card">
            <h2>{text!("use-became")}</h2>
            <dl class="facts lines">
                <Fact term=text!("use-study")>
                    <p>{stands}</p>
                    <p>
                        <a href=Path::Study(of.study.id).to_string()>{text!("use-see-study")}</a>
                    </p>
                </Fact>
                <Fact term=text!("use-results")>
                    {match of.study.registration.results.as_ref() {
                        Some(results) => view! { <p>{locale.pick(results)}</p> }.into_any(),
                        None if of.results_overdue => {
                            view! {
                                <p class="tag warn">{text!("use-results-overdue")}</p>
                                <p class="small muted">{text!("use-results-overdue-why")}</p>
                            }
                                .into_any()
                        }
                        None => view! { <p>{text!("use-results-none")}</p> }.into_any(),
                    }}
                </Fact>
            </dl>
        </section>
    }
    .into_any()
}

/// Whether the person's choices were asked for before.
#[component]
pub fn Choice(
    /// The use's details.
    of: UseDetails,
) -> AnyView {
    let locale = Locale::current();
    let (class, tag, why) = match of {
        UseDetails { exempt: true, .. } => ("tag", "use-exempt", text!("use-exempt-why")),
        UseDetails { historic: true, .. } => ("tag", "use-historic", text!("use-historic-why")),
        UseDetails { checked_at: Some(at), .. } => ("tag ok", "use-checked", text!("use-checked-why", moment = locale.moment(at))),
        UseDetails { checked_at: None, .. } => ("tag warn", "use-unchecked", text!("use-unchecked-why")),
    };
    let allowed = of.allowed.map(|allowed| match allowed {
        Allowed::NothingAgainst => text!("use-allowed-nothing-against"),
        Allowed::ThisStudy(at) => text!("use-allowed-study", date = locale.date_of(at)),
    });
    view! {
        <section class="card">
            <h2>{text!("use-your-choice")}</h2>
            <p class=class>{text!(tag)}</p>
            <p>{why}</p>
            {allowed.map(|words| view! { <p data-allowed="">{words}</p> })}
            {of.exempt.then(|| view! { <p class="small muted">{locale.pick(&of.study.registration.legal_basis)}</p> })}
        </section>
    }
    .into_any()
}
