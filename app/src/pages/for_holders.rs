//! For those who hold records: how to ask before handing them on.

use crate::components::heading::Heading;
use crate::components::prose::{Prose, Sections};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::actor::Operation;
use leptos::prelude::*;

const BEFORE: &[(&str, &str, &str)] =
    &[("why", "for-holders-why", "for-holders-why-text"), ("start", "for-holders-start", "for-holders-start-text")];
const AFTER: &[(&str, &str, &str)] =
    &[("answer", "for-holders-answer", "for-holders-answer-text"), ("promise", "for-holders-promise", "for-holders-promise-text")];

/// A check, as a program sends it.
const REQUEST: &str = r#"curl -X POST "$HIKAE/api/v1/checks" \
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
  -d '{"purpose": "ai-development", "commercial": true,
       "subjects": [{"system": "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID",
                     "value": "06132013:12:3456:01"}]}'"#;

/// The holders' door.
#[component]
pub fn ForHolders() -> impl IntoView {
    page_with_own_heading("for-holders-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        Ok(view! {
            <div class="wrap narrow stack loose">
                <Heading title="for-holders-title" lead="for-holders-lead" />
                <p class="row">
                    <a class="btn" href=format!("{}?next=%2Fholder", Path::SignIn)>
                        {text!("for-holders-sign-in")}
                    </a>
                </p>
                <Sections of=BEFORE />
                <section class="prose" id="check">
                    <h2>{text!("for-holders-check")}</h2>
                    <Prose text=text!("for-holders-check-text") />
                    <div class="scroll" tabindex="0" role="region" aria-label=text!("for-holders-check-example")>
                        <pre class="mono">
                            <code>{REQUEST}</code>
                        </pre>
                    </div>
                    <p>
                        <a class="btn ghost" href="/api/docs">
                            {text!("for-holders-docs")}
                        </a>
                    </p>
                </section>
                <Sections of=AFTER />
            </div>
        })
    })
}
