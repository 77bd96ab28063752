//! What the register says of a study, in the order in which people ask: who and what for, which records, who approved it,
//! how it stands. The public page draws it, and the preview of a draft.

use crate::components::fact::Fact;
use crate::components::purpose_words::why;
use crate::components::use_words as words;
use crate::i18n::Locale;
use crate::text;
use domain::category::Category;
use domain::clock::parse_date;
use domain::ports::register::Entry;
use domain::purpose::Catalogue;
use domain::study::{Registration, Status, Study};
use leptos::prelude::*;

/// The purposes and kinds of records by their names.
#[derive(Clone, Debug)]
pub struct Lists {
    /// The purposes.
    pub catalogue: Catalogue,
    /// The kinds of records.
    pub categories: Vec<Category>,
}

/// Everything that was registered, as three cards.
#[component]
pub fn StudyFacts(
    /// What was registered.
    of: Registration,
    /// The names in it.
    lists: Lists,
) -> AnyView {
    view! {
        <Whom of=of.clone() catalogue=lists.catalogue.clone() />
        <Records of=of.clone() categories=lists.categories />
        <Approval of=of catalogue=lists.catalogue />
    }
    .into_any()
}

/// Who uses the records, and what for.
#[component]
fn Whom(of: Registration, catalogue: Catalogue) -> AnyView {
    let locale = Locale::current();
    let purposes = of.purposes.iter().filter_map(|code| catalogue.find(code)).map(|purpose| {
        let why = why(purpose);
        view! {
            <li>
                {locale.pick(&purpose.name)} {why.map(|why| view! { <p class="small muted">{why}</p> })}
            </li>
        }
    });
    let purposes = purposes.collect_view();
    let commercial = of.users.iter().any(|user| user.commercial);
    let users = of.users.iter().map(|user| {
        view! {
            <li>
                {locale.pick(&user.name)} " "
                {user.commercial.then(|| view! { <span class="tag biz">{text!("use-commercial")}</span> })}
            </li>
        }
    });
    let users = users.collect_view();
    let note = if commercial { text!("study-commercial") } else { text!("study-not-commercial") };
    view! {
        <section class="card">
            <h2>{text!("use-whom")}</h2>
            <dl class="facts lines">
                <Fact term=text!("use-purposes")>
                    <ul>{purposes}</ul>
                </Fact>
                <Fact term=text!("use-users")>
                    <ul>{users}</ul>
                    <p class="small muted">{note}</p>
                </Fact>
            </dl>
        </section>
    }
    .into_any()
}

/// Which records, in which form, from where, for how long.
#[component]
fn Records(of: Registration, categories: Vec<Category>) -> AnyView {
    let locale = Locale::current();
    let name = |code: &String| {
        let known = categories.iter().find(|category| category.code == *code);
        known.map_or_else(|| code.clone(), |category| locale.pick(&category.name))
    };
    let kinds = of.categories.iter().map(|code| view! { <li class="tag">{name(code)}</li> }).collect_view();
    let sources = of.sources.iter().map(|source| {
        view! {
            <li>
                {locale.pick(&source.name)} " " <span class="small muted">{text!(&format!("source-{}", source.kind.code()))}</span>
            </li>
        }
    });
    let sources = sources.collect_view();
    let (linked, form, period) = (of.sources.len() > 1, of.form, period(&of));
    view! {
        <section class="card">
            <h2>{text!("study-records")}</h2>
            <dl class="facts lines">
                <Fact term=text!("use-categories")>
                    <ul class="tags">{kinds}</ul>
                </Fact>
                <Fact term=text!("use-form")>
                    <p>{words::form(form)}</p>
                    <p class="small muted">{text!(&format!("form-{}-why", form.code()))}</p>
                </Fact>
                <Fact term=text!("use-sources")>
                    <ul>{sources}</ul>
                    {linked.then(|| view! { <p class="linked">{text!("study-linked")}</p> })}
                </Fact>
                <Fact term=text!("use-study-period")>{period}</Fact>
            </dl>
        </section>
    }
    .into_any()
}

/// From when to when a study is to run.
#[must_use]
pub fn period(of: &Registration) -> String {
    let locale = Locale::current();
    let day = |text: &str| parse_date(text).map_or_else(|_| text.to_owned(), |day| locale.date(day));
    text!("use-records-range", from = day(&of.period.0), to = day(&of.period.1))
}

/// Who approved it, and on which law it rests.
#[component]
fn Approval(of: Registration, catalogue: Catalogue) -> AnyView {
    let locale = Locale::current();
    let exempt = exempt(&of, &catalogue);
    view! {
        <section class="card">
            <h2>{text!("use-approval")}</h2>
            <dl class="facts lines">
                <Fact term=text!("use-review")>{locale.pick(&of.review.body)}</Fact>
                <Fact term=text!("use-approval-number")>{of.review.approval_number}</Fact>
                <Fact term=text!("use-legal-basis")>
                    <p>{locale.pick(&of.legal_basis)}</p>
                    {exempt.then(|| view! { <p class="small muted">{text!("study-exempt-why")}</p> })}
                </Fact>
            </dl>
        </section>
    }
    .into_any()
}

/// Whether the law exempts the study from refusal: none of its purposes can be refused.
#[must_use]
pub fn exempt(of: &Registration, catalogue: &Catalogue) -> bool {
    let mut purposes = of.purposes.iter().filter_map(|code| catalogue.find(code)).peekable();
    purposes.peek().is_some() && purposes.all(|purpose| !purpose.refusable())
}

/// How it stands, what came of it, and its versions.
#[component]
pub fn StudyStanding(
    /// The study as the register shows it.
    of: Entry,
) -> AnyView {
    let locale = Locale::current();
    let Entry { study, versions, results_overdue, .. } = of;
    let version = |(number, since): &(i32, _)| {
        let words = text!("study-version", number = u64::try_from(*number).unwrap_or(0), date = locale.date_of(*since));
        let now = (*number == study.version && versions.len() > 1).then(|| view! { <span class="tag">{text!("study-version-now")}</span> });
        view! { <li>{words} " " {now}</li> }
    };
    let (list, stands) = (versions.iter().map(version).collect_view(), standing(&study));
    let results = study.registration.results.as_ref().map(|results| locale.pick(results));
    view! {
        <section class="card">
            <h2>{text!("study-standing")}</h2>
            <dl class="facts lines">
                <Fact term=text!("use-study")>{stands}</Fact>
                <Fact term=text!("use-results")>
                    {match results {
                        Some(results) => view! { <p class="asis">{results}</p> }.into_any(),
                        None if results_overdue => {
                            view! {
                                <p class="tag warn">{text!("use-results-overdue")}</p>
                                <p class="small muted">{text!("use-results-overdue-why")}</p>
                            }
                                .into_any()
                        }
                        None => view! { <p>{text!("use-results-none")}</p> }.into_any(),
                    }}
                </Fact>
                <Fact term=text!("study-versions")>
                    <ul>{list}</ul>
                </Fact>
                <Fact term=text!("study-id")>
                    <span class="mono">{study.id.to_string()}</span>
                </Fact>
            </dl>
        </section>
    }
    .into_any()
}

/// How a study stands, in a sentence.
#[must_use]
pub fn standing(study: &Study) -> String {
    let over = study.ended_at.filter(|_| matches!(study.status, Status::Ended | Status::Deleted));
    match over {
        Some(at) => text!(&format!("study-status-{}-on", study.status.code()), date = Locale::current().date_of(at)),
        None => text!(&format!("study-status-{}", study.status.code())),
    }
}

/// What must be known of a study at a glance, as tags: how it stands, whether results are overdue, whether it can be refused.
#[component]
pub fn StudyMarks(
    /// The study.
    of: Entry,
    /// The purposes.
    catalogue: Catalogue,
) -> AnyView {
    let over = matches!(of.study.status, Status::Ended | Status::Deleted);
    let exempt = exempt(&of.study.registration, &catalogue);
    view! {
        <li class="tag" class:ok=!over>
            {if over { text!("studies-over") } else { text!("studies-running") }}
        </li>
        {of.results_overdue.then(|| view! { <li class="tag warn">{text!("studies-overdue")}</li> })}
        {(!of.results_overdue && of.study.registration.results.is_some())
            .then(|| view! { <li class="tag">{text!("studies-with-results")}</li> })}
        {exempt.then(|| view! { <li class="tag">{text!("studies-exempt")}</li> })}
    }
    .into_any()
}
