//! The proof beside what was decided: what is trusted, and all that may have to be said of a receipt, hidden until it has
//! been verified in the browser.
//!
//! The contract with `frontend/verifier/verify.js`: around everything stands an element with [`Trust`]'s three attributes;
//! what has `data-met` is shown when one of its codes was met, `data-value` is filled in, `data-outcome` gets the focus.

use crate::components::decision_words::Names;
use crate::components::prose::Prose;
use crate::text;
use crate::visit::Visit;
use domain::choice::{Channel, DecidedBy, Scope, Stance};
use domain::log::receipt::{Part, Receipt, ReceiptFault};
use domain::ports::LogView;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// Whose signatures count.
#[derive(Clone, Debug)]
pub struct Trust {
    /// The log's keys, one a line.
    pub keys: String,
    /// The witnesses' keys, one a line.
    pub witnesses: String,
}

impl Trust {
    /// In what this installation says of its log.
    #[must_use]
    pub fn of(log: &LogView) -> Self {
        let lines = |lines: Vec<String>| lines.join("\n");
        Self {
            keys: lines(log.keys.iter().map(ToString::to_string).collect()),
            witnesses: lines(log.witnesses.iter().map(|witness| witness.key.to_string()).collect()),
        }
    }
}

/// What verifies receipts in the page.
#[component]
pub fn Verifier(
    /// The version of the static files.
    visit: Visit,
) -> impl IntoView {
    view! { <script type="module" nonce=use_nonce() src=format!("/pkg/verify.js?v={}", visit.assets)></script> }
}

/// How somebody verifies with a program of their own.
#[component]
pub fn Offline(
    /// The name of the file.
    file: String,
    /// The keys to verify it with, one a line: for one receipt the one that signed it.
    keys: String,
) -> AnyView {
    let keys: String = keys.lines().map(|key| format!(" --key '{key}'")).collect();
    let command = format!("hikae receipt verify {file}{keys}");
    view! {
        <Prose text=text!("receipt-offline-text") />
        <div class="scroll" tabindex="0" role="region" aria-label=text!("receipt-offline")>
            <pre class="mono">
                <code>{command}</code>
            </pre>
        </div>
    }
    .into_any()
}

/// Everything that may have to be said.
#[component]
pub fn Outcome(
    /// What was decided, where the page does not say it already.
    #[prop(optional)]
    said: Option<AnyView>,
) -> AnyView {
    view! {
        <section class="card ok stack tight" data-met="holds" hidden>
            <h2 tabindex="-1" data-outcome="" data-met="our-key" hidden>
                {text!("verify-holds")}
            </h2>
            <h2 tabindex="-1" data-outcome="" data-met="own-key" hidden>
                {text!("verify-holds-own-key")}
            </h2>
            {said}
            <Steps />
            <p data-met="seen" hidden>
                {filled(&text!("verify-seen", seen = "¦seen¦"))}
            </p>
            <p data-met="witnessed" hidden>
                {filled(&text!("verify-witnessed", witnesses = "¦witnesses¦"))}
            </p>
            <p data-met="pending" hidden>
                {filled(&text!("verify-pending", witnesses = "¦witnesses¦"))}
            </p>
            <p data-met="own-key" hidden>
                {text!("verify-own-key")}
            </p>
            <p>{text!("verify-then")}</p>
        </section>
        <section class="card warn stack tight" data-met="fails" hidden>
            <h2 tabindex="-1" data-outcome="" data-met="fails" hidden>
                {text!("verify-fails")}
            </h2>
            <Faults />
            <div class="stack tight" data-met="steps" hidden>
                <Steps />
            </div>
        </section>
        <p class="notice warn" tabindex="-1" data-outcome="" data-met="unavailable" hidden>
            {text!("verify-unavailable")}
        </p>
    }
    .into_any()
}

/// Leaf, inclusion, signature: what was checked and came out right, and what did not.
#[component]
fn Steps() -> AnyView {
    let leaf = text!("verify-leaf-ok", imprint = "¦imprint¦");
    let included = text!("verify-included-ok", size = "¦size¦", position = "¦position¦");
    let signed = text!("verify-signed-ok", size = "¦size¦", origin = "¦origin¦");
    let right = [("leaf-ok", leaf), ("included-ok", included), ("signed-ok", signed)];
    let wrong = ["leaf-bad", "included-bad", "signed-bad"].map(|step| (step, text!(&format!("verify-{step}"))));
    let list = |steps: [(&'static str, String); 3]| {
        let step = |(met, words): (&'static str, String)| {
            view! {
                <li data-met=met hidden>
                    <span>{filled(&words)}</span>
                </li>
            }
        };
        steps.into_iter().map(step).collect_view()
    };
    view! {
        <ul class="checks" data-met="leaf-ok included-ok signed-ok" hidden>
            {list(right)}
        </ul>
        <ul class="checks not" data-met="leaf-bad included-bad signed-bad" hidden>
            {list(wrong)}
        </ul>
    }
    .into_any()
}

/// What can be wrong, in a sentence each.
#[component]
fn Faults() -> AnyView {
    let faults = ReceiptFault::CODES.iter().chain(&["bad-key"]).map(|code| ("fault", *code));
    let parts = [Part::Leaf, Part::Index, Part::Proof, Part::Checkpoint].map(|part| ("part", part.code()));
    let sentence = |(of, code): (&str, &str)| {
        view! {
            <p data-met=format!("{of}-{code}") hidden>
                {filled(&text!(&format!("receipt-{of}-{code}"), about = "¦about¦"))}
            </p>
        }
    };
    faults.chain(parts).map(sentence).collect_view().into_any()
}

/// A text in which every second piece between bars is filled in later.
pub(crate) fn filled(text: &str) -> AnyView {
    let pieces = text.split('¦').map(ToOwned::to_owned).enumerate();
    let piece = |(index, piece): (usize, String)| match index % 2 {
        0 => piece.into_any(),
        _ => view! { <span class="filled" data-value=piece></span> }.into_any(),
    };
    pieces.map(piece).collect_view().into_any()
}

/// What was decided, for whatever decision a receipt may be of.
#[must_use]
pub fn any_decision(names: &Names<'_>) -> AnyView {
    let purposes = names.catalogue.purposes.iter().map(|purpose| Scope::Purpose(purpose.code.clone()));
    let known = [Scope::All, Scope::Commercial].into_iter().chain(purposes).map(|scope| (scope.to_string(), names.what(&scope)));
    // A study is named by its number: its title is nobody's to look up for a receipt.
    let unknown = [("study".to_owned(), text!("scope-study-unnamed")), ("purpose".to_owned(), text!("verify-purpose-unknown"))];
    let scopes: Vec<(String, String)> = known.chain(unknown).collect();
    let sentences = [(Stance::Refuse, "verify-refused"), (Stance::Allow, "verify-allowed")].into_iter().flat_map(|(stance, key)| {
        let sentence = move |(scope, what): (String, String)| {
            view! {
                <span data-met=format!("{}:{scope}", stance.code()) hidden>
                    {text!(key, what = what)}
                </span>
            }
        };
        scopes.clone().into_iter().map(sentence).collect::<Vec<_>>()
    });
    let channels =
        Channel::ALL.iter().map(|channel| (format!("channel-{}", channel.code()), text!(&format!("channel-{}", channel.code()))));
    let people = DecidedBy::ALL.iter().map(|who| (format!("by-{}", who.code()), text!(&format!("verify-by-{}", who.code()))));
    let one_of = |words: Vec<(String, String)>| {
        let word = |(met, words): (String, String)| {
            view! {
                <span data-met=met hidden>
                    {words}
                </span>
            }
        };
        words.into_iter().map(word).collect_view()
    };
    view! {
        <dl class="facts" data-met="decision" hidden>
            <dt>{text!("verify-what")}</dt>
            <dd>
                <p>
                    <strong>{sentences.collect_view()}</strong>
                </p>
                <p class="small mono" data-value="scope"></p>
            </dd>
            <dt>{text!("decision-effective")}</dt>
            <dd data-value="effective"></dd>
            <dt>{text!("decision-recorded")}</dt>
            <dd data-value="time"></dd>
            <dt>{text!("decision-how")}</dt>
            <dd>{one_of(people.collect())} " · " {one_of(channels.collect())}</dd>
        </dl>
        <p data-met="no-decision" hidden>
            {filled(&text!("verify-no-decision", kind = "¦kind¦"))}
        </p>
        <p data-met="unreadable" hidden>
            {text!("verify-unreadable")}
        </p>
    }
    .into_any()
}

/// The address that verifies this receipt wherever it is opened. What stands behind the # never leaves the browser; lines and
/// spaces are written so that a printed code stays small enough to be read (`unfolded` in `verify.js`).
#[must_use]
pub fn address_of(receipt: &Receipt, verify: &str) -> String {
    let mut address = format!("{verify}#receipt=");
    for character in receipt.to_string().chars() {
        match character {
            '\n' => address.push('~'),
            ' ' => address.push('_'),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '/' | ':' | '@' | '+' | '=' | ',' => address.push(character),
            _ => {
                let mut utf8 = [0; 4];
                character.encode_utf8(&mut utf8).bytes().for_each(|byte| address.push_str(&format!("%{byte:02X}")));
            }
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::log::Position;

    #[test]
    fn a_receipt_in_an_address_has_one_meaning_for_each_character() {
        let receipt = Receipt {
            position: Position(7),
            leaf: b"{}".to_vec(),
            proof: vec![],
            checkpoint: "a_b~c%/log\n8\nAAAA\n\n— a x=\n".to_owned(),
        };
        assert_eq!(
            address_of(&receipt, "https://hikae.example/verify"),
            "https://hikae.example/verify#receipt=c2sp.org/tlog-proof@v1~extra_e30=~index_7~~a%5Fb%7Ec%25/log~8~AAAA~~%E2%80%94_a_x=~"
        );
    }
}
