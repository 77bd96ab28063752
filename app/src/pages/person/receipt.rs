//! The receipt of a decision that the desk entered, for the post or to take along: both languages, nobody's name. The proof is on the
//! paper, so that whoever has no account can verify it as everybody else does.

use crate::components::proof::address_of;
use crate::components::qr::Qr;
use crate::components::receipt::Receipt as Paper;
use crate::i18n::{Locale, Value, number, text_in};
use crate::page::page_with_own_heading;
use crate::pages::decisions::one::{verify_address, witnesses_of};
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::choice::{Decision, Scope, Stance};
use domain::failure::{Failure, Problem};
use domain::id::LookUpId;
use domain::log::Position;
use domain::log::receipt::Receipt;
use domain::ports::desk::DeskReceipt;
use domain::ports::{QrCode, WITNESSES_NEEDED};
use domain::purpose::Catalogue;
use domain::study::Study;
use leptos::prelude::*;

/// The receipt.
#[component]
pub fn PaperReceipt() -> impl IntoView {
    page_with_own_heading("person-receipt-title", |visit| async move {
        let mut parts = visit.address().rsplit('/');
        let position: Position = parts.next().and_then(|text| text.parse().ok()).ok_or(Problem::NotFound)?;
        let id: LookUpId = parts.nth(1).and_then(|text| text.parse().ok()).ok_or(Problem::NotFound)?;
        let receipt = visit.ports.desk.receipt(&visit.actor, id, position).await?.ok_or(Problem::NotFound)?;
        let catalogue = visit.ports.studies.purposes().await?;
        let proof = Proof::of(&visit, &receipt.proof).await?;
        let papers = Locale::ALL.map(|locale| {
            view! { <InOneLanguage locale=locale receipt=receipt.clone() catalogue=catalogue.clone() proof=proof.clone() /> }
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
                    <details class="more screen">
                        <summary>{text!("receipt-whole")}</summary>
                        <div class="scroll" tabindex="0" role="region" aria-label=text!("receipt-whole")>
                            <pre class="mono">
                                <code>{receipt.proof.to_string()}</code>
                            </pre>
                        </div>
                    </details>
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

/// What stands on the paper beside the words.
#[derive(Clone)]
struct Proof {
    /// Where it is verified.
    verify: String,
    /// The whole receipt as a code; `None`: it is too long for one.
    code: Option<QrCode>,
    /// The whole receipt.
    text: String,
    /// How many witnesses have signed it.
    witnesses: usize,
}

impl Proof {
    async fn of(visit: &Visit, receipt: &Receipt) -> Result<Self, Failure> {
        let log = visit.ports.log.state().await?;
        let verify = verify_address(&log);
        let code = (visit.draw)(&address_of(receipt, &verify));
        Ok(Self { verify, code, text: receipt.to_string(), witnesses: witnesses_of(receipt, &log) })
    }
}

/// The proof on paper: the code that the person's own page has, or the whole receipt where no code can hold it.
fn on_paper(locale: Locale, proof: Proof) -> AnyView {
    let how = if proof.code.is_some() { "receipt-qr-how" } else { "person-receipt-no-qr" };
    let whole = proof.code.is_none().then(|| view! { <pre class="mono whole">{proof.text}</pre> });
    view! {
        <div class="on-paper">
            {proof.code.map(|code| view! { <Qr code=code label=text_in(locale, "receipt-qr", &[]) /> })}
            <p class="small">{text_in(locale, how, &[("address", Value::Text(proof.verify))])}</p>
            {whole}
        </div>
    }
    .into_any()
}

/// One language of it.
#[component]
fn InOneLanguage(locale: Locale, receipt: DeskReceipt, catalogue: Catalogue, proof: Proof) -> AnyView {
    let DeskReceipt { decided, study, .. } = receipt;
    let said = decided.decision;
    let standing = if proof.witnesses >= WITNESSES_NEEDED { "receipt-witnessed" } else { "receipt-pending" };
    let counts = [("count", Value::Text(proof.witnesses.to_string())), ("needed", Value::Text(WITNESSES_NEEDED.to_string()))];
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
                <div class="beside">
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
                    {on_paper(locale, proof)}
                </div>
            </Paper>
            <p>{words("person-receipt-means")}</p>
            <p class="small">{text_in(locale, standing, &counts)}</p>
            <p class="small">{words("person-receipt-mistake")}</p>
        </div>
    }
    .into_any()
}
