//! The uses of the person's records, newest first.

pub mod one;

use crate::components::level_note::LevelNote;
use crate::components::looked::{Looked, looks};
use crate::components::use_row::UseRow;
use crate::components::veil::Veil;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::disclosure::UseView;
use leptos::prelude::*;

/// The uses of the person's records, newest first.
#[component]
pub fn Usage() -> impl IntoView {
    page_with_own_heading("usage-title", |visit| async move {
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let listed = visit.ports.uses.uses(&visit.actor, before).await?;
        let level = visit.patient().map(|patient| patient.level);
        let older = listed.next.map(|next| format!("{}?before={next}", Path::Usage));
        let looks = looks(&visit).await?;
        let empty = listed.items.is_empty() && before.is_none();
        let other = visit.acts_for_other();
        let veiled = listed.items.iter().any(|of| of.veiled.is_some());
        Ok(view! {
            <div class="wrap stack">
                <div>
                    <h1>{text!(if other { "usage-title-other" } else { "usage-title" })}</h1>
                    <p class="lead">{text!(if other { "usage-lead-other" } else { "usage-lead" })}</p>
                </div>
                {level.map(|level| view! { <LevelNote level=level /> })}
                {veiled.then(|| view! { <Veil /> })}
                {if empty {
                    view! { <NothingYet /> }.into_any()
                } else {
                    by_year(listed.items).into_iter().map(|(year, uses)| view! { <Year year=year uses=uses /> }).collect_view().into_any()
                }}
                <nav class="pager" aria-label=text!("usage-pages")>
                    {before
                        .map(|_| {
                            view! {
                                <a class="btn ghost" href=Path::Usage.to_string()>
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
                {looks.map(|listed| view! { <Looked listed=listed /> })}
            </div>
        })
    })
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
