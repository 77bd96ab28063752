//! The audit chain of a node, newest first.

use crate::components::heading::Heading;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::{Actor, Operation};
use domain::ports::{AuditFilter, AuditLine, Checked};
use leptos::prelude::*;

/// The chain: whether it holds, and its lines.
#[component]
pub fn Audit() -> impl IntoView {
    page_with_own_heading("audit-title", |visit| async move {
        let filter = filter(&visit);
        let before = visit.query("before").and_then(|text| text.parse().ok());
        let node = visit.query("node").filter(|node| !node.is_empty());
        let seen = visit.ports.audit.lines(&visit.actor, node.as_deref(), filter, before).await?;
        let older = seen.lines.next.map(|next| address(&seen.node, filter, Some(next)));
        let newest = before.map(|_: u64| address(&seen.node, filter, None));
        let locale = visit.locale;
        Ok(view! {
            <div class="wrap stack">
                <Heading title="audit-title" lead="audit-lead" />
                <Verified checked=seen.checked node=seen.node.clone() />
                <Filter node=seen.node nodes=seen.nodes filter=filter />
                <Lines lines=seen.lines.items locale=locale />
                <nav class="pager" aria-label=text!("audit-pages")>
                    {newest
                        .map(|newest| {
                            view! {
                                <a class="btn ghost" href=newest>
                                    {text!("audit-newest")}
                                </a>
                            }
                        })}
                    {older
                        .map(|older| {
                            view! {
                                <a class="btn ghost older" href=older rel="next">
                                    {text!("audit-older")}
                                </a>
                            }
                        })}
                </nav>
            </div>
        })
    })
}

/// What the address asks for. Words that mean nothing filter nothing.
fn filter(visit: &Visit) -> AuditFilter {
    let (operation, kind) = (visit.query("operation"), visit.query("actor"));
    AuditFilter {
        operation: Operation::ALL.into_iter().find(|one| operation.as_deref() == Some(one.code())),
        actor: Actor::KINDS.into_iter().find(|one| kind.as_deref() == Some(one)),
    }
}

fn address(node: &str, filter: AuditFilter, before: Option<u64>) -> String {
    let node = leptos_router::location::Url::escape(node);
    let operation = filter.operation.map_or("", Operation::code);
    let before = before.map(|before| format!("&before={before}")).unwrap_or_default();
    format!("{}?node={node}&operation={operation}&actor={}{before}", Path::Audit, filter.actor.unwrap_or_default())
}

/// Whether the newest lines follow from each other, and how to ask about all of them.
#[component]
fn Verified(checked: Checked, node: String) -> AnyView {
    let (look, words) = match checked.broken {
        None => ("notice ok", text!("audit-holds", from = checked.from, to = checked.to, node = node)),
        Some(line) => ("notice bad", text!("audit-broken", line = line, node = node)),
    };
    let state = if checked.broken.is_none() { "holds" } else { "broken" };
    view! {
        <div class=look role="status" data-chain=state>
            <div>
                <p>
                    <strong>{words}</strong>
                </p>
                <p class="small">
                    {text!("audit-verify-all")} " " <code>"hikae audit verify"</code>
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// Narrows the list: a plain form that changes the address.
#[component]
fn Filter(node: String, nodes: Vec<String>, filter: AuditFilter) -> AnyView {
    let several = (nodes.len() > 1).then(|| {
        let one = |name: String| {
            let (here, value) = (name == node, name.clone());
            view! {
                <option value=value selected=here>
                    {name}
                </option>
            }
        };
        view! {
            <div class="field">
                <label for="node">{text!("audit-node")}</label>
                <select id="node" name="node">
                    {nodes.into_iter().map(one).collect_view()}
                </select>
            </div>
        }
    });
    let option = |value: &'static str, chosen: bool| {
        view! {
            <option value=value selected=chosen>
                {value}
            </option>
        }
    };
    view! {
        <form method="get" action=Path::Audit.to_string() class="row audit-filter">
            {several}
            <div class="field">
                <label for="operation">{text!("audit-operation")}</label>
                <select id="operation" name="operation">
                    <option value="">{text!("audit-any")}</option>
                    {Operation::ALL.map(|one| option(one.code(), filter.operation == Some(one))).collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="actor">{text!("audit-actor")}</label>
                <select id="actor" name="actor">
                    <option value="">{text!("audit-any")}</option>
                    {Actor::KINDS.map(|one| option(one, filter.actor == Some(one))).collect_view()}
                </select>
            </div>
            <button type="submit" class="btn ghost">
                {text!("audit-filter")}
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn Lines(lines: Vec<AuditLine>, locale: crate::i18n::Locale) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="card wash">{text!("audit-none")}</p> }.into_any();
    }
    let row = move |line: AuditLine| {
        let look = if line.outcome == "ok" { "tag ok" } else { "tag stop" };
        view! {
            <tr>
                <th scope="row" class="mono">
                    {line.seq}
                </th>
                <td>
                    <time datetime=line.at.to_string()>{locale.exact_moment(line.at)}</time>
                </td>
                <td class="mono">
                    {line.actor} {line.on_behalf.then(|| view! { <span class="tag">{text!("audit-on-behalf")}</span> })}
                </td>
                <td class="mono">{line.operation}</td>
                <td class="mono">{line.object}</td>
                <td>
                    <span class=look>{line.outcome}</span>
                </td>
                <td>{line.reason}</td>
                <td class="mono">{line.origin}</td>
            </tr>
        }
    };
    view! {
        <div class="card flush">
            <div class="scroll" tabindex="0" role="region" aria-label=text!("audit-title")>
                <table class="table audit">
                    <thead>
                        <tr>
                            <th scope="col">{text!("audit-number")}</th>
                            <th scope="col">{text!("audit-when")}</th>
                            <th scope="col">{text!("audit-actor")}</th>
                            <th scope="col">{text!("audit-operation")}</th>
                            <th scope="col">{text!("audit-object")}</th>
                            <th scope="col">{text!("audit-outcome")}</th>
                            <th scope="col">{text!("audit-reason")}</th>
                            <th scope="col">{text!("audit-origin")}</th>
                        </tr>
                    </thead>
                    <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}
