//! The catalogue of purposes for those who keep it: what holds, what waits for a second person, and every version.

pub mod form;

use crate::components::heading::Heading;
use crate::components::moment::Moment;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::actor::Operation;
use domain::ports::purposes::{Version, Waiting};
use domain::purpose::draft::Change;
use domain::purpose::{Catalogue, Purpose};
use leptos::prelude::*;

/// What was just done, as the address says it after a redirect.
const DONE: [(&str, &str); 3] =
    [("proposed", "catalogue-done-proposed"), ("discarded", "catalogue-done-discarded"), ("published", "catalogue-done-published")];

/// The catalogue.
#[component]
pub fn RegistrarPurposes() -> impl IntoView {
    page_with_own_heading("catalogue-title", |visit| async move {
        let work = visit.ports.purposes.work(&visit.actor).await?;
        let writes = visit.actor.may(Operation::DraftStudy).is_ok();
        let asked = visit.query("done");
        let done = DONE.iter().find(|(code, _)| asked.as_deref() == Some(code)).map(|(_, key)| *key);
        Ok(view! {
            <div class="wrap stack">
                <div class="between">
                    <Heading title="catalogue-title" lead="catalogue-lead" />
                    {writes
                        .then(|| {
                            view! {
                                <a class="btn" href=Path::RegistrarPurpose.to_string()>
                                    {text!("catalogue-new")}
                                </a>
                            }
                        })}
                </div>
                {done.map(|key| view! { <p class="notice ok" id="done" role="status">{text!(key)}</p> })}
                <Proposals of=work.waiting />
                <Current catalogue=work.catalogue.clone() writes=writes />
                <Versions of=work.versions catalogue=work.catalogue />
            </div>
        })
    })
}

/// What waits for a second person.
#[component]
fn Proposals(of: Vec<Waiting>) -> AnyView {
    let empty = of.is_empty();
    view! {
        <section class="card flush" id="waiting">
            <div class="head">
                <h2>{text!("catalogue-waiting")}</h2>
                <p class="lead">{if empty { text!("catalogue-waiting-none") } else { text!("catalogue-waiting-why") }}</p>
            </div>
            <ul class="rows">{of.into_iter().map(|of| view! { <Proposal of=of /> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Proposal(of: Waiting) -> AnyView {
    let locale = Locale::current();
    let (id, own) = (of.id.to_string(), of.own);
    let (what, name) = match &of.examined {
        Ok(Change::New(purpose)) => ("catalogue-event-new", locale.pick(&purpose.name)),
        Ok(Change::Exempted(purpose)) => ("catalogue-event-exempted", locale.pick(&purpose.name)),
        // The catalogue changed since.
        Err(_) => ("catalogue-unfit", of.draft.code.clone()),
    };
    let words = of.examined.as_ref().ok().map(|change| view! { <Words of=change.purpose().clone() /> });
    let publish = (of.examined.is_ok() && !own).then(|| form("/do/purposes/publish", &id, "btn", text!("catalogue-publish")));
    let discard = own.then(|| form("/do/purposes/discard", &id, "btn danger", text!("catalogue-discard")));
    view! {
        <li data-proposal=id>
            <div class="stack tight">
                <p>
                    <strong>{name}</strong> " " <span class="tag new">{text!(what)}</span> " "
                    {own.then(|| view! { <span class="tag warn">{text!("catalogue-own")}</span> })}
                </p>
                {words}
                <p class="small muted">
                    <Moment at=of.saved_at locale=locale />
                </p>
            </div>
            <div class="row">{publish} {discard}</div>
        </li>
    }
    .into_any()
}

fn form(action: &'static str, id: &str, look: &'static str, words: String) -> AnyView {
    view! {
        <form method="post" action=action>
            <input type="hidden" name="proposal" value=id.to_owned() />
            <button type="submit" class=look>
                {words}
            </button>
        </form>
    }
    .into_any()
}

/// All that a purpose says, in both languages: whoever publishes it has read it.
#[component]
fn Words(of: Purpose) -> AnyView {
    let line = |lang: &'static str, words: String| {
        view! {
            <p class="small asis" lang=lang>
                {words}
            </p>
        }
    };
    let why = of.why.map(|why| view! { {line("ja", why.ja)} {line("en", why.en)} });
    let law = of.legal_basis.map(|law| view! { {line("ja", law.ja)} {line("en", law.en)} });
    let until = of.exempt_until.and_then(|day| domain::clock::parse_date(&day).ok());
    view! {
        <p class="small mono">{of.code.to_string()}</p>
        <p class="small">{of.name.ja} " / " {of.name.en}</p>
        <p class="small muted">{text!("catalogue-codes", ehds = of.ehds, act = of.act_reason)}</p>
        {of.parent.map(|parent| view! { <p class="small">{text!("catalogue-parent", code = parent.to_string())}</p> })}
        {why}
        {law}
        {until.map(|day| view! { <p class="small">{text!("catalogue-until", day = Locale::current().date(day))}</p> })}
    }
    .into_any()
}

/// As it holds now.
#[component]
fn Current(catalogue: Catalogue, writes: bool) -> AnyView {
    let locale = Locale::current();
    let row = |purpose: Purpose| {
        let (name, code) = (locale.pick(&purpose.name), purpose.code.to_string());
        let (look, state) = if purpose.refusable() { ("tag ok", "catalogue-refusable") } else { ("tag", "purposes-not-refusable") };
        let exempt = (writes && purpose.refusable()).then(|| {
            let to = format!("{}?of={}", Path::RegistrarPurpose, purpose.code);
            view! {
                <a class="btn quiet" href=to>
                    {text!("catalogue-exempt")}
                    <span class="quietly">{name.clone()}</span>
                </a>
            }
        });
        view! {
            <li data-purpose=code>
                <details class="more">
                    <summary>
                        {name.clone()} " " <span class=look>{text!(state)}</span>
                    </summary>
                    <div class="stack tight">
                        <Words of=purpose />
                    </div>
                </details>
                {exempt}
            </li>
        }
    };
    let version = catalogue.version;
    view! {
        <section class="card flush" id="current">
            <div class="head">
                <h2>{text!("catalogue-current")}</h2>
                <p class="lead">{text!("purposes-version", version = version)}</p>
            </div>
            <ul class="rows">{catalogue.purposes.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What each version changed.
#[component]
fn Versions(of: Vec<Version>, catalogue: Catalogue) -> AnyView {
    let locale = Locale::current();
    let row = |version: Version| {
        let name = catalogue.find(&version.code).map_or_else(|| version.code.to_string(), |purpose| locale.pick(&purpose.name));
        view! {
            <li data-version=version.number.to_string()>
                <div>
                    <p>
                        <strong>{text!("purposes-version", version = version.number)}</strong>
                    </p>
                    <p>{text!(&format!("catalogue-event-{}", version.event.code()))} ": " {name}</p>
                    <p class="small muted">
                        <Moment at=version.at locale=locale />
                    </p>
                </div>
            </li>
        }
    };
    view! {
        <section class="card flush" id="versions">
            <div class="head">
                <h2>{text!("catalogue-versions")}</h2>
                <p class="lead">{text!("catalogue-versions-why")}</p>
            </div>
            <ul class="rows">{of.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}
