//! What has to be looked at again: a reminder, a list of reports, and the form on the page of one of them.

use crate::components::again::Again;
use crate::components::moment::Day;
use crate::i18n::{Locale, number};
use crate::routes::Path;
use crate::text;
use domain::disclosure::Display;
use domain::disclosure::report::{ClinicianRole, DisplayReason};
use domain::disclosure::review::{DueReport, ReviewRow, Standing};
use domain::failure::Problem;
use domain::id::DisclosureId;
use leptos::prelude::*;

const fn look(standing: Standing) -> &'static str {
    match standing {
        Standing::Later => "tag",
        Standing::Due => "tag warn",
        Standing::Overdue => "tag alert",
    }
}

/// That a review is due, and when.
#[component]
pub fn DueTag(
    /// How it stands.
    standing: Standing,
    /// The day.
    day: domain::clock::Date,
) -> AnyView {
    let words = text!(&format!("review-{}", standing.code()), day = Locale::current().date(day));
    view! { <span class=look(standing) data-review=standing.code()>{words}</span> }.into_any()
}

/// The reminder on the holder's own page.
#[component]
pub(in crate::pages) fn Reminder(
    /// The reports that are due, the most urgent first.
    due: Vec<DueReport>,
) -> AnyView {
    let Some(first) = due.first() else { return ().into_any() };
    let overdue = first.standing == Standing::Overdue;
    let day = Locale::current().date(first.review_by);
    let words = text!("reviews-reminder", count = due.len(), day = day);
    view! {
        <div class="banner" class:warn=!overdue role="note" data-reviews=due.len().to_string()>
            <span class=look(first.standing)>{text!("reviews-title")}</span>
            <div>
                <strong>{words}</strong>
                <p>{text!("reviews-what")}</p>
            </div>
            <a class="btn ghost" href=format!("{}#reviews", Path::HolderDisclosures)>
                {text!("reviews-go")}
            </a>
        </div>
    }
    .into_any()
}

/// The reports that are due; for the desk with whose they are, and without a way to their rows.
#[component]
pub(in crate::pages) fn DueReports(
    /// The most urgent first.
    due: Vec<DueReport>,
    /// Whether the desk looks.
    #[prop(default = false)]
    at_desk: bool,
) -> AnyView {
    if due.is_empty() {
        return ().into_any();
    }
    let locale = Locale::current();
    let row = |of: DueReport| {
        let title = locale.pick(&of.study.registration.title);
        let name = if at_desk {
            view! {
                <strong>{locale.pick(&of.holder.name)}</strong>
                " → "
                {title}
            }
            .into_any()
        } else {
            view! {
                <a href=format!("{}#reviews", Path::HolderReport(of.disclosure))>
                    <strong>{title}</strong>
                </a>
            }
            .into_any()
        };
        view! {
            <li data-due=of.disclosure.to_string()>
                <div>
                    <p>{name}</p>
                    <p class="small muted">
                        <Day at=of.disclosed_at locale=locale />
                        " · "
                        {text!("reviews-rows", count = of.rows)}
                    </p>
                </div>
                <DueTag standing=of.standing day=of.review_by />
            </li>
        }
    };
    let lead = if at_desk { "reviews-overdue-what" } else { "reviews-what" };
    view! {
        <section class="card flush" id="reviews">
            <div class="head">
                <h2>{if at_desk { text!("reviews-overdue-title") } else { text!("reviews-title") }}</h2>
                <p class="lead">{text!(lead)}</p>
            </div>
            <ul class="rows">{due.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// The rows of one report of which the person does not see everything, and the form for those that were looked at.
#[component]
pub(super) fn Reviews(
    /// Which report.
    report: DisclosureId,
    /// The most urgent first.
    rows: Vec<ReviewRow>,
    /// Whether something was just settled.
    done: bool,
    /// A form that came back.
    again: Again,
) -> AnyView {
    if rows.is_empty() && !done {
        return ().into_any();
    }
    let ticked: Vec<String> = again.value("rows").split(' ').map(ToOwned::to_owned).collect();
    let row = |of: &ReviewRow| {
        let value = of.row.to_string();
        let checked = ticked.contains(&value);
        let day = of.withheld.review_by;
        let standing = of.standing;
        let words = text!(
            "review-row",
            n = number(u64::from(of.row) + 1),
            display = display_words(of.display),
            reason = text!(&format!("display-reason-{}", of.withheld.reason.code()))
        );
        view! {
            <label class="pick">
                <input type="checkbox" name="rows[]" value=value checked=checked />
                <span>
                    {words}
                    " "
                    <DueTag standing=standing day=day />
                </span>
            </label>
        }
    };
    let picks = rows.iter().map(row).collect_view();
    let form = (!rows.is_empty()).then(|| {
        view! {
            <form method="post" action="/do/reviews/settle" class="form">
                <input type="hidden" name="report" value=report.to_string() />
                <fieldset class="field">
                    <legend>{text!("review-rows")}</legend>
                    {again.wrong(&[Problem::TextNeeded]).map(|_| view! { <p class="error">{text!("review-no-row")}</p> })}
                    <div class="picks">{picks}</div>
                </fieldset>
                <Found again=again />
            </form>
        }
    });
    view! {
        <section class="card stack" id="reviews">
            <div>
                <h2>{text!("reviews-title")}</h2>
                <p class="lead">{text!("reviews-what")}</p>
            </div>
            {done.then(|| view! { <p class="notice ok" role="status">{text!("review-done")}</p> })}
            {form}
        </section>
    }
    .into_any()
}

/// What was found: how much is shown from now on, and for less than everything why, on whose responsibility, until when.
#[component]
fn Found(again: Again) -> AnyView {
    let displays = [("full", Display::Full), ("generic", Display::Generic), ("hidden", Display::Hidden)];
    let displays = displays.map(|(code, display)| (code, display_words(display))).to_vec();
    let reasons = DisplayReason::ALL.map(|reason| (reason.code(), text!(&format!("display-reason-{}", reason.code())))).to_vec();
    let roles = ClinicianRole::ALL.map(|role| (role.code(), text!(&format!("clinician-{}", role.code())))).to_vec();
    let select = |name: &'static str, label: &'static str, options: Vec<(&'static str, String)>| {
        let (chosen, id) = (again.value(name), format!("review-{name}"));
        let option = move |(code, words): (&'static str, String)| {
            view! {
                <option value=code selected=code == chosen>
                    {words}
                </option>
            }
        };
        view! {
            <div class="field">
                <label for=id.clone()>{text!(label)}</label>
                <select id=id name=name>
                    <option value="">{text!("approvals-choose")}</option>
                    {options.into_iter().map(option).collect_view()}
                </select>
            </div>
        }
    };
    let wrong = again.wrong(&[Problem::InvalidReview]);
    view! {
        {select("display", "review-display", displays)}
        <fieldset class="field">
            <legend>{text!("review-less")}</legend>
            <p class="hint">{text!("review-less-hint")}</p>
            {wrong.map(|words| view! { <p class="error">{words}</p> })}
            {select("reason", "review-reason", reasons)}
            {select("role", "review-role", roles)}
            <div class="field">
                <label for="review-day">{text!("review-day")}</label>
                <input id="review-day" name="review_by" type="date" class="short" value=again.value("review_by") />
            </div>
        </fieldset>
        <button type="submit" class="btn">
            {text!("review-do")}
        </button>
    }
    .into_any()
}

fn display_words(display: Display) -> String {
    match display {
        Display::Full => text!("display-full"),
        Display::Generic => text!("display-generic"),
        Display::Hidden => text!("display-hidden"),
    }
}
