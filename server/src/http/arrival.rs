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
use tower_sessions::Session;

/// What the pages are told of a request.
#[derive(Clone)]
pub struct Arrival {
    /// Who asks.
    pub actor: Actor,
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

/// Finds out who came; sends whoever must sign in first to where that is done.
pub async fn arrive(State(hikae): State<Arc<Hikae>>, session: Session, mut request: Request, next: Next) -> Response {
    let actor = match session::actor_of(&hikae.core, &session).await {
        Ok(actor) => actor,
        // The one page that has to be there when the database is not tells everybody the same.
        Err(failure) if request.uri().path() == "/status" => {
            tracing::warn!(?failure, "cannot tell who came to see the status");
            Actor::Anonymous
        }
        Err(failure) => return cannot_tell(&hikae, &request, &failure),
    };
    if let Some(operation) = operation_of(&request) {
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
            Err(failure) => return cannot_tell(&hikae, &request, &failure),
        }
    }
    let headers = request.headers();
    let arrival = Arrival {
        actor,
        session: Arc::new(session::RequestSession::new(hikae.core.clone(), session)),
        locale: locale_of(headers),
        path: request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        wants_page: wants_page(headers),
        nonce: request.extensions().get::<CspNonce>().map_or_else(|| "".into(), |nonce| nonce.0.clone()),
    };
    request.extensions_mut().insert(arrival);
    next.run(request).await
}

fn locale_of(headers: &HeaderMap) -> Locale {
    Locale::negotiate(cookie(headers, "lang"), text(headers, header::ACCEPT_LANGUAGE))
}

/// With a session cookie and no database nobody can say who came: no page is shown that could be someone else's. A person
/// reads so in their language, a program gets the code.
fn cannot_tell(hikae: &Hikae, request: &Request, failure: &Failure) -> Response {
    tracing::error!(?failure, "cannot tell who came");
    let (problem, headers) = (failure.problem(), request.headers());
    let mut response = if problem == Problem::Unavailable && wants_page(headers) {
        let address = request.uri().path_and_query().map(|path| path.as_str().to_owned());
        let again = address.filter(|_| request.method() == Method::GET);
        let page = app::pages::unavailable::unavailable(locale_of(headers), &hikae.assets.version, again);
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
    let back = if posted { referring(headers).map(|page| page.path().to_owned()) } else { Some(request.uri().path().to_owned()) };
    let next: String = url::form_urlencoded::byte_serialize(back.as_deref().unwrap_or("/").as_bytes()).collect();
    Redirect::to(&format!("/sign-in?next={next}")).into_response()
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
