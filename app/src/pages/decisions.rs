//! What the person decided, newest first.

pub mod one;

use crate::components::decision_words::{Names, Sentence, by_whom};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::choice::{Decision, Scope};
use leptos::prelude::*;

/// What the person decided, newest first.
#[component]
pub fn Decisions() -> impl IntoView {
    page_with_own_heading("decisions-title", |visit| async move {
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let choices = &visit.ports.choices;
        let listed = choices.decisions(&visit.actor, before).await?;
        let scopes: Vec<Scope> = listed.items.iter().map(|decision| decision.scope.clone()).collect();
        let studies = choices.studies_named(&visit.actor, &scopes).await?;
        let catalogue = visit.ports.studies.purposes().await?;
        let names = Names { catalogue: &catalogue, studies: &studies };
        let rows = listed.items.iter().map(|decision| (names.parts(decision), decision.clone())).collect::<Vec<_>>();
        let empty = rows.is_empty() && before.is_none();
        let older = listed.next.map(|next| format!("{}?before={next}", Path::Decisions));
        let other = visit.acts_for_other();
        Ok(view! {
            <div class="wrap narrow stack">
                <a class="back" href=Path::Choices.to_string()>
                    {text!("choices-title")}
                </a>
                <div>
                    <h1>{text!("decisions-title")}</h1>
                    <p class="lead">{text!(if other { "decisions-lead-other" } else { "decisions-lead" })}</p>
                </div>
                {if empty {
                    view! { <NothingYet /> }.into_any()
                } else {
                    view! {
                        <ol class="rows card flush" reversed>
                            {rows.into_iter().map(|(sentence, decision)| view! { <DecisionRow sentence=sentence of=decision /> }).collect_view()}
                        </ol>
                    }
                        .into_any()
                }}
                <nav class="pager" aria-label=text!("decisions-pages")>
                    {before
                        .map(|_| {
                            view! {
                                <a class="btn ghost" href=Path::Decisions.to_string()>
                                    {text!("decisions-newest")}
                                </a>
                            }
                        })}
                    {older
                        .map(|older| {
                            view! {
                                <a class="btn ghost older" href=older rel="next">
                                    {text!("decisions-older")}
                                </a>
                            }
                        })}
                </nav>
            </div>
        })
    })
}

/// One decision of the list.
#[component]
fn DecisionRow(
    /// What was decided.
    sentence: [String; 3],
    /// The decision.
    of: Decision,
) -> AnyView {
    let locale = crate::i18n::Locale::current();
    let earlier = (of.effective != of.recorded).then(|| text!("decisions-since", moment = locale.moment(of.effective)));
    view! {
        <li class="decision">
            <div>
                <h2><Sentence stance=of.stance parts=sentence /></h2>
                <p class="small muted">
                    <time datetime=of.recorded.to_string()>{locale.moment(of.recorded)}</time>
                    <span class="by">{by_whom(&of)}</span>
                </p>
                {earlier.map(|earlier| view! { <p class="small">{earlier}</p> })}
            </div>
            <a class="btn quiet" href=Path::Decision(of.position).to_string()>
                {text!("decisions-receipt")}
                <span class="quietly">{text!("decision-number", number = of.position.0)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Nothing was said yet.
#[component]
fn NothingYet() -> AnyView {
    view! {
        <section class="card empty">
            <h2>{text!("decisions-empty")}</h2>
            <p class="lead">{text!("decisions-empty-why")}</p>
            <p>
                <a class="btn" href=Path::Choices.to_string()>
                    {text!("decisions-empty-do")}
                </a>
            </p>
        </section>
    }
    .into_any()
}
