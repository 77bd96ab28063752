//! The purposes, explained: what each is, with an example, and what can never be one.

use crate::components::heading::Heading;
use crate::components::prose::Prose;
use crate::components::purpose_words::why;
use crate::i18n::{Locale, known_text};
use crate::page::page_with_own_heading;
use crate::text;
use domain::clock::parse_date;
use domain::purpose::{Catalogue, Purpose};
use leptos::prelude::*;

/// The catalogue of purposes.
#[component]
pub fn Purposes() -> impl IntoView {
    page_with_own_heading("purposes-title", |visit| async move {
        let Catalogue { version, purposes } = visit.ports.studies.purposes().await?;
        let (refusable, exempt): (Vec<_>, Vec<_>) = purposes.into_iter().partition(Purpose::refusable);
        let locale = visit.locale;
        let explained = move |purpose: Purpose| view! { <Explained purpose=purpose locale=locale /> };
        Ok(view! {
            <div class="wrap narrow stack loose">
                <Heading title="purposes-title" lead="purposes-lead" />
                <section class="stack">
                    <h2>{text!("purposes-refusable")}</h2>
                    {refusable.into_iter().map(explained).collect_view()}
                </section>
                <section class="stack">
                    <h2>{text!("purposes-exempt")}</h2>
                    {exempt.into_iter().map(explained).collect_view()}
                </section>
                <section class="prose">
                    <h2>{text!("purposes-never")}</h2>
                    <Prose text=text!("purposes-never-text") />
                    <p class="small muted">{text!("purposes-version", version = version)}</p>
                </section>
            </div>
        })
    })
}

/// One purpose. The catalogue is data and may know purposes that came without an example.
#[component]
fn Explained(purpose: Purpose, locale: Locale) -> impl IntoView {
    let example = known_text(&format!("purpose-{}-example", purpose.code));
    let until = purpose.exempt_until.as_ref().and_then(|day| parse_date(day).ok());
    view! {
        <article class="card" id=purpose.code.to_string()>
            <h3>{locale.pick(&purpose.name)}</h3>
            {why(&purpose).map(|words| view! { <p>{words}</p> })}
            {example.map(|words| view! { <p class="muted">{words}</p> })}
            {purpose
                .legal_basis
                .as_ref()
                .map(|law| {
                    view! {
                        <p>
                            <span class="tag">{text!("purposes-not-refusable")}</span>
                        </p>
                        <p class="small">{text!("purposes-law", law = locale.pick(law))}</p>
                        {until.map(|day| view! { <p class="small">{text!("purposes-until", day = locale.date(day))}</p> })}
                    }
                })}
        </article>
    }
}
