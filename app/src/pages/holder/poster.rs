//! A sheet for the waiting room.

use crate::components::qr::Qr;
use crate::i18n::{Locale, text_in};
use crate::page::page_with_own_heading;
use crate::text;
use domain::actor::Operation;
use leptos::prelude::*;

/// What hangs in the waiting room.
#[component]
pub fn HolderPoster() -> impl IntoView {
    page_with_own_heading("poster-title", |visit| async move {
        visit.actor.may(Operation::IssueActivation)?;
        let poster = visit.ports.holder.poster(&visit.actor).await?;
        let half = |locale: Locale| {
            view! {
                <section lang=locale.code() class="poster-half">
                    <h2>{text_in(locale, "poster-heading", &[])}</h2>
                    <p>{text_in(locale, "poster-what", &[])}</p>
                    <p>{text_in(locale, "poster-how", &[])}</p>
                    <p class="small">{locale.pick(&poster.holder.name)}</p>
                </section>
            }
        };
        let halves = [half(Locale::Ja), half(Locale::En)];
        Ok(view! {
            <div class="wrap narrow stack">
                <div class="screen">
                    <h1>{text!("poster-title")}</h1>
                    <p class="lead">{text!("poster-lead")}</p>
                </div>
                <article class="letter poster">
                    {halves.collect_view()} <div class="poster-door">
                        <Qr code=poster.qr label=text!("poster-qr") />
                        <p class="mono">{poster.base_url}</p>
                    </div>
                </article>
            </div>
        })
    })
}
