//! The letter with a code that opens an account: both languages, nobody's name, printed once and handed over.

use crate::components::qr::Qr;
use crate::i18n::{Locale, Value, text_in};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::failure::Problem;
use domain::id::LookUpId;
use domain::ports::desk::DeskLetter;
use leptos::prelude::*;

/// The letter.
#[component]
pub fn Letter() -> impl IntoView {
    page_with_own_heading("person-letter-title", |visit| async move {
        let id: LookUpId = visit.address().rsplit('/').nth(1).and_then(|text| text.parse().ok()).ok_or(Problem::NotFound)?;
        let letter = visit.ports.desk.letter(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        let grouped = letter.code.grouped();
        let papers = Locale::ALL.map(|locale| view! { <InOneLanguage locale=locale letter=letter.clone() /> });
        Ok(view! {
            <div class="wrap narrow stack">
                <a class="back screen" href=Path::PersonLookUp(id).to_string()>
                    {text!("person-back")}
                </a>
                <div class="screen">
                    <h1>{text!("person-letter-title")}</h1>
                    <p class="lead">{text!("person-letter-how")}</p>
                </div>
                <p class="secret" translate="no" data-code=grouped.clone()>
                    {grouped.clone()}
                </p>
                <Qr code=letter.qr label=text!("person-letter-qr") />
                {papers.into_iter().collect_view()}
            </div>
        })
    })
}

/// One language of it.
#[component]
fn InOneLanguage(locale: Locale, letter: DeskLetter) -> AnyView {
    let address = format!("{}{}", letter.base_url, Path::Activate);
    view! {
        <section lang=locale.code() class="stack tight">
            <h2>{text_in(locale, "person-letter-head", &[])}</h2>
            <ol class="steps">
                <li>
                    <span>{text_in(locale, "person-letter-open", &[("address", Value::Text(address))])}</span>
                </li>
                <li>
                    <span>{text_in(locale, "person-letter-enter", &[])}</span>
                </li>
                <li>
                    <span>{text_in(locale, "person-letter-passkey", &[])}</span>
                </li>
            </ol>
            <p>{text_in(locale, "person-letter-until", &[("until", Value::Text(locale.date_of(letter.expires_at)))])}</p>
            <p class="small">{text_in(locale, "person-letter-secret", &[])}</p>
        </section>
    }
    .into_any()
}
