//! The holder's own page: what to do next, and how things stand.

pub mod activations;
pub mod clients;
pub mod letters;
pub mod poster;
pub mod statistics;

use crate::components::prose::Prose;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::Operation;
use domain::ports::HolderHome;
use leptos::prelude::*;

/// The holder's own page.
#[component]
pub fn Holder() -> impl IntoView {
    page_with_own_heading("holder-title", |visit| async move {
        visit.actor.may(Operation::SeeHolder)?;
        let home = visit.ports.holder.home(&visit.actor).await?;
        Ok(whole(&visit, &home))
    })
}

fn whole(visit: &Visit, home: &HolderHome) -> AnyView {
    let locale = visit.locale;
    let manages = visit.actor.may(Operation::ManageClients).is_ok();
    view! {
        <div class="wrap stack loose">
            <div>
                <p class="eyebrow">{text!("holder-title")}</p>
                <h1>{locale.pick(&home.holder.name)}</h1>
                <p class="lead">{text!("holder-lead")}</p>
            </div>
            {(!home.did_something).then(|| view! { <FirstSteps /> })}
            <Ways />
            <section class="card flush">
                <h2 class="head">{text!("holder-more")}</h2>
                <ul class="rows">
                    {manages
                        .then(|| {
                            view! {
                                <More path=Path::HolderClients title="clients-title" words=text!("holder-clients", count = home.clients) />
                                <More path=Path::HolderPeople title="holder-people-link" words=text!("holder-people-what") />
                            }
                        })}
                    <More path=Path::HolderStatistics title="statistics-title" words=text!("holder-statistics-what") />
                    <More path=Path::HolderPoster title="poster-title" words=text!("holder-poster-what") />
                </ul>
            </section>
        </div>
    }
    .into_any()
}

/// For an organisation that has just joined.
#[component]
fn FirstSteps() -> AnyView {
    view! {
        <section class="card wash" id="first-steps">
            <h2>{text!("holder-first")}</h2>
            <Prose text=text!("holder-first-steps") />
        </section>
    }
    .into_any()
}

/// The three things that people come for.
#[component]
fn Ways() -> AnyView {
    let ways = [(Path::HolderActivations, "holder-way-letters", "holder-way-letters-what", "activations-title")];
    let card = |(path, title, what, link): (Path, &'static str, &'static str, &'static str)| {
        view! {
            <section class="card figure">
                <h2>{text!(title)}</h2>
                <p>{text!(what)}</p>
                <p class="end">
                    <a class="btn" href=path.to_string()>
                        {text!(link)}
                    </a>
                </p>
            </section>
        }
    };
    view! { <div class="grid three">{ways.map(card).collect_view()}</div> }.into_any()
}

#[component]
fn More(path: Path, title: &'static str, words: String) -> AnyView {
    view! {
        <li>
            <div>
                <p>
                    <a href=path.to_string()>
                        <strong>{text!(title)}</strong>
                    </a>
                </p>
                <p class="muted">{words}</p>
            </div>
        </li>
    }
    .into_any()
}
