//! One person, as long as the look-up lasts.

use super::acting::{AtTheCounter, Facts, SpecialSituations};
use super::parts::{Banner, Choices, Decisions, Done, Scopes, Uses};
use super::telling::{PutTogether, ReadBack, put_together};
use crate::components::again::Again;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::pages::approvals::ask::FromPerson;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::clock::{Timestamp, format_date};
use domain::desk::WaitsFor;
use domain::failure::{Failure, Problem};
use domain::form_draft::Place;
use domain::id::LookUpId;
use domain::ports::desk::{LookUpHead, Looked, PersonView};
use domain::study::Study;
use domain::study::search::Search;
use leptos::prelude::*;

/// Whoever was found, or nobody.
#[component]
pub fn One() -> impl IntoView {
    page_with_own_heading("person-one-title", |visit| async move {
        let id: LookUpId = visit.last_segment().parse().map_err(|_| Problem::NotFound)?;
        let now = visit.ports.clock.now();
        Ok(match visit.ports.desk.person(&visit.actor, id).await? {
            Looked::Nobody(head) => view! { <Nobody head=head now=now /> }.into_any(),
            Looked::Waiting(head, why) => view! { <Waiting head=head why=why now=now /> }.into_any(),
            Looked::Person(person) => {
                let scopes = Scopes::of(&person, published(&visit).await?);
                let action = visit.form_problem().map_or("", |(action, _)| action);
                let again = Again::of(&visit, Place::Person(id), action).await?;
                view! { <Found visit=visit person=*person scopes=scopes now=now again=again /> }.into_any()
            }
        })
    })
}

/// Studies that a person may name who has none in their own history: the latest that are published.
async fn published(visit: &Visit) -> Result<Vec<Study>, Failure> {
    let found = visit.ports.register.search(&visit.actor, &Search::default(), None).await?;
    Ok(found.items.into_iter().map(|entry| entry.study).collect())
}

/// The person: what holds, what can be done, what was done.
#[component]
fn Found(visit: Visit, person: PersonView, scopes: Scopes, now: Timestamp, again: Again) -> AnyView {
    let id = person.head.id;
    let put = put_together(&visit);
    let unread = put.as_ref().and_then(|put| put.as_ref().err().copied());
    let telling = put.and_then(Result::ok);
    let problem = telling.as_ref().and_then(|telling| telling.may_be_entered(now).err());
    let chosen = telling.clone();
    let read_back = telling.map(|telling| {
        view! { <ReadBack look_up=id telling=telling problem=problem scopes=scopes.clone() key=visit.form_key() /> }
    });
    // While something is being read out, what was entered before would only be in the way.
    let done = read_back.is_none().then(|| view! { <Done person=person.clone() /> });
    let today = format_date(now.in_tokyo().0);
    let dead = person.facts.deceased_on.is_some();
    view! {
        <div class="wrap stack" data-look-up=id.to_string()>
            <h1>{text!("person-one-title")}</h1>
            <Banner head=person.head.clone() now=now />
            {unread.map(|problem| view! { <crate::components::problem::FormProblem problem=problem /> })}
            {done}
            {read_back}
            <div class="grid two">
                <div class="stack">
                    <Choices person=person.clone() scopes=scopes.clone() />
                    {(!dead)
                        .then(|| {
                            view! {
                                <section class="card stack" id="tell">
                                    <div>
                                        <h2>{text!("person-tell")}</h2>
                                        <p class="lead">{text!("person-tell-why")}</p>
                                    </div>
                                    <PutTogether look_up=id scopes=scopes.clone() today=today.clone() chosen=chosen />
                                </section>
                            }
                        })}
                    <Decisions person=person.clone() scopes=scopes.clone() />
                    <Uses person=person.clone() again=again.where_field("form", "history") />
                </div>
                <aside class="stack">
                    <Facts person=person.clone() />
                    {(!dead).then(|| view! { <AtTheCounter person=person.clone() again=again.where_field("form", "level") /> })}
                    <SpecialSituations person=person today=today again=again />
                    <FromPerson id=id />
                </aside>
            </div>
        </div>
    }
    .into_any()
}

/// Nobody has that number and birth date: that may be made good.
#[component]
fn Nobody(head: LookUpHead, now: Timestamp) -> AnyView {
    view! {
        <div class="wrap narrow stack" data-look-up=head.id.to_string() data-nobody="">
            <div>
                <h1>{text!("person-nobody")}</h1>
                <p class="lead">{text!("person-nobody-why")}</p>
            </div>
            <Banner head=head.clone() now=now />
            <section class="card stack">
                <h2>{text!("person-create")}</h2>
                <p>{text!("person-create-why")}</p>
                <form method="post" action="/do/person/create" class="row">
                    <input type="hidden" name="look_up" value=head.id.to_string() />
                    <button type="submit" class="btn big">
                        {text!("person-create-do")}
                    </button>
                    <a class="btn ghost" href=Path::Person.to_string()>
                        {text!("person-again")}
                    </a>
                </form>
            </section>
        </div>
    }
    .into_any()
}

/// A second member of staff has to agree first, and why.
#[component]
fn Waiting(head: LookUpHead, why: WaitsFor, now: Timestamp) -> AnyView {
    let locale = Locale::current();
    view! {
        <div class="wrap narrow stack" data-look-up=head.id.to_string() data-waiting=why.code()>
            <div>
                <h1>{text!(&format!("person-waits-{}", why.code()))}</h1>
                <p class="lead">{text!(&format!("person-waits-{}-why", why.code()), until = locale.moment(head.ends_at))}</p>
            </div>
            <Banner head=head.clone() now=now waits=true />
            <p class="row">
                <a class="btn" href=Path::PersonLookUp(head.id).to_string()>
                    {text!("person-protected-reload")}
                </a>
            </p>
        </div>
    }
    .into_any()
}
