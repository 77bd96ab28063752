//! Verifying a receipt, for anybody: everything happens in the browser, and nothing is sent.

use crate::components::decision_words::Names;
use crate::components::heading::Heading;
use crate::components::proof::{Offline, Outcome, Trust, Verifier, any_decision};
use crate::components::text_area::TextArea;
use crate::page::page_with_own_heading;
use crate::text;
use domain::ports::WITNESSES_NEEDED;
use leptos::prelude::*;

/// Verifying a receipt.
#[component]
pub fn Verify() -> impl IntoView {
    page_with_own_heading("verify-title", |visit| async move {
        let log = visit.ports.log.state().await?;
        let catalogue = visit.ports.studies.purposes().await?;
        let said = any_decision(&Names { catalogue: &catalogue, studies: &[] });
        let Trust { keys, witnesses } = Trust::of(&log);
        let printed = keys.clone();
        Ok(view! {
            <div class="wrap narrow stack loose" data-verify="" data-keys=keys data-witnesses=witnesses data-needed=WITNESSES_NEEDED.to_string()>
                <Heading title="verify-title" lead="verify-lead" />
                <p class="notice">{text!("verify-private")}</p>
                <noscript>
                    <p class="notice warn">{text!("receipt-no-script")}</p>
                </noscript>
                <ReceiptForm />
                <Outcome said=said />
                <section class="stack tight">
                    <h2>{text!("verify-shows")}</h2>
                    <ul class="checks">
                        <li>
                            <span>{text!("verify-shows-said")}</span>
                        </li>
                    </ul>
                    <ul class="checks not">
                        <li>
                            <span>{text!("verify-shows-not-now")}</span>
                        </li>
                        <li>
                            <span>{text!("verify-shows-not-who")}</span>
                        </li>
                    </ul>
                </section>
                <section class="stack tight">
                    <h2>{text!("receipt-offline")}</h2>
                    <Offline file="receipt.tlog-proof".to_owned() keys=printed />
                </section>
            </div>
            <Verifier visit=visit />
        })
    })
}

/// A file, or its text. Without a script nothing of it can be sent: its parts stay switched off.
#[component]
fn ReceiptForm() -> AnyView {
    view! {
        <form class="form">
            <fieldset class="form" disabled>
                <div class="field">
                    <label for="file">{text!("verify-file")}</label>
                    <p class="hint" id="file-hint">
                        {text!("verify-file-hint")}
                    </p>
                    <input id="file" type="file" accept=".tlog-proof,.txt,text/plain" aria-describedby="file-hint" />
                </div>
                <TextArea id="receipt" name="receipt" label=text!("verify-text") hint=text!("verify-text-hint") rows=6 />
                <details class="more">
                    <summary>{text!("verify-other")}</summary>
                    <TextArea id="key" name="key" label=text!("verify-key") hint=text!("verify-key-hint") rows=2 />
                </details>
                <button type="submit" class="btn big">
                    {text!("verify-do")}
                </button>
            </fieldset>
        </form>
    }
    .into_any()
}
