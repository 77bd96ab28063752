//! What is wrong, what holds, what is new, who asked: in this order.

mod cards;
mod concerns;

use crate::components::level_note::LevelNote;
use crate::components::looked::{NewLook, new_look};
use crate::components::use_row::UseRow;
use crate::components::veil::Veil;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use cards::Cards;
use concerns::{Closed, Conflicts, Notices, SecondWayBack};
use domain::actor::Operation;
use domain::check::Asked;
use domain::clock::Timestamp;
use domain::disclosure::UseView;
use domain::ports::Overview as View;
use domain::purpose::Catalogue;
use leptos::prelude::*;

/// What is wrong, what holds, what is new, who asked.
#[component]
pub fn Overview() -> impl IntoView {
    page_with_own_heading("overview-title", |visit| async move {
        let view = visit.ports.uses.overview(&visit.actor).await?;
        let looked = new_look(&visit, view.last_visit).await?;
        // A proxy's visits are not the person's.
        let lead = visit.patient().and_then(|_| lead(&view));
        let may_ask = visit.actor.may(Operation::Inquire).is_ok();
        let other = visit.acts_for_other();
        let veiled = view.newest.iter().any(|of| of.veiled.is_some()) || view.asked.iter().any(|asked| asked.holder_name.is_none());
        Ok(view! {
            <div class="wrap stack">
                <div>
                    <h1>{text!(if other { "overview-title-other" } else { "overview-title" })}</h1>
                    {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
                </div>
                <Conflicts found=view.conflicts.clone() />
                {view.closed_until.map(|until| view! { <Closed until=until /> })}
                {looked.map(|at| view! { <NewLook at=at /> })}
                <Notices unread=view.notices.clone() closed_until=view.closed_until now=visit.ports.clock.now() />
                {(!view.second_way_back).then(|| view! { <SecondWayBack /> })}
                // A letter with another code is the person's own way, not a proxy's.
                {(!other).then(|| view! { <LevelNote level=view.level /> })}
                {veiled.then(|| view! { <Veil /> })}
                <Cards view=view.clone() />
                <Newest uses=view.newest since=view.last_visit />
                <WhoAsked asked=view.asked catalogue=view.catalogue />
                {may_ask.then(|| view! { <ToInquiries /> })}
            </div>
        })
    })
}

/// The way to the desk.
#[component]
fn ToInquiries() -> AnyView {
    view! {
        <section class="card between">
            <div>
                <h2>{text!("inquiries-to")}</h2>
                <p class="muted">{text!("inquiries-to-why")}</p>
            </div>
            <a href=Path::Inquiries.to_string()>{text!("inquiries-ask")}</a>
        </section>
    }
    .into_any()
}

/// What came since the last visit, in a sentence.
fn lead(view: &View) -> Option<String> {
    if view.closed_until.is_some() {
        return None;
    }
    let Some(last) = view.last_visit else { return Some(text!("overview-first-visit")) };
    let (date, new) = (Locale::current().date_of(last), view.new_since);
    Some(match (new.count, new.more) {
        (0, _) => text!("overview-nothing-new", date = date),
        (count, false) => text!("overview-new", date = date, count = count),
        (count, true) => text!("overview-new-more", date = date, count = count),
    })
}

/// The newest uses.
#[component]
fn Newest(
    /// At most five.
    uses: Vec<UseView>,
    /// When the last visit was.
    since: Option<Timestamp>,
) -> impl IntoView {
    (!uses.is_empty()).then(|| {
        view! {
            <section class="card flush">
                <div class="head between">
                    <h2>{text!("overview-newest")}</h2>
                    <a href=Path::Usage.to_string()>{text!("overview-all-uses")}</a>
                </div>
                <ul class="uses">
                    {uses
                        .into_iter()
                        .map(|of| {
                            let new = since.is_some_and(|since| of.disclosed_at > since);
                            view! { <UseRow of=of new=new with_year=true /> }
                        })
                        .collect_view()}
                </ul>
            </section>
        }
    })
}

/// Who asked what the person chose.
#[component]
fn WhoAsked(
    /// One row per holder and purposes, latest first.
    asked: Vec<Asked>,
    /// To name the purposes.
    catalogue: Catalogue,
) -> impl IntoView {
    (!asked.is_empty()).then(|| {
        let rows = asked.into_iter().map(|asked| view! { <AskedRow asked=asked catalogue=catalogue.clone() /> }).collect_view();
        view! {
            <section class="card flush" id="asked">
                <div class="head">
                    <h2>{text!("overview-asked")}</h2>
                    <p class="lead">{text!("overview-asked-lead")}</p>
                </div>
                <table class="asked">
                    <thead>
                        <tr>
                            <th scope="col">{text!("overview-asked-holder")}</th>
                            <th scope="col">{text!("overview-asked-for")}</th>
                            <th scope="col">{text!("overview-asked-first")}</th>
                            <th scope="col">{text!("overview-asked-latest")}</th>
                            <th scope="col">{text!("overview-asked-count")}</th>
                            <th scope="col">{text!("overview-asked-answer")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}

/// One holder that asked for certain purposes. On a phone the row is a small card, so each cell carries its heading.
#[component]
fn AskedRow(
    /// The holder, what for, and how often.
    asked: Asked,
    /// To name the purposes.
    catalogue: Catalogue,
) -> AnyView {
    let locale = Locale::current();
    let purposes =
        asked.purposes.iter().filter_map(|code| catalogue.find(code)).map(|purpose| view! { <li>{locale.pick(&purpose.name)}</li> });
    let (class, answer) =
        if asked.last_permitted { ("tag ok", text!("overview-asked-permitted")) } else { ("tag stop", text!("overview-asked-denied")) };
    let day = move |at: Timestamp| view! { <time datetime=at.to_string()>{locale.date_of(at)}</time> };
    view! {
        <tr>
            <th scope="row">{asked.holder_name.as_ref().map_or_else(|| text!("veil-name"), |name| locale.pick(name))}</th>
            <td data-label=text!("overview-asked-for")>
                <ul>{purposes.collect_view()}</ul>
            </td>
            <td data-label=text!("overview-asked-first")>{day(asked.first)}</td>
            <td data-label=text!("overview-asked-latest")>
                <time datetime=asked.last.to_string()>{locale.moment(asked.last)}</time>
            </td>
            <td data-label=text!("overview-asked-count")>{text!("overview-asked-times", count = asked.count)}</td>
            <td data-label=text!("overview-asked-answer")>
                <span class=class>{answer}</span>
            </td>
        </tr>
    }
    .into_any()
}
