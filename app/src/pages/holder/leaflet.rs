//! A sheet to take home: A4, printed on both sides and folded once. Outside a cover for each language, inside a page for each.

use crate::components::qr::Qr;
use crate::i18n::{Locale, text_in};
use crate::page::page_with_own_heading;
use crate::text;
use domain::ports::Poster;
use leptos::prelude::*;

/// What stands on a page inside, one after the other: headings, and what is said below them.
const INSIDE: [(&str, &str); 5] = [
    ("leaflet-see", "leaflet-see-what"),
    ("leaflet-refuse", "leaflet-refuse-what"),
    ("leaflet-care", "leaflet-care-what"),
    ("leaflet-begin", "leaflet-begin-what"),
    ("leaflet-help", "leaflet-help-what"),
];

/// The two sides of the sheet.
#[component]
pub fn HolderLeaflet() -> impl IntoView {
    page_with_own_heading("leaflet-title", |visit| async move {
        let poster = visit.ports.holder.poster(&visit.actor).await?;
        Ok(view! {
            <div class="wrap stack">
                <div class="screen">
                    <h1>{text!("leaflet-title")}</h1>
                    <p class="lead">{text!("leaflet-lead")}</p>
                </div>
                // Whoever folds it so that the right half is in front holds the Japanese cover.
                <article class="leaflet" aria-label=text!("leaflet-outside")>
                    <Cover locale=Locale::En poster=poster.clone() />
                    <Cover locale=Locale::Ja poster=poster />
                </article>
                <article class="leaflet" aria-label=text!("leaflet-inside")>
                    <Inside locale=Locale::Ja />
                    <Inside locale=Locale::En />
                </article>
            </div>
        })
    })
}

#[component]
fn Cover(locale: Locale, poster: Poster) -> AnyView {
    view! {
        <section lang=locale.code() class="leaflet-page leaflet-cover">
            <h2>{text_in(locale, "poster-heading", &[])}</h2>
            <p>{text_in(locale, "leaflet-cover", &[])}</p>
            <Qr code=poster.qr label=text_in(locale, "poster-qr", &[]) />
            <p class="mono">{poster.base_url}</p>
            <p class="small">{locale.pick(&poster.holder.name)}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Inside(locale: Locale) -> AnyView {
    let part = |(heading, words): (&'static str, &'static str)| {
        view! {
            <h3>{text_in(locale, heading, &[])}</h3>
            <p>{text_in(locale, words, &[])}</p>
        }
    };
    view! {
        <section lang=locale.code() class="leaflet-page">
            <h2>{text_in(locale, "leaflet-what", &[])}</h2>
            {INSIDE.map(part).collect_view()}
        </section>
    }
    .into_any()
}
