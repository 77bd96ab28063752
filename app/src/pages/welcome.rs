//! Right after the activation: a second way back, before one is needed.

use crate::components::ceremony::{IssueCode, OneMorePasskey, WithoutScript};
use crate::components::heading::Heading;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::actor::Patient;
use leptos::prelude::*;

/// A second way back: another passkey, or a printed code. Later is fine, too.
#[component]
pub fn Welcome() -> impl IntoView {
    page_with_own_heading("welcome-title", |visit| async move {
        // Asked for its refusals: who may not see the account is not offered to change it.
        visit.ports.identity.account(&visit.actor).await?;
        let fresh = visit.patient().is_some_and(|Patient { fresh, .. }| *fresh);
        Ok(view! {
            <div class="wrap narrow stack">
                <p class="notice ok">{text!("welcome-done")}</p>
                <Heading title="welcome-title" lead="welcome-lead" />
                <WithoutScript />
                <section class="card">
                    <h2>{text!("welcome-passkey")}</h2>
                    <p class="lead">{text!("welcome-passkey-why")}</p>
                    <OneMorePasskey look="btn" next=Path::Overview />
                </section>
                <section class="card">
                    <h2>{text!("welcome-code")}</h2>
                    <p class="lead">{text!("welcome-code-why")}</p>
                    <IssueCode fresh=fresh look="btn ghost" label=text!("recovery-code-make") />
                </section>
                <p class="row">
                    <a class="btn quiet" href=Path::Overview.to_string()>
                        {text!("welcome-later")}
                    </a>
                </p>
            </div>
        })
    })
}
