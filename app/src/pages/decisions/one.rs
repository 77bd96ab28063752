//! One decision: the receipt, its proof, what it shows, and what it does not.

use crate::components::decision_words::{Names, Sentence, by_whom};
use crate::components::proof::{Offline, Outcome, Trust, Verifier, address_of};
use crate::components::qr::Qr;
use crate::components::receipt::{Receipt as Paper, ReceiptNumber};
use crate::i18n::number;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::failure::{Failure, Problem};
use domain::log::Position;
use domain::log::note::{SignedCheckpoint, VerifierKey};
use domain::log::receipt::Receipt;
use domain::ports::{LogView, WITNESSES_NEEDED};
use leptos::prelude::*;

/// One decision.
#[component]
pub fn OneDecision() -> impl IntoView {
    page_with_own_heading("decision-title", |visit| async move {
        let position: Position = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let choices = &visit.ports.choices;
        let decided = choices.decision(&visit.actor, position).await?.ok_or(Problem::NotFound)?;
        let decision = decided.decision;
        let proof = proof_of(&visit, position).await;
        let now = choices.choices(&visit.actor).await?.choices;
        let still = now.since(&decision.scope).is_some_and(|(_, said)| said == position);
        let studies = choices.studies_named(&visit.actor, std::slice::from_ref(&decision.scope)).await?;
        let catalogue = visit.ports.studies.purposes().await?;
        let names = Names { catalogue: &catalogue, studies: &studies };
        let (sentence, number) = (names.parts(&decision), number(position.0));
        let on_paper = number.clone();
        let locale = visit.locale;
        let code = proof.as_ref().map(|proof| code(&visit, proof));
        let trust = proof.as_ref().map(|proof| Trust::of(&proof.log));
        Ok(view! {
            <div
                class="desk"
                data-verify=""
                data-keys=trust.as_ref().map(|trust| trust.keys.clone())
                data-witnesses=trust.map(|trust| trust.witnesses)
                data-needed=WITNESSES_NEEDED.to_string()
            >
                <div class="wrap stack">
                    <div class="centred">
                        <h1>{text!("decision-title")}</h1>
                        <p class="lead">{text!("decision-lead")}</p>
                    </div>
                    <Paper>
                        <div>
                            <ReceiptNumber number=on_paper />
                            <h2>
                                <Sentence stance=decision.stance parts=sentence />
                            </h2>
                        </div>
                        <div class="beside">
                            <dl class="facts">
                                <dt>{text!("decision-effective")}</dt>
                                <dd>{locale.exact_moment(decision.effective)}</dd>
                                <dt>{text!("decision-recorded")}</dt>
                                <dd>{locale.exact_moment(decision.recorded)}</dd>
                                <dt>{text!("decision-how")}</dt>
                                <dd>{by_whom(&decision)}</dd>
                                <dt>{text!("decision-notice")}</dt>
                                <dd>{decision.notice.clone()}</dd>
                                {decided
                                    .catalogue
                                    .map(|version| {
                                        view! {
                                            <dt>{text!("decision-catalogue")}</dt>
                                            <dd>{text!("decision-catalogue-version", version = version)}</dd>
                                        }
                                    })}
                                <dt>{text!("decision-leaf")}</dt>
                                <dd class="mono leaf">{decided.leaf_hash.to_string()}</dd>
                            </dl>
                            {code}
                        </div>
                    </Paper>
                    <div class="proof stack">
                        <p class="screen">
                            {text!(if still { "decision-now-same" } else { "decision-now-changed" })} " "
                            <a href=Path::Choices.to_string()>{text!("decision-now-link")}</a>
                        </p>
                        <Proof proof=proof position=position />
                        <Meaning number=number />
                    </div>
                </div>
            </div>
            <Verifier visit=visit />
        })
    })
}

/// How many of the log's witnesses have signed exactly what the receipt carries.
pub(crate) fn witnesses_of(receipt: &Receipt, log: &LogView) -> usize {
    let keys: Vec<_> = log.witnesses.iter().map(|witness| witness.key.clone()).collect();
    SignedCheckpoint::parse(&receipt.checkpoint).map_or(0, |note| note.cosignatures(&keys).len())
}

/// Where everybody verifies receipts of that log: it is below the address of the site.
pub(crate) fn verify_address(log: &LogView) -> String {
    format!("{}{}", log.prefix.strip_suffix("/log").unwrap_or_default(), Path::Verify)
}

/// A receipt, and the log that it is of.
struct Proven {
    receipt: Receipt,
    log: LogView,
}

impl Proven {
    /// How many of our witnesses have signed exactly what the receipt carries.
    fn witnesses(&self) -> usize {
        witnesses_of(&self.receipt, &self.log)
    }

    /// The key that signed it, as the log has it now: an older receipt was signed with an older one.
    fn key(&self) -> String {
        let note = SignedCheckpoint::parse(&self.receipt.checkpoint).ok();
        let signed = |key: &&VerifierKey| note.as_ref().is_some_and(|note| note.verify(&[(*key).clone()]).is_ok());
        self.log.keys.iter().find(signed).or(self.log.keys.first()).map(ToString::to_string).unwrap_or_default()
    }
}

/// The proof. A decision is shown without it, where the log cannot be read now.
async fn proof_of(visit: &Visit, position: Position) -> Option<Proven> {
    let read = async {
        let Some(receipt) = visit.ports.log.receipt(&visit.actor, position).await? else { return Ok(None) };
        Ok::<_, Failure>(Some(Proven { receipt, log: visit.ports.log.state().await? }))
    };
    read.await.unwrap_or_else(|failure| {
        visit.tell(&failure);
        None
    })
}

/// On paper: the whole receipt as a code. Whoever scans it verifies it on the page that it opens. It is drawn as large as it
/// has to be to be read; a receipt too long for that names the page instead.
fn code(visit: &Visit, proof: &Proven) -> AnyView {
    let verify = verify_address(&proof.log);
    let drawn = (visit.draw)(&address_of(&proof.receipt, &verify));
    let how = if drawn.is_some() { "receipt-qr-how" } else { "receipt-no-qr" };
    view! {
        <div class="on-paper">
            {drawn.map(|code| view! { <Qr code=code label=text!("receipt-qr") /> })} <p class="small">{text!(how, address = verify)}</p>
        </div>
    }
    .into_any()
}

/// What can be done with the proof. Nothing is claimed that nobody could check yet.
#[component]
fn Proof(
    /// The proof.
    proof: Option<Proven>,
    /// The place in the log.
    position: Position,
) -> AnyView {
    let Some(proof) = proof else {
        return view! { <p class="notice screen">{text!("receipt-none")}</p> }.into_any();
    };
    let (count, keys) = (proof.witnesses(), proof.key());
    let standing = if count >= WITNESSES_NEEDED { "receipt-witnessed" } else { "receipt-pending" };
    view! {
        <section class="stack">
            <div class="stack tight">
                <h2>{text!("receipt-proof")}</h2>
                <p class="screen">{text!("receipt-proof-why")}</p>
                <p data-standing=standing>{text!(standing, count = count.to_string(), needed = WITNESSES_NEEDED.to_string())}</p>
            </div>
            <div class="row screen">
                <button type="button" class="btn" data-do="verify" disabled>
                    {text!("receipt-verify")}
                </button>
                <a class="btn ghost" href=format!("{}/receipt", Path::Decision(position)) download>
                    {text!("receipt-download")}
                </a>
                <button type="button" class="btn ghost" data-do="print" data-awake="" hidden>
                    {text!("receipt-print")}
                </button>
            </div>
            <noscript>
                <p class="notice warn">{text!("receipt-no-script")}</p>
            </noscript>
            <Outcome />
            <details class="more screen">
                <summary>{text!("receipt-offline")}</summary>
                <Offline file=file_name(position) keys=keys />
                <h3>{text!("receipt-whole")}</h3>
                <div class="scroll" tabindex="0" role="region" aria-label=text!("receipt-whole")>
                    <pre class="mono">
                        <code data-receipt="">{proof.receipt.to_string()}</code>
                    </pre>
                </div>
            </details>
        </section>
    }
    .into_any()
}

/// Under which name a receipt is kept.
#[must_use]
pub fn file_name(position: Position) -> String {
    format!("hikae-{position}.tlog-proof")
}

/// What the receipt shows and what not.
#[component]
fn Meaning(
    /// The receipt's number.
    number: String,
) -> AnyView {
    view! {
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
            </ul>
        </section>
        <details class="more screen">
            <summary>{text!("decision-print")}</summary>
            <p>{text!("decision-print-how")}</p>
        </details>
        <p class="screen">
            <a href=Path::Decisions.to_string()>{text!("decision-all")}</a>
        </p>
    }
    .into_any()
}
