//! Letters to be printed: one sheet each, in Japanese and English.

use crate::components::qr::Qr;
use crate::i18n::{Locale, text_in};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::actor::Operation;
use domain::clock::Timestamp;
use domain::failure::Problem;
use domain::holder::Holder;
use domain::ports::{FaultyRow, Letter, LettersView};
use leptos::prelude::*;

/// Letters that were just made.
#[component]
pub fn HolderLetters() -> impl IntoView {
    page_with_own_heading("letters-title", |visit| async move {
        visit.actor.may(Operation::IssueActivation)?;
        let id = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let view = visit.ports.holder.letters(&visit.actor, id).await?;
        Ok(match view {
            Some(view) => view! { <Made view=view locale=visit.locale /> }.into_any(),
            None => view! { <Gone /> }.into_any(),
        })
    })
}

#[component]
fn Made(view: LettersView, locale: Locale) -> AnyView {
    let count = view.letters.len();
    let until = locale.moment(view.shown_until);
    let faulty = view.faulty.clone();
    let sheets = view.letters.iter().map(|letter| view! { <Sheet letter=letter.clone() view=view.clone() /> }).collect_view();
    view! {
        <div class="wrap stack">
            <div class="screen stack">
                <div>
                    <h1>{text!("letters-title")}</h1>
                    <p class="lead">{text!("letters-made", count = count)}</p>
                </div>
                {(!faulty.is_empty()).then(|| view! { <Faulty rows=faulty /> })}
                {(count > 0)
                    .then(|| {
                        view! {
                            <div class="card ok" id="print">
                                <h2>{text!("letters-print")}</h2>
                                <p>{text!("letters-print-how", until = until)}</p>
                                <form method="post" action="/do/letters/printed">
                                    <input type="hidden" name="letters" value=view.id.to_string() />
                                    <button type="submit" class="btn">
                                        {text!("letters-printed")}
                                    </button>
                                </form>
                            </div>
                        }
                    })}
            </div>
            <div class="letters">{sheets}</div>
        </div>
    }
    .into_any()
}

/// The rows that got none. Whatever was typed is shown as it was, so that it is found again.
#[component]
fn Faulty(rows: Vec<FaultyRow>) -> AnyView {
    let count = rows.len();
    let rows = rows.into_iter().map(|row| {
        view! {
            <tr data-fault=row.fault.code()>
                <th scope="row">{row.row}</th>
                <td class="mono">{row.number}</td>
                <td class="mono">{row.birth_date}</td>
                <td>{text!(&format!("letters-fault-{}", row.fault.code()))}</td>
            </tr>
        }
    });
    view! {
        <section class="card warn" id="faulty">
            <h2>{text!("letters-faulty", count = count)}</h2>
            <p>{text!("letters-faulty-what")}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=text!("letters-faulty", count = count)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{text!("letters-row")}</th>
                            <th scope="col">{text!("activations-number")}</th>
                            <th scope="col">{text!("activations-birth-date")}</th>
                            <th scope="col">{text!("letters-fault")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            <p>
                <a href=Path::HolderActivations.to_string()>{text!("letters-again")}</a>
            </p>
        </section>
    }
    .into_any()
}

/// One sheet. Nothing on it says who the person is, besides the number under which its sender finds the envelope.
#[component]
fn Sheet(letter: Letter, view: LettersView) -> AnyView {
    let reference = letter.own_number.clone().unwrap_or_else(|| format!("No. {}", letter.row));
    let address = format!("{}/activate", view.base_url.trim_end_matches('/'));
    let code = letter.code.clone();
    view! {
        <article class="letter" data-letter=letter.row.to_string()>
            <LetterHead from=view.holder.clone() reference=reference made_at=view.made_at />
            <Words locale=Locale::Ja title="letters-letter-heading" words=&["letters-letter-what", "letters-letter-refuse", "letters-letter-free"] />
            <Words locale=Locale::En title="letters-letter-heading" words=&["letters-letter-what", "letters-letter-refuse", "letters-letter-free"] />
            <div class="letter-code">
                <div>
                    <p class="small">
                        <span lang="ja">{text_in(Locale::Ja, "letters-letter-code", &[])}</span>
                        " / "
                        <span lang="en">{text_in(Locale::En, "letters-letter-code", &[])}</span>
                    </p>
                    <p class="letter-secret mono" translate="no" data-code=letter.code.clone()>
                        {code}
                    </p>
                    <p class="mono">{address}</p>
                    <p class="small">
                        <span lang="ja">{until(Locale::Ja, &view)}</span>
                        <br />
                        <span lang="en">{until(Locale::En, &view)}</span>
                    </p>
                </div>
                <Qr code=letter.qr label=text_in(Locale::current(), "letters-letter-qr", &[]) />
            </div>
            <Words locale=Locale::Ja title="letters-letter-how" words=&["letters-letter-steps", "letters-letter-help", "letters-letter-mistake"] />
            <Words locale=Locale::En title="letters-letter-how" words=&["letters-letter-steps", "letters-letter-help", "letters-letter-mistake"] />
        </article>
    }
    .into_any()
}

fn until(locale: Locale, view: &LettersView) -> String {
    text_in(locale, "letters-letter-until", &[("day", locale.date_of(view.expires_at).into())])
}

/// Who sends it, and how its sender finds the envelope that it belongs into.
#[component]
pub(super) fn LetterHead(from: Holder, reference: String, #[prop(optional)] made_at: Option<Timestamp>) -> AnyView {
    let (ja, en) = (Locale::Ja.pick(&from.name), Locale::En.pick(&from.name));
    view! {
        <header class="letter-head">
            <p>
                <strong lang="ja">{ja}</strong>
                <br />
                <span lang="en">{en}</span>
            </p>
            <p class="letter-reference">
                <span class="mono">{reference}</span>
                {made_at.map(|at| view! { <br /> {Locale::Ja.date_of(at)} })}
            </p>
        </header>
    }
    .into_any()
}

/// A heading and its sentences in one language.
#[component]
pub(super) fn Words(locale: Locale, title: &'static str, words: &'static [&'static str]) -> AnyView {
    let sentences = words.iter().map(|key| view! { <p>{text_in(locale, key, &[])}</p> });
    view! {
        <section class="letter-words" lang=locale.code()>
            <h2>{text_in(locale, title, &[])}</h2>
            {sentences.collect_view()}
        </section>
    }
    .into_any()
}

#[component]
fn Gone() -> AnyView {
    view! {
        <div class="wrap narrow stack">
            <div>
                <h1>{text!("letters-title")}</h1>
                <p class="lead">{text!("letters-gone")}</p>
            </div>
            <p class="row">
                <a class="btn" href=Path::HolderActivations.to_string()>
                    {text!("letters-again")}
                </a>
            </p>
        </div>
    }
    .into_any()
}
