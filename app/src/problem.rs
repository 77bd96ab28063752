//! What a browser is told when something cannot be done.

use crate::visit::{Visit, visit};
use domain::failure::{Failure, Problem};
use domain::form_draft::{Place, Typed};
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr, ServerFnUrlError};
use serde::{Deserialize, Serialize};

/// The error of every action: one of the closed set of problems, nothing else. Its shape is that of the `code` in
/// problem+json, so that what a layer in front of the actions refuses is understood as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}", .code.code())]
pub struct ServerProblem {
    /// What it is.
    pub code: Problem,
}

impl From<Problem> for ServerProblem {
    fn from(code: Problem) -> Self {
        Self { code }
    }
}

impl FromServerFnError for ServerProblem {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let code = match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Problem::Malformed,
            // In the browser: nothing, or nothing of ours, came back.
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Deserialization(_) => Problem::Unavailable,
            _ => Problem::Internal,
        };
        Self { code }
    }
}

impl ServerProblem {
    /// The problem in the `__err` of an address, if it is one.
    pub(crate) fn from_query(text: &str) -> Option<Problem> {
        // Anything else that someone writes there decodes to "unavailable", which is a sentence of ours, too.
        (text.len() < 256).then(|| ServerFnUrlError::<Self>::decode_err(text).code)
    }
}

/// The address of the page whose form met a problem before its action ran: only the path of `page` counts, so that nobody is
/// sent elsewhere.
#[must_use]
pub fn back_to(page: &str, action: &str, problem: Problem) -> Option<String> {
    let page = ServerFnUrlError::new(action, ServerProblem::from(problem)).to_url(page).ok()?;
    Some(format!("{}?{}", page.path(), page.query()?))
}

/// An address without what a form met there: that was told once.
#[must_use]
pub fn without_form_problem(path: &str) -> String {
    let Some((address, query)) = path.split_once('?') else { return path.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("__")).collect();
    if kept.is_empty() { address.to_owned() } else { format!("{address}?{}", kept.join("&")) }
}

/// As [`back_to`], for one of our own pages, with what was typed into the form, so that nothing of it is lost.
#[must_use]
pub fn back_with(page: &str, typed: &[(&str, &str)], action: &str, problem: Problem) -> Option<String> {
    let escape = leptos_router::location::Url::escape;
    let pairs: Vec<String> =
        typed.iter().map(|(name, value)| format!("{name}={}", escape(&value.chars().take(200).collect::<String>()))).collect();
    back_to(&format!("http://localhost{page}?{}", pairs.join("&")), action, problem)
}

/// Runs an action: what it needs is in the visit, and a failure becomes the problem that the caller may know.
///
/// # Errors
/// The problem behind the failure. An island gets its status, too; a form is sent back to its page by leptos, which must
/// not be given another status than that of the redirect.
pub async fn act<T, Fut>(action: impl FnOnce(Visit) -> Fut) -> Result<T, ServerProblem>
where
    Fut: Future<Output = Result<T, Failure>>,
{
    let visit = visit().map_err(|failure| ServerProblem { code: failure.problem() })?;
    action(visit.clone()).await.map_err(|failure| {
        visit.tell(&failure);
        let code = failure.problem();
        if !visit.wants_page {
            visit.outgoing.status(code.status());
        }
        ServerProblem { code }
    })
}

/// As [`act`], for a form with words that nobody should have to type twice: what is refused is kept for whoever sent it, and
/// stands in the form to which they come back. Without a place nothing is kept.
///
/// # Errors
/// See [`act`].
pub async fn act_keeping<T, Fut>(place: Option<Place>, typed: Typed, action: impl FnOnce(Visit) -> Fut) -> Result<T, ServerProblem>
where
    Fut: Future<Output = Result<T, Failure>>,
{
    act(move |visit| async move {
        let outcome = action(visit.clone()).await;
        if let Some(place) = place {
            let drafts = &visit.ports.form_drafts;
            let kept = match &outcome {
                Ok(_) => drafts.forget(&visit.actor, place).await,
                Err(Failure::Refused(_)) if visit.wants_page => drafts.keep(&visit.actor, place, &typed).await,
                Err(_) => Ok(()),
            };
            // What was done is done, and what was refused is refused, whether or not its words could be kept.
            kept.unwrap_or_else(|failure| visit.tell(&failure));
        }
        outcome
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_an_address_is_read_back() {
        let url =
            ServerFnUrlError::new("/do/choices/record", ServerProblem::from(Problem::WrongPerson)).to_url("http://x/choices").unwrap();
        let err = url.query_pairs().find(|(name, _)| name == "__err").unwrap().1.into_owned();
        assert_eq!(ServerProblem::from_query(&err), Some(Problem::WrongPerson));
    }

    #[test]
    fn another_language_and_whoever_signs_in_anew_are_not_told_an_old_problem_again() {
        assert_eq!(without_form_problem("/choices?__path=%2Fdo%2Fchoices%2Frecord&__err=eyJ9"), "/choices");
        assert_eq!(without_form_problem("/usage?before=1.2&__err=x"), "/usage?before=1.2");
        assert_eq!(without_form_problem("/usage"), "/usage");
    }

    #[test]
    fn nothing_that_is_written_there_gets_out_of_the_closed_set() {
        assert_eq!(ServerProblem::from_query("PHNjcmlwdD4="), Some(Problem::Unavailable));
        assert_eq!(ServerProblem::from_query("%%%"), Some(Problem::Unavailable));
        assert_eq!(ServerProblem::from_query(&"A".repeat(5_000)), None);
    }

    #[test]
    fn problem_json_of_a_layer_in_front_is_understood() {
        let body = r#"{"type":"about:blank","title":"x","status":429,"code":"too-many-requests"}"#;
        assert_eq!(serde_json::from_str::<ServerProblem>(body).unwrap().code, Problem::TooManyRequests);
    }
}
