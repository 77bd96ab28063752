//! Whether the service works now, in plain words. The page is there when the database is not.

use crate::components::fact::Fact;
use crate::components::moment::Moment;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::actor::Operation;
use domain::ports::status::Status as View;
use leptos::prelude::*;

/// What a monitor is told when people or holders are turned away.
const NOT_SERVED: u16 = 503;

/// The status.
#[component]
pub fn Status() -> impl IntoView {
    page_with_own_heading("status-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        let seen = visit.ports.status.status().await;
        let well = seen.all_well();
        if !seen.serves() {
            visit.outgoing.status(NOT_SERVED);
        }
        let (look, words) = if well { ("notice ok", "status-well") } else { ("notice warn", "status-not-well") };
        let advice = (!well).then(|| view! { <p>{text!("status-advice")}</p> });
        Ok(view! {
            <div class="wrap narrow stack">
                <div>
                    <h1>{text!("status-title")}</h1>
                    <p class="lead">{text!("status-lead")}</p>
                </div>
                <div class=look role="status" data-well=well.to_string()>
                    <div>
                        <p>
                            <strong>{text!(words)}</strong>
                        </p>
                        {advice}
                    </div>
                </div>
                <Parts seen=seen />
                <p class="small muted">{text!("status-at", moment = visit.locale.exact_moment(seen.at))}</p>
                <p>
                    <a href=Path::Log.to_string()>{text!("log-title")}</a>
                </p>
            </div>
        })
    })
}

/// Each part in a line.
#[component]
fn Parts(seen: View) -> AnyView {
    let locale = crate::i18n::Locale::current();
    let state = |works: bool, yes: &'static str, no: &'static str| {
        let (look, key) = if works { ("tag ok", yes) } else { ("tag alert", no) };
        view! { <span class=look>{text!(key)}</span> }
    };
    let log = match seen.log {
        Some(log) => state(log.in_time(seen.at), "status-published", "status-not-published").into_any(),
        None => view! { <span class="tag warn">{text!("status-log-unknown")}</span> }.into_any(),
    };
    let signed = seen.log.map(|log| match log.signed_at {
        Some(at) => view! {
            {text!("status-log-signed")}
            " "
            <Moment at=at locale=locale />
        }
        .into_any(),
        None => text!("status-log-none").into_any(),
    });
    let signed = signed.map(|words| view! { <p class="small muted">{words}</p> });
    view! {
        <section class="card" aria-label=text!("status-parts")>
            <dl class="facts lines">
                <Fact term=text!("status-decisions")>{state(seen.decisions, "status-taken", "status-not-taken")}</Fact>
                <Fact term=text!("status-checks")>{state(seen.checks, "status-answered", "status-not-answered")}</Fact>
                <Fact term=text!("status-log")>
                    <p>{log}</p>
                    {signed}
                </Fact>
                <Fact term=text!("status-since")>
                    <Moment at=seen.running_since locale=locale />
                </Fact>
            </dl>
        </section>
    }
    .into_any()
}
