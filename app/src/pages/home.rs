//! What Hikae is, and the two ways in.

use crate::components::receipt::{ReceiptNumber, Seal};
use crate::i18n::number;
use crate::page::page_with_own_heading;
use crate::routes::{Path, home_of};
use crate::text;
use domain::actor::Operation;
use leptos::prelude::*;

/// The first page.
#[component]
pub fn Home() -> impl IntoView {
    page_with_own_heading("home-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        let own = visit.actor.account().map(|_| home_of(&visit.actor));
        Ok(view! {
            <section class="hero">
                <div class="wrap">
                    <Words own=own />
                    <Example />
                </div>
            </section>
            <div class="wrap stack loose">
                <ThreeThings />
                <section class="card wash entry">
                    <div>
                        <h2>{text!("home-studies")}</h2>
                        <p class="lead">{text!("home-studies-what")}</p>
                    </div>
                    <a class="btn ghost" href=Path::Studies.to_string()>
                        {text!("home-studies-do")}
                    </a>
                </section>
                <section class="card wash entry">
                    <div>
                        <h2>{text!("home-holders")}</h2>
                        <p class="lead">{text!("home-holders-what")}</p>
                    </div>
                    <a class="btn ghost" href=Path::ForHolders.to_string()>
                        {text!("home-holders-do")}
                    </a>
                </section>
            </div>
        })
    })
}

#[component]
fn Words(own: Option<Path>) -> impl IntoView {
    let (signed_in, see) = (own.is_some(), own.unwrap_or(Path::Activate));
    view! {
        <div class="hero-words">
            <h1>{text!("home-heading")}</h1>
            <p class="lead">{text!("home-lead")}</p>
            <p class="row">
                <a class="btn big" href=see.to_string()>
                    {text!("home-see-and-choose")}
                </a>
                {(!signed_in)
                    .then(|| {
                        view! {
                            <a class="btn big ghost" href=Path::SignIn.to_string()>
                                {text!("home-sign-in")}
                            </a>
                        }
                    })}
            </p>
            {(!signed_in)
                .then(|| {
                    view! {
                        <p class="small muted">
                            {text!("home-letter")} " " <a href=format!("{}#letter", Path::Help)>{text!("activate-no-letter")}</a>
                        </p>
                    }
                })}
        </div>
    }
}

/// What a receipt looks like: a picture, said in one sentence to those who do not see it.
#[component]
fn Example() -> impl IntoView {
    let lines = [("home-example-since", "home-example-moment"), ("home-example-how", "home-example-by")];
    view! {
        <div role="img" aria-label=text!("home-example")>
            <div class="paper tilt">
                <div class="receipt">
                    <Seal />
                    <ReceiptNumber number=number(48_213) />
                    <p class="example">{text!("home-example-what")}</p>
                    <dl class="facts">{lines.map(|(term, value)| view! { <dt>{text!(term)}</dt> <dd>{text!(value)}</dd> }).collect_view()}</dl>
                </div>
            </div>
        </div>
    }
}

#[component]
fn ThreeThings() -> impl IntoView {
    let things = [("1", "home-one", "home-one-what"), ("2", "home-two", "home-two-what"), ("3", "home-three", "home-three-what")];
    view! {
        <section class="stack">
            <h2 class="quietly">{text!("home-things")}</h2>
            <div class="grid three">
                {things
                    .map(|(figure, heading, what)| {
                        view! {
                            <div>
                                <p class="num key" aria-hidden="true">
                                    {figure}
                                </p>
                                <h3>{text!(heading)}</h3>
                                <p class="lead">{text!(what)}</p>
                            </div>
                        }
                    })
                    .collect_view()}
            </div>
            <p>
                <a href=Path::HowItWorks.to_string()>{text!("home-more")}</a>
            </p>
        </section>
    }
}
