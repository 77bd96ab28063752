//! Who at the desk looked, when and why, as the person reads it.

use crate::components::moment::Moment;
use crate::i18n::{Locale, number};
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::Operation;
use domain::clock::Timestamp;
use domain::disclosure::Page;
use domain::failure::Failure;
use domain::id::LookUpId;
use domain::ports::desk::{ActSeen, LookSeen};
use leptos::prelude::*;

/// The looks that the address asks for; `None` where they are not the actor's to see (a proxy's, or after a recovery).
///
/// # Errors
/// The store cannot be reached.
pub async fn looks(visit: &Visit) -> Result<Option<Page<LookSeen, LookUpId>>, Failure> {
    if visit.actor.may(Operation::SeeLookUps).is_err() || visit.patient().is_none() {
        return Ok(None);
    }
    let before = visit.query("looked").and_then(|text| text.parse().ok());
    visit.ports.desk.looked(&visit.actor, before).await.map(Some)
}

/// When somebody at the desk looked, if that was after the last visit.
///
/// # Errors
/// The store cannot be reached.
pub async fn new_look(visit: &Visit, last_visit: Option<Timestamp>) -> Result<Option<Timestamp>, Failure> {
    if visit.actor.may(Operation::SeeLookUps).is_err() || visit.patient().is_none() {
        return Ok(None);
    }
    let last = visit.ports.desk.last_look(&visit.actor).await?;
    Ok(last.filter(|at| last_visit.is_none_or(|visited| *at > visited)))
}

/// That somebody looked since the last visit.
#[component]
pub fn NewLook(
    /// When.
    at: Timestamp,
) -> AnyView {
    let locale = Locale::current();
    view! {
        <div class="banner note" data-new-look="">
            <div>
                <strong>{text!("looked-new", when = locale.moment(at))}</strong>
                <p>
                    <a href=format!("{}#looked", Path::Usage)>{text!("looked-new-see")}</a>
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// The section below the uses.
#[component]
pub fn Looked(
    /// One page of it.
    listed: Page<LookSeen, LookUpId>,
) -> AnyView {
    let older = listed.next.map(|next| {
        let older = format!("{}?looked={next}#looked", Path::Usage);
        view! {
            <p class="row">
                <a class="btn ghost" href=older rel="next">
                    {text!("looked-older")}
                </a>
            </p>
        }
    });
    let body = if listed.items.is_empty() {
        view! { <p class="muted">{text!("looked-nobody")}</p> }.into_any()
    } else {
        view! { <ul class="rows">{listed.items.into_iter().map(|look| view! { <Look look=look /> }).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="card stack" id="looked">
            <div>
                <h2>{text!("looked-title")}</h2>
                <p class="lead">{text!("looked-lead")}</p>
            </div>
            {body}
            {older}
        </section>
    }
    .into_any()
}

/// One look.
#[component]
fn Look(look: LookSeen) -> AnyView {
    let locale = Locale::current();
    // What an inquiry opened has the inquiry for its reason.
    let reason = match look.found_by {
        domain::desk::FoundBy::Inquiry => None,
        _ => Some(look.reason),
    };
    view! {
        <li data-look=look.id.to_string()>
            <div>
                <p>
                    <strong><Moment at=look.at locale=locale /></strong>
                </p>
                <p class="small">{text!(&format!("looked-by-{}", look.found_by.code()))}</p>
                {reason.map(|reason| view! { <p class="reason">{text!("looked-reason")} " " {reason}</p> })}
                {(!look.shown).then(|| view! { <p class="small">{text!("looked-not-shown")}</p> })}
                {(!look.acts.is_empty())
                    .then(|| view! { <ul class="plain">{look.acts.into_iter().map(|act| view! { <Act act=act /> }).collect_view()}</ul> })}
            </div>
        </li>
    }
    .into_any()
}

/// What was done in it.
#[component]
fn Act(act: ActSeen) -> AnyView {
    let receipt = act.decision.map(|position| {
        view! {
            " "
            <a href=Path::Decision(position).to_string()>{text!("decision-number", number = number(position.0))}</a>
        }
    });
    view! {
        <li data-act=act.act.code()>
            {text!(&format!("desk-act-{}", act.act.code()))} {receipt}
            {act.reason.map(|reason| view! { <span class="reason small">" " {text!("looked-reason")} " " {reason}</span> })}
        </li>
    }
    .into_any()
}
