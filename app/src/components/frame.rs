//! What surrounds every page: masthead, navigation (at the bottom of a phone), footer.

use crate::i18n::Locale;
use crate::pages::people::role_at;
use crate::problem::without_form_problem;
use crate::routes::{Path, home_of, page_at};
use crate::text;
use crate::visit::Visit;
use domain::account::Standing;
use domain::actor::Actor;
use leptos::prelude::*;

/// The four pages of a signed-in person, in their order everywhere.
const FOUR: [(Path, &str, &str); 4] = [
    (Path::Overview, "nav-overview", "M4 11l8-7 8 7v9h-5v-6H9v6H4z"),
    (Path::Usage, "nav-usage", "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6"),
    (Path::Choices, "nav-choices", "M8 7h8a5 5 0 0 1 0 10H8A5 5 0 0 1 8 7zM8 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"),
    (Path::Account, "nav-account", "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 20c1-4 4-5.500 8-5.500s7 1.500 8 5.500"),
];

/// The pages of people of work, in their order everywhere; each sees those that their powers open.
const WORK: [(&str, &str); 19] = [
    ("/holder", "nav-holder"),
    ("/holder/check", "nav-check"),
    ("/holder/disclosures", "nav-disclosures"),
    ("/holder/activations", "nav-activations"),
    ("/holder/conflicts", "nav-conflicts"),
    ("/holder/statistics", "nav-statistics"),
    ("/holder/clients", "nav-clients"),
    ("/holder/people", "nav-operators"),
    ("/admin", "nav-people"),
    ("/admin/holders", "nav-holders"),
    ("/registrar", "nav-register"),
    ("/registrar/purposes", "nav-purposes"),
    ("/desk", "nav-desk"),
    ("/desk/person", "nav-person"),
    ("/desk/recovery", "nav-approvals"),
    ("/desk/proxies", "nav-proxies"),
    ("/desk/incidents", "nav-incidents"),
    ("/desk/audit", "nav-audit"),
    ("/account", "nav-account"),
];

/// Whether the visit is that of somebody at work.
fn works(visit: &Visit) -> bool {
    matches!(visit.actor, Actor::Staff { .. } | Actor::Operator { .. } | Actor::OnBehalf { .. })
}

/// Whether the visit is that of someone who looks after choices here, and not one who may only cancel a recovery.
fn looks_after_choices(visit: &Visit) -> bool {
    visit.actor.signed_in().is_ok_and(|patient| !matches!(patient.standing, Standing::OnlyCancel(_)))
}

/// `aria-current` for a link on the page that it leads to, or on one below that.
fn current(visit: Option<&Visit>, path: Path) -> Option<&'static str> {
    let address = visit?.address();
    let target = path.to_string();
    let below = address.strip_prefix(&target).is_some_and(|rest| rest.starts_with('/'));
    // A decision is reached from the choices.
    let kin = path == Path::Choices && address.starts_with("/decisions");
    if address == target { Some("page") } else { (below || kin).then_some("true") }
}

/// Name, navigation, language and sign-in.
#[component]
pub fn Masthead() -> impl IntoView {
    let visit = use_context::<Visit>();
    let signed_in = visit.as_ref().is_some_and(|visit| visit.actor.account().is_some());
    let four = visit.as_ref().is_some_and(looks_after_choices);
    let at_work = visit.clone().filter(works);
    let home = visit.as_ref().filter(|_| four || at_work.is_some()).map_or(Path::Home, |visit| home_of(&visit.actor));
    view! {
        <header class="mast">
            <div class="wrap">
                <a class="brand" href=home.to_string()>
                    <Mark />
                    <span>{text!("site-name-short")} <small>{text!("site-tagline")}</small></span>
                </a>
                {if four {
                    view! { <Four visit=visit /> }.into_any()
                } else if let Some(visit) = at_work.clone() {
                    view! { <Who visit=visit /> }.into_any()
                } else {
                    view! { <ForVisitors visit=visit signed_in=signed_in /> }.into_any()
                }}
                <LanguageSwitch />
                {signed_in.then(|| view! { <SignOut /> })}
                {at_work.map(|visit| view! { <Work visit=visit /> })}
            </div>
        </header>
    }
}

#[component]
fn Four(visit: Option<Visit>) -> impl IntoView {
    let link = |(path, key, shape): (Path, &'static str, &'static str)| {
        view! {
            <a href=path.to_string() aria-current=current(visit.as_ref(), path)>
                <svg class="ico" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                    <path d=shape />
                </svg>
                <span>{text!(key)}</span>
            </a>
        }
    };
    view! {
        <nav class="nav tabs" aria-label=text!("nav-label")>
            {FOUR.map(link).collect_view()}
        </nav>
    }
}

/// What whoever works goes by, and as what they are here.
#[component]
fn Who(visit: Visit) -> impl IntoView {
    Suspend::new(async move {
        // The page below says what fails; the head of it does without.
        let me = visit.ports.people.me(&visit.actor).await.ok().flatten();
        me.map(|me| {
            let role = role_at(me.role, me.holder.as_ref(), visit.locale);
            view! { <p class="who">{text!("work-as", label = me.label, role = role)}</p> }
        })
    })
}

/// The pages of somebody's work: a row that wraps, on phones too.
#[component]
fn Work(visit: Visit) -> impl IntoView {
    let open = |address: &str| page_at(address).is_some_and(|page| visit.actor.may(page.operation).is_ok());
    let links = WORK.into_iter().filter(|(address, _)| open(address)).map(|(address, key)| {
        view! {
            <a href=address aria-current=work_current(visit.address(), address)>
                {text!(key)}
            </a>
        }
    });
    view! {
        <nav class="nav work" aria-label=text!("work-nav")>
            {links.collect_view()}
        </nav>
    }
}

/// `aria-current` among the pages of work: a page, or the nearest one above it.
fn work_current(address: &str, target: &str) -> Option<&'static str> {
    let within = |target: &str| address == target || address.strip_prefix(target).is_some_and(|rest| rest.starts_with('/'));
    let nearest = WORK.iter().map(|(target, _)| *target).filter(|target| within(target)).max_by_key(|target| target.len());
    match nearest {
        Some(nearest) if nearest == target => Some(if address == target { "page" } else { "true" }),
        _ => None,
    }
}

#[component]
fn ForVisitors(visit: Option<Visit>, signed_in: bool) -> impl IntoView {
    let link = |(path, key): (Path, &'static str)| {
        view! {
            <a href=path.to_string() aria-current=current(visit.as_ref(), path)>
                {text!(key)}
            </a>
        }
    };
    let sign_in = (!signed_in).then_some((Path::SignIn, "sign-in"));
    view! {
        <nav class="nav" aria-label=text!("nav-label")>
            {[(Path::HowItWorks, "nav-how"), (Path::Help, "nav-help")].into_iter().chain(sign_in).map(link).collect_view()}
        </nav>
    }
}

#[component]
fn SignOut() -> impl IntoView {
    view! {
        <form method="post" action="/do/session/end" class="lang">
            <button type="submit">{text!("sign-out")}</button>
        </form>
    }
}

/// One button: the other language. A form, so that it works without JavaScript and changes nothing by GET.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let here = Locale::current();
    let back = use_context::<Visit>().map_or_else(|| Path::Home.to_string(), |visit| without_form_problem(&visit.path));
    let one = |locale: Locale| {
        if locale == here {
            view! { <span lang=locale.code()>{locale.endonym()}</span> }.into_any()
        } else {
            view! {
                <button type="submit" name="locale" value=locale.code() lang=locale.code()>
                    {locale.endonym()}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <form method="post" action="/do/language/set" class="lang" aria-label=text!("language-label")>
            <input type="hidden" name="back" value=back />
            {Locale::ALL.map(one).collect_view()}
        </form>
    }
}

/// Help by telephone, and the pages about the service itself.
#[component]
pub fn Footer() -> impl IntoView {
    let links = [
        (Path::HowItWorks, "how-it-works-title"),
        (Path::Purposes, "purposes-title"),
        (Path::Studies, "studies-title"),
        (Path::Log, "log-title"),
        (Path::Help, "help-title"),
        (Path::ForHolders, "for-holders-title"),
        (Path::Privacy, "privacy-title"),
        (Path::Accessibility, "accessibility-title"),
        (Path::Status, "status-title"),
    ];
    view! {
        <footer class="foot">
            <div class="wrap">
                <span class="phone">
                    {text!("footer-phone")} " " <a href="tel:0120000000">"0120-000-000"</a> " "
                    <span>{text!("footer-hours")}</span>
                </span>
                {links.map(|(path, key)| view! { <a href=path.to_string()>{text!(key)}</a> }).collect_view()}
            </div>
        </footer>
    }
}

/// The mark of the product: a receipt with a tick.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 36 36" width="36" height="36" aria-hidden="true" focusable="false">
            <path class="mark" d="M7 3h22v30l-3.7-2.6L21.7 33 18 30.4 14.3 33l-3.6-2.6L7 33z" />
            <path class="line" d="M12 11h12M12 16h12M12.5 22.5l3.5 3 7.5-6" />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::{WORK, page_at, work_current};

    #[test]
    fn the_pages_of_work_are_pages() {
        for (address, _) in WORK {
            assert!(page_at(address).is_some(), "{address}");
        }
    }

    #[test]
    fn the_nearest_page_above_is_the_current_one() {
        assert_eq!(work_current("/holder/people/invitation", "/holder/people"), Some("true"));
        assert_eq!(work_current("/holder/people/invitation", "/holder"), None);
        assert_eq!(work_current("/admin", "/admin"), Some("page"));
        assert_eq!(work_current("/administrators", "/admin"), None);
    }
}
