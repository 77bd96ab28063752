//! The form for refusing on paper: one A4 sheet, to be printed at home or by somebody who helps.

use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::text;
use domain::actor::Operation;
use domain::purpose::Purpose;
use leptos::prelude::*;

/// What the desk needs to find the person and to send the receipt.
const WHO: [&str; 5] = ["form-number", "form-born", "form-name", "form-address", "form-phone"];
/// How many lines there are for single studies.
const STUDIES: usize = 2;

/// The sheet.
#[component]
pub fn PaperForm() -> impl IntoView {
    page_with_own_heading("form-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        let catalogue = visit.ports.studies.purposes().await?;
        let purposes: Vec<String> = catalogue.refusable().map(|purpose| named(purpose, visit.locale)).collect();
        let lines = WHO.map(|key| {
            view! {
                <tr>
                    <th scope="row">{text!(key)}</th>
                    <td></td>
                </tr>
            }
        });
        let studies = std::iter::repeat_n((), STUDIES).map(|()| view! { <Tick words=text!("form-study") /> });
        Ok(view! {
            <div class="wrap narrow stack">
                <div class="screen">
                    <p class="lead">{text!("form-how-to-print")}</p>
                </div>
                <article class="letter paper-form stack">
                    <h1>{text!("form-title")}</h1>
                    <p>{text!("form-lead")}</p>
                    <h2>{text!("form-what")}</h2>
                    <ul class="plain">
                        <Tick words=text!("form-all") />
                        <Tick words=text!("form-commercial") />
                        {purposes.into_iter().map(|words| view! { <Tick words=words /> }).collect_view()}
                        {studies.collect_view()}
                    </ul>
                    <h2>{text!("form-who")}</h2>
                    <table class="table">
                        <tbody>{lines.into_iter().collect_view()}</tbody>
                    </table>
                    <p>{text!("form-date-and-signature")}</p>
                    <p class="small">{text!("form-then")}</p>
                </article>
            </div>
        })
    })
}

fn named(purpose: &Purpose, locale: Locale) -> String {
    text!("form-purpose", purpose = locale.pick(&purpose.name))
}

/// A box to tick, and what it means.
#[component]
fn Tick(words: String) -> AnyView {
    view! {
        <li>
            <span aria-hidden="true">"☐ "</span>
            {words}
        </li>
    }
    .into_any()
}
