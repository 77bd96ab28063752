//! What every page has in common: its title, its one `h1`, what a form without JavaScript met, and what is shown when the
//! page cannot be.

use crate::components::problem::{FormProblem, ProblemView};
use crate::text;
use crate::visit::{Visit, visit};
use domain::failure::{Failure, Problem};
use leptos::prelude::*;
use leptos_meta::Title;

/// Builds a page: `body` asks the ports for what it needs and draws it below the heading.
///
/// A failure becomes the page that says so, with its status; who is not signed in is sent to sign in and back here.
/// `title` is a key of the catalogue: it stands in `<title>`, which leptos does not escape.
pub fn page<Body, Drawn, Fut>(title: &'static str, body: Body) -> impl IntoView
where
    Body: FnOnce(Visit) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Drawn, Failure>> + Send + 'static,
    Drawn: IntoView + 'static,
{
    frame(title, true, body)
}

/// As [`page`], for a page that draws its own `h1`.
pub fn page_with_own_heading<Body, Drawn, Fut>(title: &'static str, body: Body) -> impl IntoView
where
    Body: FnOnce(Visit) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Drawn, Failure>> + Send + 'static,
    Drawn: IntoView + 'static,
{
    frame(title, false, body)
}

fn frame<Body, Drawn, Fut>(title: &'static str, heading: bool, body: Body) -> AnyView
where
    Body: FnOnce(Visit) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Drawn, Failure>> + Send + 'static,
    Drawn: IntoView + 'static,
{
    Suspend::new(async move {
        let drawn = async {
            let visit = visit()?;
            if let Some(page) = crate::routes::page_at(visit.address()) {
                visit.actor.may(page.operation)?;
            }
            let met = visit.form_problem();
            body(visit).await.map(|drawn| (met, drawn.into_any()))
        };
        match drawn.await {
            Ok((met, drawn)) => view! {
                <Title text=document_title(title) />
                {met.map(|(_, problem)| view! { <FormProblem problem=problem /> })}
                {if heading {
                    view! {
                        <div class="wrap stack">
                            <h1>{text!(title)}</h1>
                            {drawn}
                        </div>
                    }
                        .into_any()
                } else {
                    drawn
                }}
            }
            .into_any(),
            Err(failure) => failed(&failure),
        }
    })
    .into_any()
}

/// The `<title>` of a document.
pub(crate) fn document_title(key: &str) -> String {
    format!("{} | {}", text!(key), text!("site-name"))
}

/// The page for a failure.
fn failed(failure: &Failure) -> AnyView {
    let problem = failure.problem();
    if let Ok(visit) = visit() {
        visit.tell(failure);
        visit.outgoing.status(problem.status());
        if problem == Problem::SignInNeeded {
            visit.outgoing.redirect(&sign_in_and_back(&visit));
        }
    }
    view! { <ProblemView problem=problem /> }.into_any()
}

/// The address of the sign-in page that leads back to where the visit wanted to go.
#[must_use]
pub fn sign_in_and_back(visit: &Visit) -> String {
    sign_in_and_back_to(&visit.path)
}

/// The address of the sign-in page that leads on to that path.
#[must_use]
pub fn sign_in_and_back_to(path: &str) -> String {
    format!("/sign-in?next={}", leptos_router::location::Url::escape(path))
}
