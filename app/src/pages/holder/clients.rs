//! The holder's programs and the keys with which they prove who they are.

use crate::components::again::Again;
use crate::components::field::Field;
use crate::components::heading::Heading;
use crate::components::moment::Day;
use crate::components::prose::Prose;
use crate::components::text_area::TextArea;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::text;
use domain::actor::Operation;
use domain::failure::Problem;
use domain::form_draft::Place;
use domain::holder::ClientScope;
use domain::ports::{ClientView, ClientsView, KeyView};
use leptos::prelude::*;

/// How long a name may be.
const MAX_NAME: usize = 80;

/// What a form on this page did, as the address says it after a redirect: no more than a sentence.
const DONE: [(&str, &str); 4] = [
    ("registered", "clients-done-registered"),
    ("keys-added", "clients-done-keys-added"),
    ("key-revoked", "clients-done-key-revoked"),
    ("revoked", "clients-done-revoked"),
];

/// The key of the words for what a scope lets a program do.
const fn scope_words(scope: ClientScope) -> &'static str {
    match scope {
        ClientScope::ConsentRead => "clients-scope-consent",
        ClientScope::AuditEventCreate => "clients-scope-audit-event",
        ClientScope::ResearchStudyRead => "clients-scope-research-study",
        ClientScope::PatientCreate => "clients-scope-patient",
    }
}

/// Programs and keys.
#[component]
pub fn HolderClients() -> impl IntoView {
    page_with_own_heading("clients-title", |visit| async move {
        visit.actor.may(Operation::ManageClients)?;
        let ClientsView { clients, token_endpoint, base_url } = visit.ports.holder.clients(&visit.actor).await?;
        let asked = visit.query("done");
        let done = DONE.iter().find(|(code, _)| asked.as_deref() == Some(code)).map(|(_, key)| *key);
        let open: Vec<(String, String)> =
            clients.iter().filter(|client| client.revoked_at.is_none()).map(|client| (client.id.clone(), client.name.clone())).collect();
        let program = Again::of(&visit, Place::Program, "/do/client/register").await?;
        let more = Again::of(&visit, Place::ProgramKeys, "/do/client/add-keys").await?;
        let nobody = clients.is_empty();
        let locale = visit.locale;
        let cards = clients.into_iter().map(|client| {
            let example = example(&client, &token_endpoint, &base_url);
            view! { <Program client=client example=example locale=locale /> }
        });
        Ok(view! {
            <div class="wrap narrow stack loose">
                <div class="stack">
                    <Heading title="clients-title" lead="clients-lead" />
                    {done.map(|key| view! { <p class="notice ok" id="done" role="status">{text!(key)}</p> })}
                </div>
                {nobody.then(|| view! { <p class="card empty">{text!("clients-none")}</p> })}
                {cards.collect_view()}
                {(!open.is_empty()).then(|| view! { <MoreKeys open=open again=more /> })}
                <Register again=program />
            </div>
        })
    })
}

/// How a program of that id gets a token and asks: lines that can be pasted.
fn example(client: &ClientView, token_endpoint: &str, base_url: &str) -> String {
    let (id, scopes) = (&client.id, client.scopes.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(" "));
    let kid = client.keys.iter().rfind(|key| key.revoked_at.is_none()).map_or("…", |key| &key.kid);
    let alg = client.keys.iter().rfind(|key| key.revoked_at.is_none()).map_or("ES384", |key| key.alg);
    format!(
        "# ASSERTION: JWT\n#   {{\"alg\":\"{alg}\",\"typ\":\"JWT\",\"kid\":\"{kid}\"}}\n#   {{\"iss\":\"{id}\",\"sub\":\"{id}\",\
         \"aud\":\"{token_endpoint}\",\"exp\":now+300,\"jti\":\"…\"}}\n\
         curl {token_endpoint} \\\n  -d grant_type=client_credentials \\\n  -d 'scope={scopes}' \\\n  \
         -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\\n  -d \"client_assertion=$ASSERTION\"\n\n\
         curl {base_url}/api/v1/purposes -H \"Authorization: Bearer $TOKEN\"\n"
    )
}

#[component]
fn Program(client: ClientView, example: String, locale: Locale) -> AnyView {
    let open = client.revoked_at.is_none();
    let scopes = client.scopes.iter().map(|scope| {
        view! {
            <li>
                <span class="mono">{scope.name()}</span>
                ": "
                {text!(scope_words(*scope))}
            </li>
        }
    });
    let keys = client.keys.iter().map(|key| view! { <Key client=client.id.clone() key=key.clone() open=open locale=locale /> });
    let revoked = client.revoked_at.map(|at| text!("clients-revoked-on", day = locale.date_of(at)));
    let anchor = format!("client-{}", client.id);
    let using = open.then(|| view! { <Using id=client.id.clone() example=example /> });
    view! {
        <section class="card flush" id=anchor data-client=client.id.clone()>
            <div class="head">
                <h2>{client.name.clone()}</h2>
                {revoked.map(|words| view! { <p class="tag stop">{words}</p> })}
                <dl class="facts">
                    <dt>"client_id"</dt>
                    <dd class="mono">{client.id.clone()}</dd>
                    <dt>{text!("clients-registered")}</dt>
                    <dd>
                        <Day at=client.created_at locale=locale />
                    </dd>
                    <dt>{text!("clients-scopes")}</dt>
                    <dd>
                        <ul>{scopes.collect_view()}</ul>
                    </dd>
                </dl>
            </div>
            <ul class="rows">{keys.collect_view()}</ul>
            {using}
        </section>
    }
    .into_any()
}

#[component]
fn Key(client: String, key: KeyView, open: bool, locale: Locale) -> AnyView {
    let state = match key.revoked_at {
        Some(at) => view! { <span class="tag stop">{text!("clients-key-revoked-on", day = locale.date_of(at))}</span> }.into_any(),
        None if open => view! { <span class="tag ok">{text!("clients-key-good")}</span> }.into_any(),
        None => ().into_any(),
    };
    let revoke = (open && key.revoked_at.is_none()).then(|| {
        view! {
            <details class="more">
                <summary>{text!("clients-key-revoke-one", kid = &key.kid)}</summary>
                <form method="post" action="/do/client/revoke-key" class="stack tight">
                    <p>{text!("clients-key-revoke-what")}</p>
                    <input type="hidden" name="client" value=client />
                    <input type="hidden" name="kid" value=key.kid.clone() />
                    <p>
                        <button type="submit" class="btn danger">
                            {text!("clients-key-revoke")}
                        </button>
                    </p>
                </form>
            </details>
        }
    });
    view! {
        <li data-kid=key.kid.clone()>
            <div class="stack tight">
                <p class="row">
                    <strong class="mono">{key.kid.clone()}</strong>
                    <span class="muted">{key.alg}</span>
                    {state}
                    <span class="small muted">
                        <Day at=key.created_at locale=locale />
                    </span>
                </p>
                {revoke}
            </div>
        </li>
    }
    .into_any()
}

/// How to call, and how to stop.
#[component]
fn Using(id: String, example: String) -> AnyView {
    view! {
        <div class="head">
            <details class="more">
                <summary>{text!("clients-using")}</summary>
                <div class="stack tight">
                    <p>{text!("clients-using-how")}</p>
                    <div class="scroll" tabindex="0" role="region" aria-label=text!("clients-using-example")>
                        <pre class="mono small">
                            <code>{example}</code>
                        </pre>
                    </div>
                    <p>
                        <a href="/api/docs/">{text!("for-holders-docs")}</a>
                    </p>
                </div>
            </details>
            <details class="more">
                <summary>{text!("clients-revoke-fold")}</summary>
                <form method="post" action="/do/client/revoke" class="stack tight">
                    <p>{text!("clients-revoke-what")}</p>
                    <input type="hidden" name="client" value=id />
                    <p>
                        <button type="submit" class="btn danger">
                            {text!("clients-revoke")}
                        </button>
                    </p>
                </form>
            </details>
        </div>
    }
    .into_any()
}

/// New keys beside those that are there: so they are rotated.
#[component]
fn MoreKeys(open: Vec<(String, String)>, again: Again) -> AnyView {
    let chosen = again.value("client");
    let options = open.into_iter().map(|(id, name)| {
        let selected = id == chosen;
        view! {
            <option value=id.clone() selected=selected>
                {format!("{name} ({id})")}
            </option>
        }
    });
    view! {
        <section class="card" id="more-keys">
            <h2>{text!("clients-more-keys")}</h2>
            <Prose text=text!("clients-more-keys-how") />
            <form method="post" action="/do/client/add-keys" class="form">
                <div class="field">
                    <label for="client">{text!("clients-which")}</label>
                    <select id="client" name="client">
                        {options.collect_view()}
                    </select>
                </div>
                <TextArea
                    id="more-jwks"
                    name="jwks"
                    label=text!("clients-jwks")
                    hint=text!("clients-jwks-hint")
                    error=again.wrong(&[Problem::InvalidKey])
                    value=again.value("jwks")
                />
                <button type="submit" class="btn">
                    {text!("clients-add-keys")}
                </button>
            </form>
        </section>
    }
    .into_any()
}

/// What was typed comes back when it was refused.
#[component]
fn Register(again: Again) -> AnyView {
    let scopes = again.is_some().then(|| again.value("scopes"));
    let ticked = move |scope: ClientScope| match &scopes {
        Some(names) => names.split(' ').any(|name| name == scope.name()),
        None => scope == ClientScope::ConsentRead,
    };
    let scopes = ClientScope::ALL.map(|scope| {
        view! {
            <label class="pick">
                <input type="checkbox" name="scopes[]" value=scope.name() checked=ticked(scope) />
                <span>
                    {text!(scope_words(scope))} " " <span class="mono small muted">{scope.name()}</span>
                </span>
            </label>
        }
    });
    view! {
        <section class="card" id="register">
            <h2>{text!("clients-register")}</h2>
            <Prose text=text!("clients-register-how") />
            <form method="post" action="/do/client/register" class="form">
                <Field id="name" label=text!("clients-name") hint=text!("clients-name-hint") error=None value=again.value("name") maxlength=MAX_NAME />
                <fieldset class="field">
                    <legend>{text!("clients-scopes")}</legend>
                    <p class="hint">{text!("clients-scopes-hint")}</p>
                    {scopes.collect_view()}
                </fieldset>
                <TextArea
                    id="jwks"
                    name="jwks"
                    label=text!("clients-jwks")
                    hint=text!("clients-jwks-hint")
                    error=again.wrong(&[Problem::InvalidKey])
                    rows=10
                    value=again.value("jwks")
                />
                <button type="submit" class="btn">
                    {text!("clients-register")}
                </button>
            </form>
        </section>
    }
    .into_any()
}
