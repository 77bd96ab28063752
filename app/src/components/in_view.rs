//! Who is in view: said on every page while it is somebody else, with the way back to oneself.

use crate::i18n::Locale;
use crate::text;
use crate::visit::Visit;
use domain::actor::{Actor, ProxySight};
use domain::ports::ProxyView;
use leptos::prelude::*;

/// What a grant is called: nobody's name is kept.
#[must_use]
pub fn named(of: &ProxyView) -> String {
    text!("proxy-name", number = of.number, role = text!(&format!("proxy-role-{}", of.role.code())))
}

/// What a grant allows today.
#[component]
pub fn State(
    /// The grant.
    of: ProxyView,
) -> AnyView {
    // Why nothing is possible is said only of the age: that somebody is protected, or died, is not for their proxy to read.
    let (look, words) = match (of.ended_at, of.over_since, of.sight) {
        (Some(_), ..) => ("tag", text!("proxy-state-ended")),
        (None, Some(day), _) => ("tag", text!("proxy-state-of-age", date = Locale::current().date(day))),
        (None, None, None) => ("tag warn", text!("proxy-state-nothing")),
        (None, None, Some(ProxySight::Choices)) => ("tag", text!("proxy-state-choices")),
        (None, None, Some(ProxySight::Everything)) => ("tag ok", text!("proxy-state-everything")),
    };
    view! { <span class=look>{words}</span> }.into_any()
}

/// The banner. Nothing in one's own view.
#[component]
pub fn InView() -> AnyView {
    let Some(visit) = use_context::<Visit>() else { return ().into_any() };
    if !matches!(visit.actor, Actor::Proxy { .. }) {
        return ().into_any();
    }
    Suspend::new(async move {
        let shown = visit.ports.proxies.in_view(&visit.actor).await;
        if let Err(failure) = &shown {
            visit.tell(failure);
        }
        let (who, since) = match shown {
            Ok(Some(of)) => (named(&of), Some(text!("in-view-since", date = visit.locale.date_of(of.from)))),
            // That it is somebody else must be said even when nobody can tell who.
            _ => (text!("in-view-somebody"), None),
        };
        let narrow = matches!(visit.actor, Actor::Proxy { sight: ProxySight::Choices, .. });
        view! {
            <section class="in-view" aria-label=text!("in-view-label") data-in-view="">
                <div class="wrap">
                    <div>
                        <p>
                            <strong>{text!("in-view-who", who = who)}</strong>
                        </p>
                        <p class="small">
                            {since} " " {text!("in-view-whose")} " " {narrow.then(|| text!("in-view-choices-only"))}
                        </p>
                    </div>
                    <form method="post" action="/do/person/view">
                        <button type="submit" name="proxy" value="" class="btn ghost">
                            {text!("in-view-back")}
                        </button>
                    </form>
                </div>
            </section>
        }
    })
    .into_any()
}
