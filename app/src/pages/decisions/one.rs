//! One decision: the receipt, what it shows, and what it does not.

use crate::components::decision_words::{Names, Sentence, by_whom};
use crate::components::receipt::{Receipt, ReceiptNumber};
use crate::i18n::number;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::failure::Problem;
use domain::log::Position;
use leptos::prelude::*;

/// One decision.
#[component]
pub fn OneDecision() -> impl IntoView {
    page_with_own_heading("decision-title", |visit| async move {
        let position: Position = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let choices = &visit.ports.choices;
        let decided = choices.decision(&visit.actor, position).await?.ok_or(Problem::NotFound)?;
        let decision = decided.decision;
        let now = choices.choices(&visit.actor).await?.choices;
        let still = now.since(&decision.scope).is_some_and(|(_, said)| said == position);
        let studies = choices.studies_named(&visit.actor, std::slice::from_ref(&decision.scope)).await?;
        let catalogue = visit.ports.studies.purposes().await?;
        let names = Names { catalogue: &catalogue, studies: &studies };
        let (sentence, number) = (names.parts(&decision), number(position.0));
        let on_paper = number.clone();
        let locale = visit.locale;
        Ok(view! {
            <div class="desk">
                <div class="wrap stack">
                    <div class="centred">
                        <h1>{text!("decision-title")}</h1>
                        <p class="lead">{text!("decision-lead")}</p>
                    </div>
                    <Receipt>
                        <div>
                            <ReceiptNumber number=on_paper />
                            <h2>
                                <Sentence stance=decision.stance parts=sentence />
                            </h2>
                        </div>
                        <dl class="facts">
                            <dt>{text!("decision-effective")}</dt>
                            <dd>{locale.exact_moment(decision.effective)}</dd>
                            <dt>{text!("decision-recorded")}</dt>
                            <dd>{locale.exact_moment(decision.recorded)}</dd>
                            <dt>{text!("decision-how")}</dt>
                            <dd>{by_whom(&decision)}</dd>
                            <dt>{text!("decision-notice")}</dt>
                            <dd>{decision.notice.clone()}</dd>
                            <dt>{text!("decision-leaf")}</dt>
                            <dd class="mono leaf">{decided.leaf_hash.to_string()}</dd>
                        </dl>
                    </Receipt>
                    <Meaning number=number still=still />
                </div>
            </div>
        })
    })
}

/// What the receipt shows and what not. Nothing is claimed that nobody could check yet.
#[component]
fn Meaning(
    /// The receipt's number.
    number: String,
    /// Whether it is still what the person says about this.
    still: bool,
) -> AnyView {
    let now = if still { "decision-now-same" } else { "decision-now-changed" };
    view! {
        <div class="proof stack">
            <p class="screen">
                {text!(now)} " " <a href=Path::Choices.to_string()>{text!("decision-now-link")}</a>
            </p>
            <section class="stack tight">
                <h2>{text!("decision-meaning")}</h2>
                <ul class="checks">
                    <li>
                        <span>{text!("decision-means-said")}</span>
                    </li>
                    <li>
                        <span>{text!("decision-means-order", number = number)}</span>
                    </li>
                    <li>
                        <span>{text!("decision-means-mark")}</span>
                    </li>
                </ul>
                <ul class="checks not">
                    <li>
                        <span>{text!("decision-means-not-now")}</span>
                    </li>
                    <li>
                        <span>{text!("decision-means-not-proof")}</span>
                    </li>
                </ul>
            </section>
            <details class="more screen">
                <summary>{text!("decision-print")}</summary>
                <p>{text!("decision-print-how")}</p>
            </details>
            <p class="screen">
                <a href=Path::Decisions.to_string()>{text!("decision-all")}</a>
            </p>
        </div>
    }
    .into_any()
}
