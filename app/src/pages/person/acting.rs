//! What can be done for the person besides entering what they said.

use crate::components::again::Again;
use crate::i18n::Locale;
use crate::routes::Path;
use crate::text;
use domain::account::Level;
use domain::desk::{Proof, Source};
use domain::ports::desk::PersonView;
use leptos::prelude::*;

/// What is known of the person.
#[component]
pub(super) fn Facts(person: PersonView) -> AnyView {
    let locale = Locale::current();
    let account = match person.account {
        None => "person-account-none",
        Some(Level::One) => "person-account-one",
        Some(Level::Two) => "person-account-two",
    };
    let linked = (person.linked > 0).then(|| view! { <li class="tag">{text!("person-linked", count = person.linked)}</li> });
    let protected = person.facts.protected.map(|since| {
        view! { <li class="tag alert" data-protected="">{text!("person-protected-since", day = locale.date_of(since))}</li> }
    });
    let deceased = person.facts.deceased_on.map(|day| {
        view! { <li class="tag warn" data-deceased="">{text!("person-deceased-on", day = locale.date(day))}</li> }
    });
    view! {
        <section class="card" id="known">
            <h2>{text!("person-known")}</h2>
            <ul class="tags">
                <li class="tag">{text!(account)}</li>
                {linked}
                {protected}
                {deceased}
            </ul>
            {(person.linked > 0).then(|| view! { <p class="small muted">{text!("person-linked-why")}</p> })}
        </section>
    }
    .into_any()
}

/// A choice of one of several kinds.
#[component]
fn Kinds(
    /// Of the field, and in the page.
    id: &'static str,
    /// The name under which it is sent.
    name: &'static str,
    /// What it asks for.
    label: String,
    /// Codes and names.
    kinds: Vec<(&'static str, String)>,
    /// The code that was chosen before.
    chosen: String,
) -> AnyView {
    let option = |(code, name): (&'static str, String)| {
        view! {
            <option value=code selected=code == chosen>
                {name}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id name=name required>
                <option value="">{text!("person-choose")}</option>
                {kinds.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// Somebody who stands at the counter: a higher level, a letter.
#[component]
pub(super) fn AtTheCounter(person: PersonView, again: Again) -> AnyView {
    let id = person.head.id;
    let proofs = || Proof::ALL.map(|proof| (proof.code(), text!(&format!("proof-{}", proof.code())))).to_vec();
    let level = (person.account == Some(Level::One)).then(|| {
        view! {
            <section class="card stack" id="level">
                <div>
                    <h2>{text!("person-level")}</h2>
                    <p class="lead">{text!("person-level-why")}</p>
                </div>
                <form method="post" action="/do/person/level" class="form">
                    <input type="hidden" name="look_up" value=id.to_string() />
                    <Kinds id="level-one" name="one" label=text!("person-proof-one") kinds=proofs() chosen=again.value("one") />
                    <Kinds id="level-other" name="other" label=text!("person-proof-other") kinds=proofs() chosen=again.value("other") />
                    <button type="submit" class="btn">
                        {text!("person-level-do")}
                    </button>
                </form>
            </section>
        }
    });
    let letter = (person.account.is_none() && person.facts.protected.is_none()).then(|| {
        let action = if person.letter {
            view! {
                <p class="row">
                    <a class="btn" href=Path::PersonLetter(id).to_string()>
                        {text!("person-letter-print")}
                    </a>
                </p>
            }
            .into_any()
        } else {
            view! {
                <form method="post" action="/do/person/letter">
                    <input type="hidden" name="look_up" value=id.to_string() />
                    <button type="submit" class="btn">
                        {text!("person-letter-do")}
                    </button>
                </form>
            }
            .into_any()
        };
        view! {
            <section class="card stack" id="letter">
                <div>
                    <h2>{text!("person-letter")}</h2>
                    <p class="lead">{text!("person-letter-why")}</p>
                </div>
                {action}
            </section>
        }
    });
    view! {
        {level}
        {letter}
    }
    .into_any()
}

/// Protection, and a death: both behind folds, because both change much.
#[component]
pub(super) fn SpecialSituations(person: PersonView, today: String, again: Again) -> AnyView {
    let (of_protect, of_death) = (again.where_field("form", "protect"), again.where_field("form", "deceased"));
    let id = person.head.id;
    let sources = || Source::ALL.map(|source| (source.code(), text!(&format!("death-source-{}", source.code())))).to_vec();
    let protect = person.facts.protected.is_none().then(|| {
        view! {
            <details class="more" open=of_protect.is_some()>
                <summary>{text!("person-protect")}</summary>
                <div class="stack tight">
                    <p>{text!("person-protect-why")}</p>
                    <form method="post" action="/do/person/protect" class="form">
                        <input type="hidden" name="look_up" value=id.to_string() />
                        <div class="field">
                            <label for="protect-reason">{text!("person-reason")}</label>
                            <input id="protect-reason" name="reason" required value=of_protect.value("reason") autocomplete="off" />
                        </div>
                        <button type="submit" class="btn danger">
                            {text!("person-protect-do")}
                        </button>
                    </form>
                </div>
            </details>
        }
    });
    let deceased = person.facts.deceased_on.is_none().then(|| {
        view! {
            <details class="more" open=of_death.is_some()>
                <summary>{text!("person-deceased")}</summary>
                <div class="stack tight">
                    <p>{text!("person-deceased-why")}</p>
                    <form method="post" action="/do/person/deceased" class="form">
                        <input type="hidden" name="look_up" value=id.to_string() />
                        <div class="field">
                            <label for="deceased-day">{text!("person-deceased-day")}</label>
                            <input
                                id="deceased-day"
                                name="day"
                                type="date"
                                class="short"
                                max=today
                                value=of_death.value("day")
                                required
                            />
                        </div>
                        <Kinds id="source-one" name="one" label=text!("person-source-one") kinds=sources() chosen=of_death.value("one") />
                        <Kinds id="source-other" name="other" label=text!("person-source-other") kinds=sources() chosen=of_death.value("other") />
                        <button type="submit" class="btn danger">
                            {text!("person-deceased-do")}
                        </button>
                    </form>
                </div>
            </details>
        }
    });
    view! {
        <section class="card" id="special">
            <h2>{text!("person-special")}</h2>
            {protect}
            {deceased}
            {(person.facts.protected.is_some() && person.facts.deceased_on.is_some())
                .then(|| view! { <p class="muted">{text!("person-special-none")}</p> })}
        </section>
    }
    .into_any()
}
