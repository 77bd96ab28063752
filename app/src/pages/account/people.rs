//! For whom one acts, and who acts for oneself.

use crate::components::in_view::{State, named};
use crate::components::moment::Day;
use crate::i18n::Locale;
use crate::text;
use domain::ports::{PeopleAround, ProxyView};
use leptos::prelude::*;

/// Both lists; nothing for the many who have neither.
#[component]
pub(super) fn AroundMe(people: PeopleAround, locale: Locale) -> AnyView {
    let acts_for: Vec<_> = people.acts_for.into_iter().filter(|of| of.ended_at.is_none()).collect();
    view! {
        {(!acts_for.is_empty()).then(|| view! { <ActsFor of=acts_for locale=locale /> })}
        {(!people.acted_for_by.is_empty()).then(|| view! { <ActedForBy of=people.acted_for_by locale=locale /> })}
    }
    .into_any()
}

/// For whom one acts, each to be put into view.
#[component]
pub(super) fn ActsFor(of: Vec<ProxyView>, locale: Locale) -> AnyView {
    let one = move |of: ProxyView| {
        let tag = of.in_view.then(|| view! { <span class="tag new">{text!("proxy-in-view")}</span> });
        let act = (of.sight.is_some() && !of.in_view).then(|| {
            view! {
                <form method="post" action="/do/person/view">
                    <button
                        type="submit"
                        name="proxy"
                        value=of.id.to_string()
                        class="btn ghost"
                        aria-label=text!("proxy-view-one", name = named(&of))
                    >
                        {text!("proxy-view")}
                    </button>
                </form>
            }
        });
        view! {
            <Row of=of locale=locale tag=tag.into_any()>
                {act}
            </Row>
        }
    };
    view! {
        <section class="stack" id="acts-for">
            <div>
                <h2>{text!("proxy-acts-for")}</h2>
                <p class="lead">{text!("proxy-acts-for-why")}</p>
            </div>
            <div class="card flush">
                <ul class="rows">{of.into_iter().map(one).collect_view()}</ul>
            </div>
        </section>
    }
    .into_any()
}

/// Who acts for oneself. The person may end it at any time, at any age.
#[component]
fn ActedForBy(of: Vec<ProxyView>, locale: Locale) -> AnyView {
    let one = move |of: ProxyView| {
        let act = of.ended_at.is_none().then(|| {
            view! {
                <form method="post" action="/do/proxy/end-own">
                    <input type="hidden" name="proxy" value=of.id.to_string() />
                    <button type="submit" class="btn danger" aria-label=text!("proxies-end-one", name = named(&of))>
                        {text!("proxies-end")}
                    </button>
                </form>
            }
        });
        view! {
            <Row of=of locale=locale tag=().into_any()>
                {act}
            </Row>
        }
    };
    view! {
        <section class="stack" id="acted-for-by">
            <div>
                <h2>{text!("proxy-acted-for-by")}</h2>
                <p class="lead">{text!("proxy-acted-for-by-why")}</p>
            </div>
            <div class="card flush">
                <ul class="rows">{of.into_iter().map(one).collect_view()}</ul>
            </div>
        </section>
    }
    .into_any()
}

/// One grant: what it is called, how it stands, since when; and what can be done about it.
#[component]
fn Row(
    /// The grant.
    of: ProxyView,
    /// In which language.
    locale: Locale,
    /// What stands beside its state.
    tag: AnyView,
    /// What can be done.
    children: Children,
) -> AnyView {
    let ages = of.ages.map(|ages| {
        view! { <p class="small muted">{text!("proxies-ages", fifteen = locale.date(ages.turns_15), eighteen = locale.date(ages.turns_18))}</p> }
    });
    view! {
        <li data-proxy=of.id.to_string()>
            <div>
                <p>
                    <strong>{named(&of)}</strong> " " <State of=of.clone() /> {tag}
                </p>
                <p class="small muted">
                    {text!("proxies-since")} " " <Day at=of.from locale=locale />
                </p>
                {ages}
            </div>
            {children()}
        </li>
    }
    .into_any()
}
