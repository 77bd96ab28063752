//! What the desk has to look at: signs of life after a death was written down, codes that were tried for protected persons, more
//! look-ups than a desk needs; in the list of incidents, and each on its own page.

use crate::components::again::Again;
use crate::components::fact::Fact;
use crate::components::moment::Moment;
use crate::components::text_area::TextArea;
use crate::i18n::{Locale, number};
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::alarm::{Alarm, AlarmView, Cause};
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
    let older = of.next.map(|next| format!("{}?alarms={next}{}", Path::Incidents, if all { "&all=1" } else { "" }));
    let (look_ups, signs): (Vec<_>, Vec<_>) = of.items.into_iter().partition(|alarm| matches!(alarm.cause, Cause::LookUps { .. }));
    view! {
        <Kind id="look-up-alarms" title="look-up-alarms-title" lead="look-up-alarms-lead" of=look_ups />
        <Kind id="alarms" title="alarms-title" lead="alarms-lead" of=signs />
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

/// What it says of itself, in a line.
fn named(cause: &Cause) -> String {
    match cause {
        Cause::Person { sign, .. } => text!(&format!("alarm-sign-{}", sign.code())),
        Cause::LookUps { label, by, .. } => {
            text!("look-up-alarm-by", who = label.clone().unwrap_or_else(|| by.as_str().to_owned()))
        }
    }
}

/// Whom it is about, as far as that is shown.
fn about(cause: &Cause) -> &str {
    match cause {
        Cause::Person { subject, .. } => subject.as_str(),
        Cause::LookUps { by, .. } => by.as_str(),
    }
}

/// Those of one kind; nothing where there are none.
#[component]
fn Kind(id: &'static str, title: &'static str, lead: &'static str, of: Vec<Alarm>) -> AnyView {
    if of.is_empty() {
        return ().into_any();
    }
    let row = |of: Alarm| {
        let (look, words) = if of.closed_at.is_none() { ("tag alert", "incidents-open") } else { ("tag ok", "incidents-closed") };
        view! {
            <li data-alarm=of.id.to_string()>
                <div>
                    <p>
                        <a href=Path::Alarm(of.id).to_string()>
                            <strong>{named(&of.cause)}</strong>
                        </a>
                    </p>
                    <p class="small muted">
                        <Moment at=of.at locale=Locale::current() />
                        " · "
                        <span class="mono">{about(&of.cause).to_owned()}</span>
                    </p>
                </div>
                <span class=look>{text!(words)}</span>
            </li>
        }
    };
    view! {
        <section class="card flush" id=id>
            <div class="head">
                <h2>{text!(title)}</h2>
                <p class="lead">{text!(lead)}</p>
            </div>
            <ul class="rows">{of.into_iter().map(row).collect_view()}</ul>
        </section>
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
        let (open, own) = (alarm.closed_at.is_none(), alarm.own);
        let (title, lead, what) = match &alarm.cause {
            Cause::Person { sign, .. } => {
                let [title, lead, what] =
                    ["alarm-about", "alarm-lead", "alarm-close-what"].map(|key| text!(&format!("{key}-{}", sign.about())));
                (title, lead, Some(what))
            }
            Cause::LookUps { .. } => (text!("look-up-alarm-title"), text!("look-up-alarm-lead"), None),
        };
        Ok(view! {
            <div class="wrap narrow stack" data-alarm=id.to_string()>
                <a class="back" href=Path::Incidents.to_string()>
                    {text!("incident-to-list")}
                </a>
                <div>
                    <p class="eyebrow">{title}</p>
                    <h1>{named(&alarm.cause)}</h1>
                    <p class="lead">{lead}</p>
                </div>
                {done.then(|| view! { <p class="notice ok" id="done" role="status">{text!("alarm-done")}</p> })}
                <Facts of=alarm closing=closing />
                {(open && own).then(|| view! { <p class="notice warn">{text!("look-up-alarm-own")}</p> })}
                {(open && !own).then(|| view! { <Closing id=id what=what again=again /> })}
            </div>
        })
    })
}

#[component]
fn Facts(of: Alarm, closing: Option<String>) -> AnyView {
    let locale = Locale::current();
    let mono = |term: &'static str, words: String| {
        view! {
            <Fact term=text!(term)>
                <span class="mono">{words}</span>
            </Fact>
        }
    };
    let facts = match of.cause {
        Cause::Person { subject, account, .. } => {
            let account = account.map_or_else(|| text!("alarm-account-unknown"), |account| account.as_str().to_owned());
            vec![mono("alarm-subject", subject.as_str().to_owned()).into_any(), mono("alarm-account", account).into_any()]
        }
        Cause::LookUps { by, refused, last_at, .. } => vec![
            mono("alarm-account", by.as_str().to_owned()).into_any(),
            view! { <Fact term=text!("look-up-alarm-refused")>{number(refused.into())}</Fact> }.into_any(),
            view! { <Fact term=text!("look-up-alarm-last")>{locale.moment(last_at)}</Fact> }.into_any(),
        ],
    };
    view! {
        <section class="card">
            <dl class="facts lines">
                <Fact term=text!("alarm-at")>{locale.moment(of.at)}</Fact>
                {facts}
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
fn Closing(id: AlarmId, what: Option<String>, again: Again) -> AnyView {
    view! {
        <form class="card" method="post" action="/do/alarms/close">
            <h2>{text!("alarm-close")}</h2>
            {what.map(|what| view! { <p>{what}</p> })}
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
