//! The request at hand, as pages and actions see it.

use crate::i18n::Locale;
use domain::actor::{Actor, Patient};
use domain::failure::{Failure, Problem};
use domain::ports::{Ports, QrCode, SessionPort};
use leptos::prelude::{provide_context, use_context};
use leptos_router::location::RequestUrl;
use std::sync::Arc;

/// Draws a text.
type Draw = dyn Fn(&str) -> Option<QrCode> + Send + Sync;

/// What the server knows of the request at hand.
#[derive(Clone)]
pub struct Visit {
    /// Everything that can be asked for.
    pub ports: Ports,
    /// Who asks.
    pub actor: Actor,
    /// The session of this request.
    pub session: Arc<dyn SessionPort>,
    /// The answer, besides its body.
    pub outgoing: Arc<dyn Outgoing>,
    /// The language of the answer.
    pub locale: Locale,
    /// Path and query of this request.
    pub path: String,
    /// The version of the style sheet, part of its address so that it can be cached for ever.
    pub assets: Arc<str>,
    /// Whether the caller takes a page for an answer (`Accept` names `text/html`): true for a form that is sent without
    /// JavaScript, false for an island's call.
    pub wants_page: bool,
    /// Tells the server of a failure.
    pub report: Arc<dyn Fn(&Failure) + Send + Sync>,
    /// Makes an idempotency key for a form.
    pub new_key: Arc<dyn Fn() -> String + Send + Sync>,
    /// Draws a text as the densest code that is still read from paper; `None`: it is too long for that.
    pub draw: Arc<Draw>,
}

/// What a page or an action may do to the answer besides its body.
pub trait Outgoing: Send + Sync {
    /// Sends the browser to another address.
    fn redirect(&self, to: &str);
    /// Sets the status.
    fn status(&self, code: u16);
    /// Remembers the language that was chosen.
    fn set_locale_cookie(&self, locale: Locale);
}

/// Makes the visit known to what is rendered or run next. The server calls it for pages and actions alike.
pub fn provide(visit: Visit) {
    provide_context(visit.locale);
    provide_context(visit);
}

/// The visit that the server provided.
///
/// # Errors
/// Outside a request there is none.
pub fn visit() -> Result<Visit, Failure> {
    use_context().ok_or_else(|| Failure::Internal("no visit was provided".to_owned()))
}

impl Visit {
    /// The value of that name in the query of the address.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        RequestUrl::new(&self.path).parse().ok()?.search_params().get(name)
    }

    /// The path without the query.
    #[must_use]
    pub fn address(&self) -> &str {
        self.path.split(['?', '#']).next().unwrap_or("/")
    }

    /// The last part of the path: the id, on pages whose address ends with one.
    #[must_use]
    pub fn last_segment(&self) -> &str {
        self.address().rsplit('/').next().unwrap_or("")
    }

    /// Tells the server of a failure: some are for the operators to look at, some refusals for the audit.
    pub(crate) fn tell(&self, failure: &Failure) {
        (self.report)(failure);
    }

    /// A new idempotency key for a form.
    #[must_use]
    pub fn form_key(&self) -> String {
        (self.new_key)()
    }

    /// The signed-in person, if it is one.
    #[must_use]
    pub fn patient(&self) -> Option<&Patient> {
        self.actor.patient().ok()
    }

    /// Whether the person in view is somebody for whom the visitor acts: then nothing is called theirs.
    #[must_use]
    pub const fn acts_for_other(&self) -> bool {
        matches!(self.actor, Actor::Proxy { .. })
    }

    /// What a form that was sent without JavaScript met, and the action that it was sent to (`/do/…`). Both stand in the
    /// address, where anyone can write: an action that does not exist and a code that does not exist are nothing.
    #[must_use]
    pub fn form_problem(&self) -> Option<(&'static str, Problem)> {
        let path = self.query("__path")?;
        let action = crate::routes::ACTIONS.iter().find(|action| action.path == path)?;
        let problem = crate::problem::ServerProblem::from_query(&self.query("__err")?)?;
        Some((action.path, problem))
    }
}

/// Whether a text from outside may be the target of a redirect: a path of this very site.
#[must_use]
pub fn local_path(text: &str) -> Option<&str> {
    let local = text.starts_with('/')
        && !text.starts_with("//")
        && text.len() <= 512
        && text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\' && b != b'"' && b != b'<' && b != b'>');
    local.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_a_path_of_this_site_is_local() {
        for text in ["/", "/usage?before=1.2#top", "/choices"] {
            assert_eq!(local_path(text), Some(text));
        }
        for text in ["", "usage", "//evil.example", "/\\evil.example", "https://evil.example/", "/a b", "/a\r\nb", "/\u{ff0f}x", "/\"x"] {
            assert_eq!(local_path(text), None, "{text}");
        }
        assert_eq!(local_path(&format!("/{}", "a".repeat(600))), None);
    }
}
