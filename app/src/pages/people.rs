//! Who works here: everybody, for administrators; the people of the own organisation, for its managers.

pub mod invitation;
mod parts;

use crate::components::heading::Heading;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::actor::{OperatorRole, StaffRole};
use leptos::prelude::*;
pub use parts::role_at;
use parts::{Came, Open};
pub(super) use parts::{Done, Invite};

/// The people of the service and of every organisation.
#[component]
pub fn Admin() -> impl IntoView {
    page_with_own_heading("people-title", |visit| async move {
        let (people, locale) = (visit.ports.people.people(&visit.actor, before(&visit)).await?, visit.locale);
        let roles = StaffRole::ALL.map(StaffRole::code).to_vec();
        Ok(view! {
            <div class="wrap stack loose">
                <div class="stack">
                    <Heading title="people-title" lead="people-lead" />
                    <Done visit=visit.clone() />
                    <p class="alone">
                        <a href=Path::AdminHolders.to_string()>{text!("people-to-holders")}</a>
                    </p>
                </div>
                <section class="card" id="invite">
                    <h2>{text!("people-invite-staff")}</h2>
                    <p class="lead">{text!("people-invite-why")}</p>
                    <Invite base="people" roles=roles />
                </section>
                <Open invited=people.invited base="people" locale=locale />
                <Came came=people.came base="people" page=Path::Admin locale=locale />
            </div>
        })
    })
}

/// The people of the own organisation.
#[component]
pub fn HolderPeople() -> impl IntoView {
    page_with_own_heading("operators-title", |visit| async move {
        let (people, locale) = (visit.ports.people.people(&visit.actor, before(&visit)).await?, visit.locale);
        let roles = OperatorRole::ALL.map(OperatorRole::code).to_vec();
        Ok(view! {
            <div class="wrap stack loose">
                <div class="stack">
                    <Heading title="operators-title" lead="operators-lead" />
                    <Done visit=visit.clone() />
                </div>
                <section class="card" id="invite">
                    <h2>{text!("people-invite-operator")}</h2>
                    <p class="lead">{text!("people-invite-why")}</p>
                    <Invite base="operators" roles=roles />
                </section>
                <Open invited=people.invited base="operators" locale=locale />
                <Came came=people.came base="operators" page=Path::HolderPeople locale=locale />
            </div>
        })
    })
}

/// Where the page of the list begins; what is no place is the first page.
fn before(visit: &Visit) -> Option<domain::id::AccountId> {
    visit.query("before")?.parse().ok()
}
