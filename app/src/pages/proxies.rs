//! The desk's page of the people who act for a person who was looked up.

use crate::components::again::Again;
use crate::components::heading::Heading;
use crate::components::moment::Moment;
use crate::components::text_area::TextArea;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::pages::approvals::ask::look_up_option;
use crate::text;
use domain::approval::{Kind, Paper};
use domain::failure::Problem;
use domain::form_draft::Place;
use domain::id::LookUpId;
use domain::ports::{AskingView, ProxyView};
use domain::proxy::ProxyRole;
use leptos::prelude::*;

/// Who acts for the person, and a form to ask for one more.
#[component]
pub fn Proxies() -> impl IntoView {
    page_with_own_heading("proxies-title", |visit| async move {
        let Some(id) = visit.query("person") else { return Ok(view! { <WithoutPerson /> }.into_any()) };
        let id: LookUpId = id.parse().map_err(|_| Problem::LookUpEnded)?;
        let granted = visit.ports.proxies.of_look_up(&visit.actor, id).await?.ok_or(Problem::PersonNotFound)?;
        let asking = visit.ports.approvals.asking(&visit.actor, id).await?.ok_or(Problem::PersonNotFound)?;
        let again = Again::of(&visit, Place::Approval(id), "/do/approval/request").await?.where_field("kind", Kind::Proxy.code());
        let ended = visit.query("done").as_deref() == Some("ended");
        let locale = visit.locale;
        Ok(view! {
            <div class="wrap narrow stack loose">
                <div class="stack tight">
                    <a class="back" href=format!("/desk/person/{id}")>
                        {text!("ask-back")}
                    </a>
                    <Heading title="proxies-title" lead="proxies-lead" />
                    {ended.then(|| view! { <p class="notice ok" role="status">{text!("proxies-done-ended")}</p> })}
                </div>
                <Granted of=granted look_up=id locale=locale />
                <Grant view=asking again=again />
            </div>
        }
        .into_any())
    })
}

/// The way here is through a person.
#[component]
fn WithoutPerson() -> AnyView {
    view! {
        <div class="wrap narrow stack">
            <Heading title="proxies-title" lead="proxies-lead" />
            <section class="card">
                <p>{text!("proxies-look-up-first")}</p>
                <p>
                    <a class="btn" href="/desk/person">
                        {text!("proxies-to-look-up")}
                    </a>
                </p>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Granted(of: Vec<ProxyView>, look_up: LookUpId, locale: Locale) -> AnyView {
    if of.is_empty() {
        return view! { <p class="card wash">{text!("proxies-none")}</p> }.into_any();
    }
    let one = move |of: ProxyView| {
        let name = crate::components::in_view::named(&of);
        let ages = of.ages.map(|ages| {
            view! {
                <p class="small">{text!("proxies-ages", fifteen = locale.date(ages.turns_15), eighteen = locale.date(ages.turns_18))}</p>
            }
        });
        view! {
            <li data-proxy=of.id.to_string()>
                <div>
                    <p>
                        <strong>{name.clone()}</strong> " " <crate::components::in_view::State of=of.clone() />
                    </p>
                    <p class="small muted">
                        {text!("proxies-since")} " " <Moment at=of.from locale=locale />
                    </p>
                    {ages}
                </div>
                {of.ended_at
                    .is_none()
                    .then(|| {
                        view! {
                            <form method="post" action="/do/proxy/end">
                                <input type="hidden" name="look_up" value=look_up.to_string() />
                                <input type="hidden" name="proxy" value=of.id.to_string() />
                                <button type="submit" class="btn danger" aria-label=text!("proxies-end-one", name = name)>
                                    {text!("proxies-end")}
                                </button>
                            </form>
                        }
                    })}
            </li>
        }
    };
    view! {
        <section class="card flush">
            <ul class="rows">{of.into_iter().map(one).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// Asks for one more.
#[component]
fn Grant(view: AskingView, again: Again) -> AnyView {
    let candidates: Vec<_> = view.others.iter().filter(|other| other.has_account && !other.linked).map(look_up_option).collect();
    let why_not = if view.facts.protected.is_some() {
        Some(text!("proxies-protected"))
    } else if view.facts.deceased_on.is_some() {
        Some(text!("ask-deceased"))
    } else if candidates.is_empty() {
        Some(text!("proxies-nobody"))
    } else {
        None
    };
    let form = match why_not {
        Some(words) => view! { <p>{words}</p> }.into_any(),
        None => view! { <GrantForm look_up=view.look_up candidates=candidates again=again /> }.into_any(),
    };
    view! {
        <section class="card" id="grant">
            <h2>{text!("approval-proxy")}</h2>
            <p class="lead">{text!("approval-proxy-what")}</p>
            {form}
        </section>
    }
    .into_any()
}

#[component]
fn GrantForm(look_up: LookUpId, candidates: Vec<(String, String)>, again: Again) -> AnyView {
    let roles = ProxyRole::ALL.map(|role| (role.code().to_owned(), text!(&format!("proxy-role-{}", role.code())))).to_vec();
    let papers = Paper::ALL.map(|paper| (paper.code().to_owned(), text!(&format!("paper-{}", paper.code())))).to_vec();
    let select = |name: &'static str, label: String, options: Vec<(String, String)>| {
        let chosen = again.value(name);
        let one = |(value, words): (String, String)| {
            let selected = value == chosen;
            view! {
                <option value=value selected=selected>
                    {words}
                </option>
            }
        };
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <select id=name name=name required>
                    <option value="">{text!("approvals-choose")}</option>
                    {options.into_iter().map(one).collect_view()}
                </select>
            </div>
        }
    };
    view! {
        <form method="post" action="/do/approval/request" class="form">
            <input type="hidden" name="look_up" value=look_up.to_string() />
            <input type="hidden" name="kind" value=Kind::Proxy.code() />
            {select("other", text!("proxies-who"), candidates)}
            {select("role", text!("approval-role"), roles)}
            {select("proof", text!("proxies-paper"), papers)}
            <div class="field">
                <label for="born">{text!("proxies-born")}</label>
                <p class="hint" id="born-hint">{text!("proxies-born-hint")}</p>
                <input
                    id="born"
                    name="born"
                    type="text"
                    class="short"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="10"
                    value=again.value("born")
                    aria-describedby="born-hint"
                />
            </div>
            <TextArea
                id="reason"
                name="reason"
                label=text!("ask-reason")
                hint=text!("ask-reason-hint")
                error=again.wrong_text()
                rows=3
                value=again.value("reason")
            />
            <button type="submit" class="btn">
                {text!("ask-do")}
            </button>
        </form>
    }
    .into_any()
}
