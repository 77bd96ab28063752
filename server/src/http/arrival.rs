//! Who came, in which language, and whether they may do what they came for at all: worked out once per request, before any
//! page or action runs. The ports ask again, knowing more (to whose things it is done).

use super::security::CspNonce;
use super::session;
use crate::service::identity;
use crate::state::Hikae;
use app::Locale;
use app::routes::{ACTIONS, FILES, PAGES};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::ports::SessionPort;
use std::sync::Arc;
use std::time::Duration;
use tower_sessions::Session;
use url::Position;

/// What the pages are told of a request.
#[derive(Clone)]
pub struct Arrival {
    /// Who asks.
    pub actor: Actor,
    /// For what, by the tables of pages, files and actions.
    pub operation: Option<Operation>,
    /// The request's session.
    pub session: Arc<dyn SessionPort>,
    /// The language of the answer.
    pub locale: Locale,
    /// Path and query.
    pub path: String,
    /// Whether the caller takes a page for an answer.
    pub wants_page: bool,
    /// What the scripts of the answer must carry.
    pub nonce: Arc<str>,
}

impl Arrival {
    /// Whoever is signed in and asks for what is not theirs, or is not there, gets the same answer for both, and leaves a line.
    pub(super) fn note(&self, hikae: &Hikae, failure: &Failure) {
        let (Failure::Refused(Problem::NotFound), Some(operation), Some(_)) = (failure, self.operation, self.actor.account()) else {
            return;
        };
        if let Err(failure) = hikae.behind.note_not_found(&self.actor, operation, self.path.split('?').next().unwrap_or_default()) {
            tracing::error!(?failure, "it is not written down that somebody asked for what is not theirs");
        }
    }
}

/// Finds out who came; sends whoever must sign in first to where that is done.
pub async fn arrive(State(hikae): State<Arc<Hikae>>, session: Session, mut request: Request, next: Next) -> Response {
    let actor = match session::actor_of(&hikae.core, &session).await {
        Ok(actor) => actor,
        // The one page that has to be there when the database is not tells everybody the same.
        Err(failure) if request.uri().path() == "/status" => {
            tracing::warn!(?failure, "cannot tell who came to see the status");
            Actor::Anonymous
        }
        Err(failure) => return cannot_tell(&hikae, &Asked::of(&request), &failure),
    };
    let operation = operation_of(&request);
    if let Some(operation) = operation {
        let may = identity::permit(&hikae.core, &actor, operation).await;
        if let Err(Failure::Refused(problem)) = &may
            && actor.account().is_none()
        {
            hikae.refusals.note(operation, *problem, "not signed in");
        }
        match may {
            Ok(()) => {}
            Err(Failure::Refused(Problem::SignInNeeded)) => return sign_in_first(&request),
            Err(Failure::Refused(problem)) if request.method() == Method::POST => return not_this(problem, &request),
            // A page says so itself, in the person's language.
            Err(Failure::Refused(_)) => {}
            Err(failure) => return cannot_tell(&hikae, &Asked::of(&request), &failure),
        }
    }
    let headers = request.headers();
    let arrival = Arrival {
        actor,
        operation,
        session: Arc::new(session::RequestSession::new(hikae.core.clone(), session)),
        locale: locale_of(headers),
        path: address_of(&request).unwrap_or_else(|| "/".to_owned()),
        wants_page: wants_page(headers),
        nonce: request.extensions().get::<CspNonce>().map_or_else(|| "".into(), |nonce| nonce.0.clone()),
    };
    request.extensions_mut().insert(arrival);
    next.run(request).await
}

fn locale_of(headers: &HeaderMap) -> Locale {
    Locale::negotiate(cookie(headers, "lang"), text(headers, header::ACCEPT_LANGUAGE))
}

/// A request whose time is up gets no answer that could be taken for one, but a page or a code that says so.
pub async fn in_time(State(hikae): State<Arc<Hikae>>, request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let limit = Duration::from_secs(hikae.core.config.request_seconds);
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => cannot_tell(&hikae, &asked, &Failure::Unavailable("a request took too long".to_owned())),
    }
}

/// What has to be known of a request to say that it cannot be answered now.
struct Asked {
    locale: Locale,
    wants_page: bool,
    /// Where to try again: the address of a page.
    again: Option<String>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let (headers, read) = (request.headers(), request.method() == Method::GET);
        let again = address_of(request).filter(|_| read);
        Self { locale: locale_of(headers), wants_page: wants_page(headers), again }
    }
}

/// With a session cookie and no database nobody can say who came: no page is shown that could be someone else's. A person
/// reads so in their language, a program gets the code.
fn cannot_tell(hikae: &Hikae, asked: &Asked, failure: &Failure) -> Response {
    tracing::error!(?failure, "cannot tell who came, or what to answer");
    let problem = failure.problem();
    let mut response = if problem == Problem::Unavailable && asked.wants_page {
        let page = app::pages::unavailable::unavailable(asked.locale, &hikae.assets.version, asked.again.clone());
        (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response()
    } else {
        super::security::refusal(problem)
    };
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    response
}

/// What somebody came for, by the tables of pages, files and actions.
pub(super) fn operation_of(request: &Request) -> Option<Operation> {
    let matched = request.extensions().get::<MatchedPath>()?.as_str();
    if request.method() == Method::POST {
        ACTIONS.iter().find(|action| action.path == matched).map(|action| action.operation)
    } else {
        PAGES.iter().chain(FILES).find(|page| page.path == matched).map(|page| page.operation)
    }
}

fn sign_in_first(request: &Request) -> Response {
    let headers = request.headers();
    let posted = request.method() == Method::POST;
    // An island tells its person by itself; nothing of what was sent is even read.
    if posted && !wants_page(headers) {
        return super::security::refusal(Problem::SignInNeeded);
    }
    let asked = if posted {
        referring(headers).map(|page| page[Position::BeforePath..Position::AfterQuery].to_owned())
    } else {
        address_of(request)
    };
    let back = app::problem::without_form_problem(asked.as_deref().unwrap_or("/"));
    Redirect::to(&app::page::sign_in_and_back_to(&back)).into_response()
}

/// A form goes back to its page, which says why; whoever else sent it gets the bare answer. Nothing of it is read.
fn not_this(problem: Problem, request: &Request) -> Response {
    let (headers, action) = (request.headers(), request.uri().path());
    let back = if wants_page(headers) { referring(headers) } else { None };
    match back.and_then(|page| app::problem::back_to(page.as_str(), action, problem)) {
        Some(page) => Redirect::to(&page).into_response(),
        None => super::security::refusal(problem),
    }
}

/// Path and query.
fn address_of(request: &Request) -> Option<String> {
    request.uri().path_and_query().map(ToString::to_string)
}

/// The page whose form this was.
fn referring(headers: &HeaderMap) -> Option<url::Url> {
    url::Url::parse(text(headers, header::REFERER)?).ok()
}

fn wants_page(headers: &HeaderMap) -> bool {
    text(headers, header::ACCEPT).is_some_and(|accept| accept.contains("text/html"))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|all| all.split(';')).filter_map(|pair| pair.trim().split_once('=')).find_map(|(n, v)| (n == name).then_some(v))
}
