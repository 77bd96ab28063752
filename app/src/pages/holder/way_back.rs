//! The letter with a code for somebody who lost every way into their account.

use super::letters::{LetterHead, Words};
use crate::components::qr::Qr;
use crate::i18n::{Locale, text_in};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::actor::Operation;
use domain::failure::Problem;
use domain::ports::{WayBack, WayBackLetter};
use leptos::prelude::*;

/// What the letter says.
const WORDS: &[&str] = &["way-back-letter-what", "way-back-letter-steps", "way-back-letter-mistake"];

/// One letter, until it was printed.
#[component]
pub fn HolderWayBack() -> impl IntoView {
    page_with_own_heading("way-back-title", |visit| async move {
        visit.actor.may(Operation::IssueActivation)?;
        let id = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let letter = visit.ports.holder.way_back(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        Ok(view! { <ToPrint letter=letter /> })
    })
}

#[component]
fn ToPrint(letter: WayBackLetter) -> AnyView {
    view! {
        <div class="wrap stack">
            <div class="screen stack">
                <div>
                    <h1>{text!("way-back-title")}</h1>
                    <p class="lead">{text!("way-back-lead", number = letter.of.number.clone())}</p>
                </div>
                <div class="card ok" id="print">
                    <h2>{text!("letters-print")}</h2>
                    <p>{text!("way-back-print-how")}</p>
                    <form method="post" action="/do/letters/way-back-printed">
                        <input type="hidden" name="letter" value=letter.of.id.to_string() />
                        <button type="submit" class="btn">
                            {text!("letters-printed")}
                        </button>
                    </form>
                </div>
            </div>
            <div class="letters">
                <Sheet letter=letter />
            </div>
        </div>
    }
    .into_any()
}

/// The sheet. Nothing on it says who the person is, besides the number under which its sender finds the envelope.
#[component]
fn Sheet(letter: WayBackLetter) -> AnyView {
    let WayBackLetter { of, holder, code, qr, base_url } = letter;
    let written = code.clone();
    let until = |locale: Locale| text_in(locale, "way-back-until", &[("day", locale.date_of(of.until).into())]);
    view! {
        <article class="letter" data-letter=of.id.to_string()>
            <LetterHead from=holder reference=of.number.clone() />
            <Words locale=Locale::Ja title="way-back-letter-heading" words=WORDS />
            <Words locale=Locale::En title="way-back-letter-heading" words=WORDS />
            <div class="letter-code">
                <div>
                    <p class="letter-secret mono" translate="no" data-code=code>
                        {written}
                    </p>
                    <p class="mono">{format!("{}{}", base_url, Path::Recover)}</p>
                    <p class="small">
                        <span lang="ja">{until(Locale::Ja)}</span>
                        <br />
                        <span lang="en">{until(Locale::En)}</span>
                    </p>
                </div>
                <Qr code=qr label=text_in(Locale::current(), "letters-letter-qr", &[]) />
            </div>
        </article>
    }
    .into_any()
}

/// What waits to be printed, on the page of letters.
#[component]
pub(super) fn WaysBack(
    /// The oldest first.
    waiting: Vec<WayBack>,
) -> impl IntoView {
    (!waiting.is_empty()).then(|| {
        let rows = waiting.into_iter().map(|of| {
            view! {
                <li data-way-back=of.id.to_string()>
                    <a href=Path::HolderWayBack(of.id).to_string()>
                        <bdi class="mono">{of.number}</bdi>
                    </a>
                    <span class="small muted">{text!("way-back-until", day = Locale::current().date_of(of.until))}</span>
                </li>
            }
        });
        view! {
            <section class="card warn" id="ways-back">
                <h2>{text!("ways-back-title")}</h2>
                <p>{text!("ways-back-what")}</p>
                <ul class="rows">{rows.collect_view()}</ul>
            </section>
        }
    })
}
