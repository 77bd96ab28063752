//! Passkeys, sessions, the printed code, notices: what belongs to the sign-in.

mod contact;
pub mod leave;
mod parts;
mod people;
mod protection;
pub mod recovery_code;

use crate::components::again::Again;
use crate::components::problem::problem_words;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use contact::Contact;
use domain::account::{AccountView, Standing};
use domain::actor::{Actor, Operation, Patient};
use domain::contact::ContactView;
use domain::form_draft::Place;
use domain::ports::PeopleAround;
use leptos::prelude::*;
use parts::{Cancel, Notices, Passkeys, PrintedCode, Sessions, Trust};
use people::{ActsFor, AroundMe};
use protection::Protection;

/// What a form on this page did, as the address says it after a redirect. Anyone can write an address: it says no more
/// than a sentence, and what the page shows is read anew.
const DONE: [(&str, &str); 9] = [
    ("protected", "account-done-protected"),
    ("proxy-ended", "proxies-done-ended"),
    ("passkey-added", "account-done-passkey-added"),
    ("passkey-removed", "account-done-passkey-removed"),
    ("session-ended", "account-done-session-ended"),
    ("contact-entered", "account-done-contact-entered"),
    ("contact-confirmed", "account-done-contact-confirmed"),
    ("contact-topics", "account-done-contact-topics"),
    ("contact-removed", "account-done-contact-removed"),
];

/// The account.
#[component]
pub fn Account() -> impl IntoView {
    page_with_own_heading("account-title", |visit| async move {
        visit.actor.may(Operation::SignOut)?;
        if let Actor::Proxy { .. } = visit.actor {
            let people = visit.ports.proxies.people(&visit.actor).await?;
            return Ok(view! { <NotMine people=people locale=visit.locale /> }.into_any());
        }
        if visit.patient().is_some_and(|patient| matches!(patient.standing, Standing::OnlyCancel(_))) {
            return Ok(view! { <Cancel /> }.into_any());
        }
        let account = visit.ports.identity.account(&visit.actor).await?;
        if let Actor::Staff { by, .. } | Actor::Operator { by, .. } = visit.actor {
            return Ok(at_work(&visit, account, by.fresh));
        }
        let people = visit.ports.proxies.people(&visit.actor).await?;
        let contact = Mailing {
            view: visit.ports.contact.contact(&visit.actor).await?,
            again: Again::of(&visit, Place::Contact, "/do/contact/enter").await?,
        };
        Ok(whole(&visit, account, people, contact))
    })
}

/// What the section about mail shows.
struct Mailing {
    view: ContactView,
    again: Again,
}

/// What a form did, if the address says so.
fn done(visit: &Visit) -> AnyView {
    let asked = visit.query("done");
    let done = DONE.iter().find(|(code, _)| asked.as_deref() == Some(code)).map(|(_, key)| *key);
    done.map(|key| view! { <p class="notice ok" id="done" role="status">{text!(key)}</p> }).into_any()
}

/// The account of somebody who works here: no printed code opens it, and no records hang on it.
fn at_work(visit: &Visit, account: AccountView, fresh: bool) -> AnyView {
    let lost = if matches!(visit.actor, Actor::Operator { .. }) { "account-work-lost-operator" } else { "account-work-lost-staff" };
    let AccountView { passkeys, sessions, notices, .. } = account;
    view! {
        <div class="wrap narrow stack loose">
            <div class="stack">
                <h1>{text!("account-title")}</h1>
                {done(visit)}
                <Notices notices=notices closed_until=None now=visit.ports.clock.now() locale=visit.locale />
            </div>
            <Passkeys passkeys=passkeys fresh=fresh locale=visit.locale />
            <Sessions sessions=sessions why="account-sessions-why-work" locale=visit.locale />
            <section class="stack" id="lost">
                <h2>{text!("account-work-lost")}</h2>
                <p>{text!(lost)}</p>
            </section>
        </div>
    }
    .into_any()
}

fn whole(visit: &Visit, account: AccountView, people: PeopleAround, mailing: Mailing) -> AnyView {
    let fresh = visit.patient().is_some_and(|Patient { fresh, .. }| *fresh);
    let met = visit.form_problem().filter(|(path, _)| *path == "/do/contact/confirm");
    let wrong_code = met.map(|(_, problem)| problem_words(problem));
    let AccountView { level, standing, passkeys, sessions, has_recovery_code, protected, notices } = account;
    let closed_until = match standing {
        Standing::ClosedUntil(until) => Some(until),
        Standing::Open | Standing::OnlyCancel(_) => None,
    };
    let closed = closed_until.map(|until| text!("account-closed", moment = visit.locale.moment(until)));
    view! {
        <div class="wrap narrow stack loose">
            <div class="stack">
                <h1>{text!("account-title")}</h1>
                {done(visit)}
                {closed
                    .map(|words| {
                        view! {
                            <div class="notice warn">
                                <div>
                                    <p>
                                        <strong>{words}</strong>
                                    </p>
                                    <p>{text!("account-closed-why")}</p>
                                </div>
                            </div>
                        }
                    })}
                <Notices notices=notices closed_until=closed_until now=visit.ports.clock.now() locale=visit.locale />
            </div>
            <AroundMe people=people locale=visit.locale />
            <Passkeys passkeys=passkeys fresh=fresh locale=visit.locale />
            <PrintedCode has=has_recovery_code fresh=fresh />
            <Sessions sessions=sessions why="account-sessions-why" locale=visit.locale />
            <Protection since=protected locale=visit.locale />
            <Contact view=mailing.view again=mailing.again wrong_code=wrong_code fresh=fresh locale=visit.locale />
            <Trust level=level />
            <section class="stack" id="inquiries">
                <h2>{text!("inquiries-to")}</h2>
                <p>{text!("inquiries-to-why")}</p>
                <p>
                    <a class="btn ghost" href=Path::Inquiries.to_string()>
                        {text!("inquiries-to")}
                    </a>
                </p>
            </section>
            <ToLeave />
        </div>
    }
    .into_any()
}

/// The way out.
#[component]
fn ToLeave() -> AnyView {
    view! {
        <section class="stack" id="leave">
            <h2>{text!("leave-to")}</h2>
            <p>{text!("leave-to-why")}</p>
            <p>
                <a class="btn ghost" href=Path::Leave.to_string()>
                    {text!("leave-to-do")}
                </a>
            </p>
        </section>
    }
    .into_any()
}

/// While somebody else is in view the account is not theirs: the way back, and the people one acts for.
#[component]
fn NotMine(people: PeopleAround, locale: Locale) -> AnyView {
    let acts_for: Vec<_> = people.acts_for.into_iter().filter(|of| of.ended_at.is_none()).collect();
    view! {
        <div class="wrap narrow stack loose">
            <div class="stack">
                <h1>{text!("account-title")}</h1>
                <div class="card">
                    <h2>{text!("in-view-account")}</h2>
                    <p>{text!("in-view-account-why")}</p>
                    <form method="post" action="/do/person/view">
                        <button type="submit" name="proxy" value="" class="btn">
                            {text!("in-view-back")}
                        </button>
                    </form>
                </div>
            </div>
            <ActsFor of=acts_for locale=locale />
        </div>
    }
    .into_any()
}
