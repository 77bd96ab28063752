//! One request: what is asked for, why, and the second person's word on it.

use super::parts::{OutcomeTag, called, shown};
use crate::components::decision_words::Names;
use crate::components::fact::Fact;
use crate::components::moment::Moment;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::approval::{Kind, Outcome};
use domain::choice::Scope;
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::id::RequestId;
use domain::ports::{ApprovalView, BindingCode, Particulars};
use domain::proxy::{Ages, ProxyRole};
use leptos::prelude::*;

/// What was just done here, as the address says it after a redirect.
const DONE: [(&str, &str); 3] =
    [("asked", "approval-done-asked"), ("approve", "approval-done-approve"), ("decline", "approval-done-decline")];

/// One request.
#[component]
pub fn OneApproval() -> impl IntoView {
    page_with_own_heading("approval-title", |visit| async move {
        let id: RequestId = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let found = visit.ports.approvals.approval(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        let code = if found.course.kind == Kind::Recovery { visit.ports.approvals.binding_code(&visit.actor, id).await? } else { None };
        let particulars = particulars(&visit, &found).await?;
        let asked = visit.query("done");
        let done = DONE.iter().find(|(code, _)| asked.as_deref() == Some(code)).map(|(_, key)| *key);
        Ok(whole(visit.locale, found, particulars, code, done))
    })
}

fn whole(
    locale: Locale,
    found: ApprovalView,
    particulars: Vec<(String, String)>,
    code: Option<BindingCode>,
    done: Option<&'static str>,
) -> AnyView {
    let evidence: Vec<String> = found.evidence.iter().map(|code| shown(code)).collect();
    let (waits, own, may_bind) = (found.outcome.is_none(), found.own, found.may_bind);
    let posted = matches!(found.particulars, Particulars::ByPost(..));
    let id = found.course.id;
    view! {
        <div class="wrap narrow stack" data-request=id.to_string()>
            <a class="back" href=Path::Approvals.to_string()>
                {text!("approvals-title")}
            </a>
            <div>
                <p class="eyebrow">{text!("approval-title")}</p>
                <h1>{text!(&format!("approval-{}", found.course.kind.code()))}</h1>
                <p class="lead">{text!(&format!("approval-{}-what", found.course.kind.code()))}</p>
            </div>
            {done.map(|key| view! { <p class="notice ok" role="status">{text!(key)}</p> })}
            <section class="card">
                <dl class="facts lines">
                    <Fact term=text!("approval-state")>
                        <OutcomeTag outcome=found.outcome cancelled=found.cancelled_at.is_some() />
                    </Fact>
                    <Fact term=text!("approval-reason")>{found.reason}</Fact>
                    {particulars.into_iter().map(|(term, words)| view! { <Fact term=term>{words}</Fact> }).collect_view()}
                    {(!evidence.is_empty()).then(|| view! { <Fact term=text!("approval-evidence")>{evidence.join(text!("approval-and").as_str())}</Fact> })}
                    <Fact term=text!("approval-asked")>
                        {called(&found.requested_by)} " · " <Moment at=found.course.requested_at locale=locale />
                    </Fact>
                    {found
                        .decided_by
                        .zip(found.course.decided_at)
                        .map(|(who, at)| {
                            view! {
                                <Fact term=text!("approval-decided")>
                                    {called(&who)} " · " <Moment at=at locale=locale />
                                </Fact>
                            }
                        })}
                    {when("approval-until", Some(found.course.expires_at), locale)}
                    {when("approval-used", found.used_at, locale)}
                    {when("approval-cancelled", found.cancelled_at, locale)}
                </dl>
            </section>
            {waits.then(|| view! { <Verdict id=id own=own /> })}
            {(found.course.kind == Kind::Recovery && !posted && found.outcome == Some(Outcome::Approved))
                .then(|| view! { <Code id=id code=code may_bind=may_bind locale=locale /> })}
        </div>
    }
    .into_any()
}

/// What exactly is asked for, term by term.
async fn particulars(visit: &Visit, found: &ApprovalView) -> Result<Vec<(String, String)>, Failure> {
    Ok(match &found.particulars {
        Particulars::None => vec![],
        Particulars::Permit(scope, channel) => {
            let catalogue = visit.ports.studies.purposes().await?;
            let studies: Vec<_> = match scope {
                Scope::Study(id) => visit.ports.studies.study(*id).await?.into_iter().collect(),
                _ => vec![],
            };
            let what = Names { catalogue: &catalogue, studies: &studies }.what(scope);
            vec![(text!("approval-permit-what-for"), what), (text!("approval-channel"), text!(&format!("channel-{}", channel.code())))]
        }
        Particulars::ByPost(holder, printed) => {
            let state = match printed {
                Some(at) => text!("approval-printed", moment = visit.locale.moment(*at)),
                None => text!("approval-not-printed"),
            };
            vec![(text!("approval-by-post"), visit.locale.pick(holder)), (text!("approval-letter"), state)]
        }
        Particulars::Proxy(role, ages) => proxy(visit.locale, *role, *ages),
    })
}

fn proxy(locale: Locale, role: ProxyRole, ages: Option<Ages>) -> Vec<(String, String)> {
    let mut terms = vec![(text!("approval-role"), text!(&format!("proxy-role-{}", role.code())))];
    if let Some(ages) = ages {
        terms.push((text!("proxy-turns-15"), locale.date(ages.turns_15)));
        terms.push((text!("proxy-turns-18"), locale.date(ages.turns_18)));
    }
    terms
}

/// The second person's word. Whoever asked reads that it takes another one.
#[component]
fn Verdict(id: RequestId, own: bool) -> AnyView {
    if own {
        return view! { <p class="notice warn">{text!("approval-own")}</p> }.into_any();
    }
    let button = |verdict: &'static str, look: &'static str, words: String| {
        view! {
            <form method="post" action="/do/approval/decide">
                <input type="hidden" name="request" value=id.to_string() />
                <button type="submit" name="verdict" value=verdict class=look>
                    {words}
                </button>
            </form>
        }
    };
    view! {
        <section class="card">
            <h2>{text!("approval-your-word")}</h2>
            <p>{text!("approval-your-word-why")}</p>
            <div class="row">
                {button("approve", "btn", text!("approval-approve"))} {button("decline", "btn danger", text!("approval-decline"))}
            </div>
        </section>
    }
    .into_any()
}

/// The code that lets the person back in.
#[component]
fn Code(id: RequestId, code: Option<BindingCode>, may_bind: bool, locale: Locale) -> AnyView {
    let made = code.is_some();
    let shown = code.map(|code| {
        view! {
            <p class="secret" data-binding-code="">
                {code.code.grouped()}
            </p>
            <p>{text!("binding-code-until", moment = locale.moment(code.expires_at))}</p>
        }
    });
    let label = if made { text!("binding-code-again") } else { text!("binding-code-make") };
    view! {
        <section class="card" id="code">
            <h2>{text!("binding-code-title")}</h2>
            <p>{text!("binding-code-why")}</p>
            {shown}
            {may_bind
                .then(|| {
                    view! {
                        <form method="post" action="/do/binding-code/make">
                            <input type="hidden" name="request" value=id.to_string() />
                            <button type="submit" class=if made { "btn ghost" } else { "btn" }>
                                {label}
                            </button>
                        </form>
                    }
                })}
            {(!may_bind).then(|| view! { <p class="muted">{text!("binding-code-not")}</p> })}
        </section>
    }
    .into_any()
}

/// When something happened, if it did.
fn when(key: &'static str, at: Option<Timestamp>, locale: Locale) -> Option<impl IntoView> {
    at.map(|at| {
        view! {
            <Fact term=text!(key)>
                <Moment at=at locale=locale />
            </Fact>
        }
    })
}
