//! The receipt of a decision that the desk entered, for the post or to take along: both languages, nobody's name.

use crate::components::receipt::Receipt as Paper;
use crate::i18n::{Locale, Value, number, text_in};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::choice::{Decision, Scope, Stance};
use domain::failure::Problem;
use domain::id::LookUpId;
use domain::log::Position;
use domain::ports::Decided;
use domain::purpose::Catalogue;
use domain::study::Study;
use leptos::prelude::*;

/// The receipt.
#[component]
pub fn Receipt() -> impl IntoView {
    page_with_own_heading("person-receipt-title", |visit| async move {
        let mut parts = visit.address().rsplit('/');
        let position: Position = parts.next().and_then(|text| text.parse().ok()).ok_or(Problem::NotFound)?;
        let id: LookUpId = parts.nth(1).and_then(|text| text.parse().ok()).ok_or(Problem::NotFound)?;
        let (decided, study) = visit.ports.desk.receipt(&visit.actor, id, position).await?.ok_or(Problem::NotFound)?;
        let catalogue = visit.ports.studies.purposes().await?;
        let papers = Locale::ALL.map(|locale| {
            view! { <InOneLanguage locale=locale decided=decided.clone() study=study.clone() catalogue=catalogue.clone() /> }
        });
        Ok(view! {
            <div class="desk">
                <div class="wrap narrow stack">
                    <a class="back screen" href=Path::PersonLookUp(id).to_string()>
                        {text!("person-back")}
                    </a>
                    <div class="screen">
                        <h1>{text!("person-receipt-title")}</h1>
                        <p class="lead">{text!("person-receipt-how")}</p>
                    </div>
                    {papers.into_iter().collect_view()}
                </div>
            </div>
        })
    })
}

/// What the decision is about, in that language.
fn what(locale: Locale, scope: &Scope, study: Option<&Study>, catalogue: &Catalogue) -> String {
    let named = |key, name: &'static str, value: String| text_in(locale, key, &[(name, Value::Text(value))]);
    match (scope, study) {
        (Scope::All, _) => text_in(locale, "scope-all", &[]),
        (Scope::Commercial, _) => text_in(locale, "scope-commercial", &[]),
        (Scope::Purpose(code), _) => {
            let name = catalogue.find(code).map_or_else(|| code.to_string(), |purpose| locale.pick(&purpose.name));
            named("scope-purpose", "name", name)
        }
        (Scope::Study(_), Some(study)) => named("scope-study", "title", locale.pick(&study.registration.title)),
        (Scope::Study(_), None) => text_in(locale, "scope-study-unnamed", &[]),
    }
}

fn sentence(locale: Locale, said: &Decision, what: String) -> String {
    let key = if said.stance == Stance::Refuse { "decided-refuse" } else { "decided-allow" };
    text_in(locale, key, &[("what", Value::Text(what))]).replace('¦', "")
}

/// One language of it.
#[component]
fn InOneLanguage(locale: Locale, decided: Decided, study: Option<Study>, catalogue: Catalogue) -> AnyView {
    let said = decided.decision;
    let words = move |key| text_in(locale, key, &[]);
    let position = text_in(locale, "decision-number", &[("number", Value::Text(number(said.position.0)))]);
    let sentence = sentence(locale, &said, what(locale, &said.scope, study.as_ref(), &catalogue));
    let how = text_in(
        locale,
        "decisions-how",
        &[
            ("by", Value::Text(text_in(locale, &format!("decided-by-{}", said.by.code()), &[]))),
            ("channel", Value::Text(text_in(locale, &format!("channel-{}", said.channel.code()), &[]))),
        ],
    );
    view! {
        <div lang=locale.code() class="stack">
            <Paper>
                <div>
                    <p class="eyebrow">{position}</p>
                    <h2>{sentence}</h2>
                </div>
                <dl class="facts">
                    <dt>{words("decision-effective")}</dt>
                    <dd>{locale.exact_moment(said.effective)}</dd>
                    <dt>{words("decision-recorded")}</dt>
                    <dd>{locale.exact_moment(said.recorded)}</dd>
                    <dt>{words("decision-how")}</dt>
                    <dd>{how}</dd>
                    <dt>{words("decision-notice")}</dt>
                    <dd>{said.notice.clone()}</dd>
                    <dt>{words("decision-leaf")}</dt>
                    <dd class="mono leaf">{decided.leaf_hash.to_string()}</dd>
                </dl>
            </Paper>
            <p>{words("person-receipt-means")}</p>
            <p class="small">{words("person-receipt-mistake")}</p>
        </div>
    }
    .into_any()
}
