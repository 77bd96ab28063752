//! What the desk sees of the person: what holds and how it came about.

use crate::components::again::Again;
use crate::components::moment::{Day, Moment};
use crate::components::use_words as words;
use crate::i18n::{Locale, number};
use crate::routes::Path;
use crate::text;
use domain::choice::{Decision, Scope, Stance};
use domain::clock::{Timestamp, format_date};
use domain::disclosure::UseView;
use domain::ports::desk::{LookUpHead, PersonView};
use domain::study::Study;
use leptos::prelude::*;

/// The scopes that a person can say something about, with their names, most general first.
#[derive(Clone, Debug)]
pub struct Scopes {
    /// Each with its name.
    pub all: Vec<(Scope, String)>,
}

impl Scopes {
    /// Of everything, companies, the refusable purposes, the studies that this person named, and those that are published.
    pub(super) fn of(person: &PersonView, published: Vec<Study>) -> Self {
        let locale = Locale::current();
        let mut all = vec![(Scope::All, text!("person-scope-all")), (Scope::Commercial, text!("person-scope-commercial"))];
        let purposes = person.catalogue.refusable();
        all.extend(purposes.map(|purpose| (Scope::Purpose(purpose.code.clone()), locale.pick(&purpose.name))));
        for study in person.studies.iter().chain(&published) {
            let scope = Scope::Study(study.id);
            if !all.iter().any(|(known, _)| *known == scope) && !study.intended(&person.catalogue).exempt() {
                all.push((scope, text!("person-scope-study", title = locale.pick(&study.registration.title))));
            }
        }
        Self { all }
    }

    /// The name of a scope.
    pub(super) fn name(&self, scope: &Scope) -> String {
        let known = self.all.iter().find(|(of, _)| of == scope).map(|(_, name)| name.clone());
        known.unwrap_or_else(|| match scope {
            Scope::Study(_) => text!("scope-study-unnamed"),
            other => other.to_string(),
        })
    }

    /// The same inside a sentence that is read out.
    pub(super) fn in_sentence(&self, scope: &Scope) -> String {
        match scope {
            Scope::All => text!("scope-all"),
            Scope::Commercial => text!("scope-commercial"),
            Scope::Purpose(_) => text!("scope-purpose", name = self.name(scope)),
            Scope::Study(_) => self.name(scope),
        }
    }
}

/// Why the person is open, how much longer, and a way to close them. How they were found is said once they are shown.
#[component]
pub(super) fn Banner(head: LookUpHead, now: Timestamp, #[prop(optional)] waits: bool) -> AnyView {
    let locale = Locale::current();
    let minutes = u64::try_from((head.ends_at.millis() - now.millis() + 59_999) / 60_000).unwrap_or(0);
    let found = (!waits).then(|| format!("{} ", text!(&format!("found-by-{}", head.found_by.code()))));
    // Of a look that an inquiry opened the reason is the inquiry.
    let reason = head.inquiry.is_none().then_some(head.reason);
    view! {
        <div class="banner note looked-up" role="status">
            <div>
                <strong>{text!("person-open-for", minutes = minutes)}</strong>
                <p>
                    {found} <time datetime=head.ends_at.to_string()>{text!("person-open-until", until = locale.moment(head.ends_at))}</time>
                </p>
                {reason.map(|reason| view! { <p class="reason">{text!("person-looked-why", reason = reason)}</p> })}
                <p class="small">{text!("person-will-see")}</p>
            </div>
            <form method="post" action="/do/person/close">
                <input type="hidden" name="look_up" value=head.id.to_string() />
                <button type="submit" class="btn ghost">
                    {text!("person-close")}
                </button>
            </form>
        </div>
    }
    .into_any()
}

/// What was done since the person was opened.
#[component]
pub(super) fn Done(person: PersonView) -> AnyView {
    let locale = Locale::current();
    let id = person.head.id;
    let receipt = person.entered.map(|position| {
        view! {
            <section class="card ok stack" id="entered" data-position=position.to_string()>
                <h2>{text!("person-entered")}</h2>
                <p>{text!("person-entered-why")}</p>
                <p class="row">
                    <a class="btn" href=Path::PersonReceipt(id, position).to_string()>
                        {text!("person-receipt")}
                    </a>
                </p>
            </section>
        }
    });
    let acts = person.acts;
    let list = (!acts.is_empty()).then(|| {
        let one = |(act, at): (domain::desk::Act, Timestamp)| {
            view! {
                <li data-act=act.code()>
                    {text!(&format!("desk-act-{}", act.code()))} " "
                    <span class="small muted"><Moment at=at locale=locale /></span>
                </li>
            }
        };
        view! {
            <section class="card" id="done">
                <h2>{text!("person-done")}</h2>
                <ul class="plain">{acts.into_iter().map(one).collect_view()}</ul>
            </section>
        }
    });
    view! {
        {receipt}
        {list}
    }
    .into_any()
}

/// What holds, in full.
#[component]
pub(super) fn Choices(person: PersonView, scopes: Scopes) -> AnyView {
    let locale = Locale::current();
    // Studies about which nothing was said need no line.
    let shown = scopes.all.into_iter().filter(|(scope, _)| !matches!(scope, Scope::Study(_)) || person.choices.stance(scope).is_some());
    let row = |(scope, name): (Scope, String)| {
        let (class, key) = match person.choices.stance(&scope) {
            Some(Stance::Refuse) => ("refused", "person-says-refuse"),
            Some(Stance::Allow) => ("allowed", "person-says-allow"),
            None => ("muted", "person-says-nothing"),
        };
        let since = person.choices.since(&scope).map(|(at, _)| view! { <Day at=at locale=locale /> });
        view! {
            <tr data-scope=scope.to_string()>
                <th scope="row">{name}</th>
                <td class=class>{text!(key)}</td>
                <td>{since}</td>
            </tr>
        }
    };
    let rows = shown.map(row).collect_view();
    view! {
        <section class="card stack" id="holds">
            <div>
                <h2>{text!("person-holds")}</h2>
                <p class="lead">{text!("person-holds-why")}</p>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-label=text!("person-holds")>
                <table class="table folds">
                    <thead>
                        <tr>
                            <th scope="col">{text!("person-scope")}</th>
                            <th scope="col">{text!("person-says")}</th>
                            <th scope="col">{text!("person-since")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// How that came about.
#[component]
pub(super) fn Decisions(person: PersonView, scopes: Scopes) -> AnyView {
    let id = person.head.id;
    let locale = Locale::current();
    let row = move |said: Decision| {
        let (class, key) = match said.stance {
            Stance::Refuse => ("refused", "person-says-refuse"),
            Stance::Allow => ("allowed", "person-says-allow"),
        };
        view! {
            <tr>
                <th scope="row">
                    <a href=Path::PersonReceipt(id, said.position).to_string()>{number(said.position.0)}</a>
                </th>
                <td>{scopes.name(&said.scope)}</td>
                <td class=class>{text!(key)}</td>
                <td><Moment at=said.recorded locale=locale /></td>
                <td>{crate::components::decision_words::by_whom(&said)}</td>
            </tr>
        }
    };
    let empty = person.decisions.is_empty();
    let rows = person.decisions.into_iter().map(row).collect_view();
    view! {
        <section class="card stack" id="decisions">
            <h2>{text!("person-decisions")}</h2>
            {if empty {
                view! { <p class="muted">{text!("person-decisions-none")}</p> }.into_any()
            } else {
                view! {
                    <div class="scroll" tabindex="0" role="region" aria-label=text!("person-decisions")>
                        <table class="table folds">
                            <thead>
                                <tr>
                                    <th scope="col">{text!("person-position")}</th>
                                    <th scope="col">{text!("person-scope")}</th>
                                    <th scope="col">{text!("person-says")}</th>
                                    <th scope="col">{text!("person-recorded")}</th>
                                    <th scope="col">{text!("person-how")}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }
                    .into_any()
            }}
        </section>
    }
    .into_any()
}

/// What the records were used for: closed, but for what the person asked about.
#[component]
pub(super) fn Uses(person: PersonView, again: Again) -> AnyView {
    let locale = Locale::current();
    let one = |of: UseView| {
        let (day, _) = of.disclosed_at.in_tokyo();
        view! {
            <li data-use=of.id.to_string()>
                <div>
                    <p><strong>{words::title(&of)}</strong></p>
                    <p class="small">{words::flow(&of)}</p>
                    <p class="small muted"><time datetime=format_date(day)>{locale.date(day)}</time></p>
                </div>
            </li>
        }
    };
    let shown = !person.uses.is_empty();
    let why = match (person.history_open, shown) {
        (true, true) => "person-uses-open",
        (true, false) => "person-uses-none",
        (false, true) => "person-uses-asked",
        (false, false) => "person-uses-closed",
    };
    let open = (!person.history_open).then(|| {
        view! {
            <details class="more" open=again.is_some()>
                <summary>{text!("person-uses-break")}</summary>
                <div class="stack tight">
                    <p>{text!("person-uses-break-why")}</p>
                    <form method="post" action="/do/person/history" class="form">
                        <input type="hidden" name="look_up" value=person.head.id.to_string() />
                        <div class="field">
                            <label for="history-reason">{text!("person-reason")}</label>
                            <input id="history-reason" name="reason" required value=again.value("reason") autocomplete="off" />
                        </div>
                        <button type="submit" class="btn danger">
                            {text!("person-uses-break-do")}
                        </button>
                    </form>
                </div>
            </details>
        }
    });
    view! {
        <section class="card stack" id="uses">
            <div>
                <h2>{text!("person-uses")}</h2>
                <p class="lead">{text!(why)}</p>
            </div>
            {shown.then(|| view! { <ul class="rows">{person.uses.into_iter().map(one).collect_view()}</ul> })}
            {open}
        </section>
    }
    .into_any()
}
