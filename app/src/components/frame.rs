//! What surrounds every page: masthead, footer, and the bar of four at the bottom of a phone.

use crate::i18n::Locale;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::account::Standing;
use leptos::prelude::*;

/// The four pages of a signed-in person, in their order everywhere.
const FOUR: [(Path, &str, Icon); 4] = [
    (Path::Overview, "nav-overview", Icon::Overview),
    (Path::Usage, "nav-usage", Icon::Usage),
    (Path::Choices, "nav-choices", Icon::Choices),
    (Path::Account, "nav-account", Icon::Account),
];

/// Who looks at the page, as far as the frame cares.
fn looks_after_choices(visit: Option<&Visit>) -> bool {
    visit.and_then(Visit::patient).is_some_and(|patient| !matches!(patient.standing, Standing::OnlyCancel(_)))
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
    let four = looks_after_choices(visit.as_ref());
    let home = if four { Path::Overview } else { Path::Home };
    view! {
        <header class="mast">
            <div class="wrap">
                <a class="brand" href=home.to_string()>
                    <Mark />
                    <span>
                        {text!("site-name-short")} <small>{text!("site-tagline")}</small>
                    </span>
                </a>
                <nav class="nav" aria-label=text!("nav-label")>
                    {if four {
                        FOUR.map(|(path, key, _)| {
                            view! {
                                <a href=path.to_string() aria-current=current(visit.as_ref(), path)>
                                    {text!(key)}
                                </a>
                            }
                        })
                            .collect_view()
                            .into_any()
                    } else {
                        [(Path::HowItWorks, "nav-how"), (Path::Help, "nav-help")]
                            .map(|(path, key)| {
                                view! {
                                    <a href=path.to_string() aria-current=current(visit.as_ref(), path)>
                                        {text!(key)}
                                    </a>
                                }
                            })
                            .collect_view()
                            .into_any()
                    }}
                </nav>
                <div class="tools">
                    <LanguageSwitch />
                    {if signed_in {
                        view! {
                            <form method="post" action="/do/session/end" class="inline">
                                <button type="submit" class="link">
                                    {text!("sign-out")}
                                </button>
                            </form>
                        }
                            .into_any()
                    } else {
                        view! {
                            <a class="btn ghost small" href=Path::SignIn.to_string()>
                                {text!("sign-in")}
                            </a>
                        }
                            .into_any()
                    }}
                </div>
            </div>
        </header>
    }
}

/// The bar of four at the bottom of a phone.
#[component]
pub fn PhoneBar() -> impl IntoView {
    let visit = use_context::<Visit>();
    looks_after_choices(visit.as_ref()).then(|| {
        view! {
            <nav class="bar" aria-label=text!("nav-label-phone")>
                {FOUR
                    .map(|(path, key, icon)| {
                        view! {
                            <a href=path.to_string() aria-current=current(visit.as_ref(), path)>
                                {icon.draw()}
                                <span>{text!(key)}</span>
                            </a>
                        }
                    })
                    .collect_view()}
            </nav>
        }
    })
}

/// One button: the other language. A form, so that it works without JavaScript and changes nothing by GET.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let here = Locale::current();
    let back = use_context::<Visit>().map_or_else(|| "/".to_owned(), |visit| without_form_problem(&visit));
    view! {
        <form method="post" action="/do/language/set" class="inline lang">
            <input type="hidden" name="back" value=back />
            {Locale::ALL
                .into_iter()
                .filter(|locale| *locale != here)
                .map(|locale| {
                    view! {
                        <button type="submit" class="link" name="locale" value=locale.code() lang=locale.code()>
                            {locale.endonym()}
                        </button>
                    }
                })
                .collect_view()}
        </form>
    }
}

/// The address of the visit without what a form met there: that was told once.
fn without_form_problem(visit: &Visit) -> String {
    match visit.path.split_once('?') {
        Some((address, query)) => {
            let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("__")).collect();
            if kept.is_empty() { address.to_owned() } else { format!("{address}?{}", kept.join("&")) }
        }
        None => visit.path.clone(),
    }
}

/// Help by telephone, and the pages about the service itself.
#[component]
pub fn Footer() -> impl IntoView {
    let links = [
        (Path::HowItWorks, "how-it-works-title"),
        (Path::Purposes, "purposes-title"),
        (Path::Help, "help-title"),
        (Path::ForHolders, "for-holders-title"),
        (Path::Privacy, "privacy-title"),
        (Path::Accessibility, "accessibility-title"),
    ];
    view! {
        <footer class="foot">
            <div class="wrap">
                <p>{text!("footer-phone")} " " <a href="tel:0120000000">"0120-000-000"</a> " " {text!("footer-hours")}</p>
                <ul class="links">
                    {links.map(|(path, key)| view! { <li><a href=path.to_string()>{text!(key)}</a></li> }).collect_view()}
                </ul>
            </div>
        </footer>
    }
}

/// The mark of the product: a receipt with a tick.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 36 36" width="36" height="36" aria-hidden="true" focusable="false">
            <path class="mark-paper" d="M7 3h22v30l-3.7-2.6L21.7 33 18 30.4 14.3 33l-3.6-2.6L7 33z" />
            <path class="mark-ink" d="M12 11h12M12 16h12" fill="none" />
            <path class="mark-ink" d="M12.5 22.5l3.5 3 7.5-6" fill="none" />
        </svg>
    }
}

/// The signs in the bar.
#[derive(Clone, Copy)]
enum Icon {
    Overview,
    Usage,
    Choices,
    Account,
}

impl Icon {
    fn draw(self) -> impl IntoView {
        let shape = match self {
            Self::Overview => "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
            Self::Usage => "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
            Self::Choices => "M8 6h8a4 4 0 010 8H8a4 4 0 010-8zM8 8.500a1.500 1.500 0 100 3 1.500 1.500 0 000-3zM5 19h14",
            Self::Account => "M12 4a4 4 0 110 8 4 4 0 010-8zM4 21c0-4 3.500-6 8-6s8 2 8 6",
        };
        view! {
            <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
                <path d=shape fill="none" />
            </svg>
        }
    }
}
