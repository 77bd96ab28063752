//! What the desk has to look at: signs of life after a death was written down, codes that were tried for protected persons;
//! in the list of incidents, and each on its own page.

use crate::components::again::Again;
use crate::components::fact::Fact;
use crate::components::moment::Moment;
use crate::components::text_area::TextArea;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::alarm::{Alarm, AlarmView};
use domain::disclosure::Page;
use domain::failure::Problem;
use domain::form_draft::Place;
use domain::id::AlarmId;
use leptos::prelude::*;

/// Those that wait, or all, before the other incidents.
#[component]
pub(super) fn Alarms(
    /// A page of them.
    of: Page<Alarm, AlarmId>,
    /// Those that were closed, too.
    all: bool,
) -> AnyView {
    if of.items.is_empty() {
        return ().into_any();
    }
    let older = of.next.map(|next| format!("{}?alarms={next}{}", Path::Incidents, if all { "&all=1" } else { "" }));
    let row = |of: Alarm| {
        let (look, words) = if of.closed_at.is_none() { ("tag alert", "incidents-open") } else { ("tag ok", "incidents-closed") };
        view! {
            <li data-alarm=of.id.to_string()>
                <div>
                    <p>
                        <a href=Path::Alarm(of.id).to_string()>
                            <strong>{text!(&format!("alarm-sign-{}", of.sign.code()))}</strong>
                        </a>
                    </p>
                    <p class="small muted">
                        <Moment at=of.at locale=Locale::current() />
                        " · "
                        <span class="mono">{of.subject.as_str().to_owned()}</span>
                    </p>
                </div>
                <span class=look>{text!(words)}</span>
            </li>
        }
    };
    view! {
        <section class="card flush" id="alarms">
            <div class="head">
                <h2>{text!("alarms-title")}</h2>
                <p class="lead">{text!("alarms-lead")}</p>
            </div>
            <ul class="rows">{of.items.into_iter().map(row).collect_view()}</ul>
        </section>
        {older
            .map(|older| {
                view! {
                    <nav class="pager" aria-label=text!("alarms-pages")>
                        <a class="btn ghost older" href=older rel="next">
                            {text!("alarms-older")}
                        </a>
                    </nav>
                }
            })}
    }
    .into_any()
}

/// One alarm.
#[component]
pub fn OneAlarm() -> impl IntoView {
    page_with_own_heading("alarm-title", |visit| async move {
        let id = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let AlarmView { alarm, closing } = visit.ports.alarms.alarm(&visit.actor, id).await?.ok_or(Problem::NotFound)?;
        let again = Again::of(&visit, Place::AlarmClosing(id), "/do/alarms/close").await?;
        let done = visit.query("done").is_some_and(|done| done == "closed") && alarm.closed_at.is_some();
        let open = alarm.closed_at.is_none();
        Ok(view! {
            <div class="wrap narrow stack" data-alarm=id.to_string()>
                <a class="back" href=Path::Incidents.to_string()>
                    {text!("incident-to-list")}
                </a>
                <div>
                    <p class="eyebrow">{text!(&format!("alarm-about-{}", alarm.sign.about()))}</p>
                    <h1>{text!(&format!("alarm-sign-{}", alarm.sign.code()))}</h1>
                    <p class="lead">{text!(&format!("alarm-lead-{}", alarm.sign.about()))}</p>
                </div>
                {done.then(|| view! { <p class="notice ok" id="done" role="status">{text!("alarm-done")}</p> })}
                <Facts of=alarm.clone() closing=closing />
                {open.then(|| view! { <Closing id=id about=alarm.sign.about() again=again /> })}
            </div>
        })
    })
}

#[component]
fn Facts(of: Alarm, closing: Option<String>) -> AnyView {
    let locale = Locale::current();
    let account = of.account.map_or_else(|| text!("alarm-account-unknown"), |account| account.as_str().to_owned());
    view! {
        <section class="card">
            <dl class="facts lines">
                <Fact term=text!("alarm-at")>{locale.moment(of.at)}</Fact>
                <Fact term=text!("alarm-subject")>
                    <span class="mono">{of.subject.as_str().to_owned()}</span>
                </Fact>
                <Fact term=text!("alarm-account")>
                    <span class="mono">{account}</span>
                </Fact>
                {of.closed_at.map(|at| view! { <Fact term=text!("alarm-closed")>{locale.moment(at)}</Fact> })}
                {closing.map(|words| view! { <Fact term=text!("alarm-closing")>{words}</Fact> })}
            </dl>
            <p class="small muted">{text!("alarm-masked")}</p>
        </section>
    }
    .into_any()
}

/// What it was. Who reads an alarm, and who closes it, stands in the audit chain.
#[component]
fn Closing(id: AlarmId, about: &'static str, again: Again) -> AnyView {
    view! {
        <form class="card" method="post" action="/do/alarms/close">
            <h2>{text!("alarm-close")}</h2>
            <p>{text!(&format!("alarm-close-what-{about}"))}</p>
            <input type="hidden" name="alarm" value=id.to_string() />
            <TextArea
                id="reason"
                name="reason"
                label=text!("alarm-reason")
                hint=text!("alarm-reason-hint")
                error=again.wrong_text()
                rows=4
                value=again.value("reason")
            />
            <p>
                <button type="submit" class="btn">
                    {text!("alarm-close-do")}
                </button>
            </p>
        </form>
    }
    .into_any()
}
