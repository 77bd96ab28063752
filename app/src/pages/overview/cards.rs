//! The three answers of the overview: what holds, how often records were used, who asked.

use crate::i18n::{Locale, number};
use crate::routes::Path;
use crate::text;
use domain::choice::{Scope, Stance};
use domain::ports::Overview as View;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// How many refused scopes the card names.
const NAMED: usize = 4;
/// How many rows of "who asked" the overview gets at most; with so many, there may be more.
const ASKED: usize = 10;

/// What holds, how often, who asked.
#[component]
pub fn Cards(
    /// The overview.
    view: View,
) -> AnyView {
    view! {
        <div class="grid three">
            <Holds view=view.clone() />
            <Uses view=view.clone() />
            <Askers view=view />
        </div>
    }
    .into_any()
}

/// What holds now, in a few words.
#[component]
fn Holds(
    /// The overview.
    view: View,
) -> AnyView {
    let choices = &view.choices;
    let everything = choices.stance(&Scope::All) == Some(Stance::Refuse);
    let refused: Vec<Scope> = choices.refused().filter(|scope| **scope != Scope::All).cloned().collect();
    let studies = refused.iter().filter(|scope| matches!(scope, Scope::Study(_))).count();
    let mut named: Vec<String> = refused.iter().filter_map(|scope| short_name(&view, scope)).collect();
    if studies > 0 {
        named.push(text!("overview-holds-studies", count = studies));
    }
    let (heading, why) = match (everything, named.is_empty()) {
        (true, _) => (text!("overview-holds-all"), text!("overview-holds-all-why")),
        (false, true) => (text!("overview-holds-nothing"), text!("overview-holds-nothing-why")),
        (false, false) => (text!("overview-holds-some"), text!("overview-holds-some-why")),
    };
    let more = named.len().saturating_sub(NAMED);
    let named = if everything { Vec::new() } else { named };
    view! {
        <section class="card figure">
            <p class="eyebrow">{text!("overview-holds")}</p>
            <h2>{heading}</h2>
            <p class="lead">{why}</p>
            {(!named.is_empty())
                .then(|| {
                    view! {
                        <ul class="tags">
                            {named.into_iter().take(NAMED).map(|name| view! { <li class="tag stop">{name}</li> }).collect_view()}
                            {(more > 0).then(|| view! { <li class="tag">{text!("overview-holds-more", count = more)}</li> })}
                        </ul>
                    }
                })}
            <p class="end">
                <a href=Path::Choices.to_string()>{text!("overview-holds-do")}</a>
            </p>
        </section>
    }
    .into_any()
}

/// The name of a general scope on a tag; studies are counted instead.
fn short_name(view: &View, scope: &Scope) -> Option<String> {
    match scope {
        Scope::Commercial => Some(text!("choices-commercial")),
        Scope::Purpose(code) => view.catalogue.find(code).map(|purpose| Locale::current().pick(&purpose.name)),
        Scope::All | Scope::Study(_) => None,
    }
}

/// How often records were used.
#[component]
fn Uses(
    /// The overview.
    view: View,
) -> AnyView {
    let closed = view.closed_until.is_some();
    let (count, more) = (view.uses.count, view.uses.more);
    let unit = if more { text!("overview-uses-unit-more") } else { text!("overview-uses-unit", count = count) };
    view! {
        <section class="card figure">
            <h2 class="eyebrow">{text!("overview-uses")}</h2>
            {match (closed, count) {
                (true, _) => view! { <p class="nothing">{text!("overview-uses-closed")}</p> }.into_any(),
                (false, 0) => {
                    view! {
                        <p class="nothing">{text!("overview-uses-none")}</p>
                        <p class="lead">{text!("overview-uses-none-why")}</p>
                    }
                        .into_any()
                }
                (false, _) => {
                    view! {
                        <p class="num">{number(count.into())} <small>{unit}</small></p>
                        <p class="lead">{text!("overview-uses-why")}</p>
                        <p class="end">
                            <a href=Path::Usage.to_string()>{text!("overview-uses-do")}</a>
                        </p>
                    }
                        .into_any()
                }
            }}
        </section>
    }
    .into_any()
}

/// How many holders asked, and when last.
#[component]
fn Askers(
    /// The overview.
    view: View,
) -> AnyView {
    let holders = view.asked.iter().map(|asked| asked.holder).collect::<BTreeSet<_>>().len();
    let unit = if view.asked.len() >= ASKED { text!("overview-asked-unit-more") } else { text!("overview-asked-unit", count = holders) };
    let closed = view.closed_until.is_some();
    let last = view.asked.iter().map(|asked| asked.last).max();
    view! {
        <section class="card figure">
            <h2 class="eyebrow">{text!("overview-asked-card")}</h2>
            {match (closed, last) {
                (true, _) => view! { <p class="nothing">{text!("overview-uses-closed")}</p> }.into_any(),
                (false, None) => view! { <p class="nothing">{text!("overview-asked-none")}</p> }.into_any(),
                (false, Some(_)) => view! { <p class="num">{holders} <small>{unit}</small></p> }.into_any(),
            }}
            <p class="lead">{text!("overview-asked-card-why")}</p>
            {last
                .map(|last| {
                    view! {
                        <p class="small muted">{text!("overview-asked-last", date = Locale::current().moment(last))}</p>
                        <p class="end">
                            <a href="#asked">{text!("overview-asked-do")}</a>
                        </p>
                    }
                })}
        </section>
    }
    .into_any()
}
