//! What cannot be done, in words, with a way on.

use crate::page::document_title;
use crate::routes::Path;
use crate::text;
use domain::failure::Problem;
use leptos::prelude::*;
use leptos_meta::Title;

/// The words of a problem.
#[must_use]
pub fn problem_words(problem: Problem) -> String {
    text!(&format!("problem-{}", problem.code()))
}

/// The page that is shown instead of one that cannot be.
#[component]
pub fn ProblemView(
    /// Why not.
    problem: Problem,
) -> impl IntoView {
    let title = if problem == Problem::NotFound { "not-found-title" } else { "problem-title" };
    let (path, way_on) = match problem {
        Problem::SignInNeeded => (Path::SignIn, "sign-in"),
        Problem::OnlyCancelRecovery => (Path::Account, "problem-to-cancel"),
        Problem::FreshPasskeyNeeded | Problem::HigherLevelNeeded => (Path::Account, "nav-account"),
        Problem::ClosedAfterRecovery => (Path::Overview, "nav-overview"),
        _ => (Path::Home, "problem-to-home"),
    };
    view! {
        <Title text=document_title(title) />
        <div class="wrap narrow stack" data-problem=problem.code()>
            <div>
                <h1>{text!(title)}</h1>
                <p class="lead">{problem_words(problem)}</p>
            </div>
            <p class="row">
                <a class="btn" href=path.to_string()>
                    {text!(way_on)}
                </a>
                <a class="btn quiet" href=Path::Help.to_string()>
                    {text!("problem-to-help")}
                </a>
            </p>
        </div>
    }
}

/// What a form met that was sent without JavaScript, at the head of the page to which it came back.
#[component]
pub fn FormProblem(
    /// What it met.
    problem: Problem,
) -> impl IntoView {
    view! {
        <div class="wrap stack">
            <div class="summary" role="alert" id="problem" data-problem=problem.code()>
                <h2>{text!("problem-summary")}</h2>
                <p>{problem_words(problem)}</p>
            </div>
        </div>
    }
}
