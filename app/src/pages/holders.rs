//! The organisations that joined, for administrators: letting one join, and inviting its first people.

use super::people::{Done, Invite};
use crate::components::heading::Heading;
use crate::components::moment::Day;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::OperatorRole;
use domain::holder::SourceKind;
use domain::ports::{Joined, NAME_LIMIT};
use leptos::prelude::*;

/// The organisations.
#[component]
pub fn AdminHolders() -> impl IntoView {
    page_with_own_heading("holders-title", |visit| async move {
        let before = visit.query("before").and_then(|before| before.parse().ok());
        let (joined, locale) = (visit.ports.holders.joined(&visit.actor, before).await?, visit.locale);
        let next = joined.next.map(|next| format!("{}?before={next}#joined", Path::AdminHolders));
        let rows = joined.items.into_iter().map(|one| view! { <Organisation one=one locale=locale /> });
        Ok(view! {
            <div class="wrap stack loose">
                <div class="stack">
                    <p class="back">
                        <a href=Path::Admin.to_string()>{text!("people-title")}</a>
                    </p>
                    <Heading title="holders-title" lead="holders-lead" />
                    <Done visit=visit.clone() />
                </div>
                <section class="card flush" id="joined">
                    <h2 class="head">{text!("holders-joined")}</h2>
                    <ul class="rows">{rows.collect_view()}</ul>
                </section>
                {next
                    .map(|next| {
                        view! {
                            <nav class="pager" aria-label=text!("holders-pages")>
                                <a class="btn ghost" href=next>
                                    {text!("people-older")}
                                </a>
                            </nav>
                        }
                    })}
                <section class="card" id="join">
                    <h2>{text!("holders-join")}</h2>
                    <p class="lead">{text!("holders-join-why")}</p>
                    <Join visit=visit />
                </section>
            </div>
        })
    })
}

#[component]
fn Organisation(one: Joined, locale: Locale) -> AnyView {
    let Joined { holder, at } = one;
    let name = locale.pick(&holder.name);
    let roles = vec![OperatorRole::Manager.code(), OperatorRole::Clerk.code()];
    view! {
        <li>
            <div>
                <b>{name.clone()}</b>
                <p class="muted">
                    {text!(&format!("source-{}", holder.kind.code()))}
                    {holder.institution_number.map(|number| view! { " · " <span class="mono">{number}</span> })}
                </p>
                <p class="small muted">
                    {text!("holders-since")} " " <Day at=at locale=locale />
                </p>
            </div>
            <details class="more">
                <summary>{text!("holders-invite", name = name)}</summary>
                <Invite base="people" roles=roles holder=holder.id.to_string() />
            </details>
        </li>
    }
    .into_any()
}

/// The form, with what was typed when it was refused.
#[component]
fn Join(visit: Visit) -> AnyView {
    let typed = |name: &str| visit.query(name).unwrap_or_default();
    let chosen = SourceKind::from_code(&typed("kind")).unwrap_or(SourceKind::Provider);
    let kinds = SourceKind::ALL.map(|kind| {
        view! {
            <option value=kind.code() selected=kind == chosen>
                {text!(&format!("source-{}", kind.code()))}
            </option>
        }
    });
    let name = |id: &'static str, key: &'static str, value: String, lang: &'static str| {
        view! {
            <div class="field">
                <label for=id>{text!(key)}</label>
                <input
                    id=id
                    name=id
                    type="text"
                    lang=lang
                    required
                    pattern=r".*\S.*"
                    maxlength=NAME_LIMIT.to_string()
                    autocomplete="off"
                    value=value
                />
            </div>
        }
    };
    view! {
        <form method="post" action="/do/holders/join" class="form">
            {name("name_ja", "holders-name-ja", typed("ja"), "ja")}
            {name("name_en", "holders-name-en", typed("en"), "en")}
            <div class="field">
                <label for="kind">{text!("holders-kind")}</label>
                <select id="kind" name="kind">
                    {kinds.collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="institution_number">{text!("holders-number")}</label>
                <p class="hint" id="institution_number-hint">
                    {text!("holders-number-hint")}
                </p>
                <input
                    id="institution_number"
                    name="institution_number"
                    class="short"
                    type="text"
                    inputmode="numeric"
                    maxlength="20"
                    autocomplete="off"
                    aria-describedby="institution_number-hint"
                    value=typed("number")
                />
            </div>
            <button type="submit" class="btn">
                {text!("holders-join-do")}
            </button>
        </form>
    }
    .into_any()
}
