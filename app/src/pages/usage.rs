//! The uses of the person's records, newest first: when there were how many, narrowed down, to take home; who asked, and who
//! at the desk looked.

mod asked;
pub mod export;
mod finder;
pub mod one;
mod timeline;

use crate::components::level_note::LevelNote;
use crate::components::looked::{Looked, looks};
use crate::components::use_row::UseRow;
use crate::components::veil::Veil;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use asked::WhoAsked;
use domain::disclosure::history::{History, Narrowed};
use domain::disclosure::{Page, UseCursor, UseView};
use export::TakeHome;
use finder::{Finder, address, looked_for};
use leptos::prelude::*;
use timeline::Timeline;

/// The uses of the person's records, newest first.
#[component]
pub fn Usage() -> impl IntoView {
    page_with_own_heading("usage-title", |visit| async move {
        let (uses, actor) = (&visit.ports.uses, &visit.actor);
        let narrowed = looked_for(&visit);
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let listed = uses.uses(actor, &narrowed, before).await?;
        let history = uses.history(actor, &narrowed).await?;
        let asked = uses.asked(actor, visit.query("asked").and_then(|text| text.parse().ok())).await?;
        let looks = looks(&visit).await?;
        let level = visit.patient().map(|patient| patient.level);
        let (catalogue, other) = (history.catalogue.clone(), visit.acts_for_other());
        let veiled = listed.items.iter().any(|of| of.veiled.is_some()) || asked.items.iter().any(|asked| asked.holder_name.is_none());
        Ok(view! {
            <div class="wrap stack">
                <div>
                    <h1>{text!(if other { "usage-title-other" } else { "usage-title" })}</h1>
                    <p class="lead">{text!(if other { "usage-lead-other" } else { "usage-lead" })}</p>
                </div>
                {level.map(|level| view! { <LevelNote level=level /> })}
                {veiled.then(|| view! { <Veil /> })}
                <Uses listed=listed history=history narrowed=narrowed paged=before.is_some() />
                <WhoAsked asked=asked catalogue=catalogue />
                {looks.map(|listed| view! { <Looked listed=listed /> })}
            </div>
        })
    })
}

/// The timeline, the filters, the list, and the way home for all of it; nothing but a word where nothing was reported yet.
#[component]
fn Uses(
    /// A page of those that are looked for.
    listed: Page<UseView, UseCursor>,
    /// What stands around them.
    history: History,
    /// What is looked for.
    narrowed: Narrowed,
    /// Whether this is not the first page.
    paged: bool,
) -> AnyView {
    if history.years.is_empty() {
        return view! { <NothingYet /> }.into_any();
    }
    let found = if listed.items.is_empty() {
        view! { <NoneFound /> }.into_any()
    } else {
        by_year(listed.items).into_iter().map(|(year, uses)| view! { <Year year=year uses=uses /> }).collect_view().into_any()
    };
    let older = listed.next.map(|next| address(&narrowed, Some(next)));
    let timeline = (!paged).then(|| view! { <Timeline timeline=history.timeline.clone() catalogue=history.catalogue.clone() /> });
    view! {
        {timeline}
        <Finder narrowed=narrowed.clone() history=history />
        {found}
        <nav class="pager" aria-label=text!("usage-pages")>
            {paged
                .then(|| {
                    view! {
                        <a class="btn ghost" href=address(&narrowed, None)>
                            {text!("usage-newest")}
                        </a>
                    }
                })}
            {older
                .map(|older| {
                    view! {
                        <a class="btn ghost older" href=older rel="next">
                            {text!("usage-older")}
                        </a>
                    }
                })}
        </nav>
        <TakeHome />
    }
    .into_any()
}

/// The uses of each year in Tokyo, in the order in which they came.
fn by_year(uses: Vec<UseView>) -> Vec<(i32, Vec<UseView>)> {
    let mut years: Vec<(i32, Vec<UseView>)> = Vec::new();
    for of in uses {
        let year = of.disclosed_at.in_tokyo().0.year();
        match years.last_mut() {
            Some((last, uses)) if *last == year => uses.push(of),
            _ => years.push((year, vec![of])),
        }
    }
    years
}

/// One year of the list.
#[component]
fn Year(
    /// The year.
    year: i32,
    /// What happened in it.
    uses: Vec<UseView>,
) -> AnyView {
    view! {
        <section class="card flush">
            <h2 class="year">{Locale::current().year(year)}</h2>
            <ul class="uses">{uses.into_iter().map(|of| view! { <UseRow of=of /> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// No use is like that.
#[component]
fn NoneFound() -> AnyView {
    view! {
        <section class="card empty" id="none">
            <h2>{text!("usage-none-found")}</h2>
            <p>
                <a class="btn ghost" href=Path::Usage.to_string()>
                    {text!("usage-all")}
                </a>
            </p>
        </section>
    }
    .into_any()
}

/// Nothing was reported yet.
#[component]
fn NothingYet() -> AnyView {
    view! {
        <section class="card empty">
            <h2>{text!("usage-empty")}</h2>
            <p class="lead">{text!("usage-empty-why")}</p>
            <p>
                <a class="btn" href=Path::Choices.to_string()>
                    {text!("usage-empty-do")}
                </a>
            </p>
        </section>
    }
    .into_any()
}
