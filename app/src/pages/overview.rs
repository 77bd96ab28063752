//! What is wrong, what holds, what is new, who asked: in this order.

mod cards;
mod concerns;

use crate::components::asked::AskedTable;
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
use domain::ports::{Overview as View, Recent};
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
        let veiled =
            view.newest.iter().any(|recent| recent.of.veiled.is_some()) || view.asked.iter().any(|asked| asked.holder_name.is_none());
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
                <Newest uses=view.newest />
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
    /// At most five, new ones first.
    uses: Vec<Recent>,
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
                        .map(|recent| view! { <UseRow of=recent.of new=recent.new with_year=true /> })
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
        view! {
            <section class="card flush" id="asked">
                <div class="head">
                    <div class="between">
                        <h2>{text!("overview-asked")}</h2>
                        <a href=format!("{}#asked", Path::Usage)>{text!("overview-asked-all")}</a>
                    </div>
                    <p class="lead">{text!("overview-asked-lead")}</p>
                </div>
                <AskedTable asked=asked catalogue=catalogue />
            </section>
        }
    })
}
