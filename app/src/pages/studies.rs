//! The public register of studies: looking for one.

pub mod one;

use crate::components::select::Select;
use crate::components::study_facts::{StudyMarks, period};
use crate::components::use_words::listed;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::ports::register::Entry;
use domain::purpose::{Catalogue, Purpose};
use domain::study::Status;
use domain::study::search::{MAX_WORDS, RegisterCursor, Search, Stage};
use leptos::prelude::*;
use leptos_router::location::Url;

/// The register.
#[component]
pub fn Studies() -> impl IntoView {
    page_with_own_heading("studies-title", |visit| async move {
        let search = asked_for(&visit);
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let catalogue = visit.ports.studies.purposes().await?;
        let page = visit.ports.register.search(&visit.actor, &search, before).await?;
        let (everything, next) = (search.is_everything(), page.next);
        let cards = page.items.into_iter().map(|entry| view! { <StudyCard of=entry catalogue=catalogue.clone() /> });
        let cards = cards.collect::<Vec<_>>();
        let found = if cards.is_empty() {
            view! { <Nothing everything=everything /> }.into_any()
        } else {
            view! { <ul class="studies">{cards.into_iter().map(|card| view! { <li>{card}</li> }).collect_view()}</ul> }.into_any()
        };
        Ok(view! {
            <div class="register-hero">
                <div class="wrap stack">
                    <div>
                        <h1>{text!("studies-title")}</h1>
                        <p class="lead">{text!("studies-lead")}</p>
                    </div>
                    <Finder search=search.clone() catalogue=catalogue />
                </div>
            </div>
            <div class="wrap stack">
                <section class="stack">
                    <h2 class="eyebrow">{if everything { text!("studies-newest-first") } else { text!("studies-found") }}</h2>
                    {found}
                </section>
                <Pager search=search older=next paged=before.is_some() />
            </div>
        })
    })
}

/// What the address asks for. Whatever else stands there is not asked for.
fn asked_for(visit: &Visit) -> Search {
    let given = |name| visit.query(name).filter(|value| !value.is_empty());
    Search {
        words: given("q").map(|words| words.chars().take(MAX_WORDS).collect()).unwrap_or_default(),
        purpose: given("purpose").and_then(|code| code.parse().ok()),
        commercial: given("users").and_then(|users| match users.as_str() {
            "commercial" => Some(true),
            "other" => Some(false),
            _ => None,
        }),
        stage: given("stage").and_then(|code| Stage::from_code(&code)),
    }
}

/// The address that asks for it, from a place on.
fn address(search: &Search, before: Option<RegisterCursor>) -> String {
    let users = search.commercial.map(|commercial| if commercial { "commercial" } else { "other" });
    let parts = [
        (!search.words.is_empty()).then(|| ("q", search.words.clone())),
        search.purpose.as_ref().map(|purpose| ("purpose", purpose.to_string())),
        users.map(|users| ("users", users.to_owned())),
        search.stage.map(|stage| ("stage", stage.code().to_owned())),
        before.map(|place| ("before", place.to_string())),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().map(|(name, value)| format!("{name}={}", Url::escape(&value))).collect();
    if parts.is_empty() { Path::Studies.to_string() } else { format!("{}?{}", Path::Studies, parts.join("&")) }
}

/// The search field and the filters, as a plain form.
#[component]
fn Finder(search: Search, catalogue: Catalogue) -> AnyView {
    let locale = Locale::current();
    let purpose =
        |purpose: &Purpose| (purpose.code.to_string(), locale.pick(&purpose.name), search.purpose.as_ref() == Some(&purpose.code));
    let purposes = catalogue.purposes.iter().map(purpose).collect();
    let users = [("commercial", "studies-users-commercial", Some(true)), ("other", "studies-users-other", Some(false))];
    let users = users.map(|(code, key, which)| (code.to_owned(), text!(key), search.commercial == which)).into();
    let stage = |stage: Stage| (stage.code().to_owned(), text!(&format!("studies-stage-{}", stage.code())), search.stage == Some(stage));
    let stages = Stage::ALL.map(stage).into();
    let filtered = !search.is_everything();
    view! {
        <form method="get" action=Path::Studies.to_string() role="search" class="card finder">
            <div class="field words">
                <label for="q">{text!("studies-search")}</label>
                <p class="hint" id="q-hint">
                    {text!("studies-search-hint")}
                </p>
                <input id="q" type="search" name="q" value=search.words maxlength=MAX_WORDS.to_string() aria-describedby="q-hint" />
            </div>
            <Select name="purpose" label=text!("studies-purpose") any=text!("studies-any") choices=purposes />
            <Select name="users" label=text!("studies-users") any=text!("studies-any") choices=users />
            <Select name="stage" label=text!("studies-stage") any=text!("studies-any") choices=stages />
            <p class="row">
                <button type="submit" class="btn">
                    {text!("studies-find")}
                </button>
                {filtered
                    .then(|| {
                        view! {
                            <a class="btn quiet" href=Path::Studies.to_string()>
                                {text!("studies-clear")}
                            </a>
                        }
                    })}
            </p>
        </form>
    }
    .into_any()
}

/// A study among others.
#[component]
fn StudyCard(of: Entry, catalogue: Catalogue) -> AnyView {
    let locale = Locale::current();
    let registration = of.study.registration.clone();
    let over = matches!(of.study.status, Status::Ended | Status::Deleted);
    let purposes = registration.purposes.iter().filter_map(|code| catalogue.find(code)).map(|purpose| locale.pick(&purpose.name));
    let purposes = purposes.map(|name| view! { <li class="tag new">{name}</li> }).collect_view();
    let users = listed(registration.users.iter().map(|user| locale.pick(&user.name)));
    view! {
        <article class="study" class:over=over class:overdue=of.results_overdue data-study=of.study.id.to_string()>
            <ul class="tags">
                <StudyMarks of=of.clone() catalogue=catalogue />
            </ul>
            <h3>
                <a href=Path::Study(of.study.id).to_string()>{locale.pick(&registration.title)}</a>
            </h3>
            <p class="about">{locale.pick(&registration.summary)}</p>
            <ul class="tags">{purposes}</ul>
            <dl class="brief">
                <div>
                    <dt>{text!("use-users")}</dt>
                    <dd>
                        {users} " " {of.study.commercial().then(|| view! { <span class="tag biz">{text!("use-commercial")}</span> })}
                    </dd>
                </div>
                <div>
                    <dt>{text!("use-study-period")}</dt>
                    <dd>{period(&registration)}</dd>
                </div>
            </dl>
        </article>
    }
    .into_any()
}

/// No study is like that.
#[component]
fn Nothing(everything: bool) -> AnyView {
    view! {
        <div class="card empty">
            <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">
                <path d="M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500L21 21" />
            </svg>
            <p>
                <strong>{if everything { text!("studies-none") } else { text!("studies-none-found") }}</strong>
            </p>
            {(!everything)
                .then(|| {
                    view! {
                        <p class="lead">{text!("studies-none-found-why")}</p>
                        <p>
                            <a class="btn ghost" href=Path::Studies.to_string()>
                                {text!("studies-clear")}
                            </a>
                        </p>
                    }
                })}
        </div>
    }
    .into_any()
}

#[component]
fn Pager(search: Search, older: Option<RegisterCursor>, paged: bool) -> AnyView {
    if older.is_none() && !paged {
        return ().into_any();
    }
    view! {
        <nav class="pager" aria-label=text!("studies-pages")>
            {paged
                .then(|| {
                    view! {
                        <a class="btn ghost" href=address(&search, None)>
                            {text!("studies-newest")}
                        </a>
                    }
                })}
            {older
                .map(|place| {
                    view! {
                        <a class="btn ghost older" href=address(&search, Some(place))>
                            {text!("studies-older")}
                        </a>
                    }
                })}
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_stays_in_the_address_of_the_next_page() {
        let search =
            Search { words: "AI & 画像".into(), commercial: Some(false), stage: Some(Stage::ResultsOverdue), ..Search::default() };
        assert_eq!(address(&search, None), "/studies?q=AI%20%26%20%E7%94%BB%E5%83%8F&users=other&stage=overdue");
        assert_eq!(address(&Search::default(), None), "/studies");
    }
}
