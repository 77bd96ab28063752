//! A choice with its switch: what the page draws, and what the answer to a decision says of every switch on it.

use crate::components::ceremony::{Confirmed, WithoutScript};
use crate::components::decision_words::Names;
use crate::i18n::number;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::choice::{Decision, Reason, Scope, Stance, Verdict};
use domain::clock::Timestamp;
use domain::ports::{ChoicesView, StudyChoice};
use domain::study::Study;
use leptos::prelude::*;

/// One switch as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// About what it is, as a form says it.
    pub scope: String,
    /// What it does, for those who do not see what stands beside it.
    pub label: String,
    /// On: allowed. A general switch shows what was said about its own scope, a study's switch what holds for the study.
    pub allowed: bool,
    /// The state in words.
    pub state: String,
    /// Since when, or why it stands so.
    pub note: Option<String>,
    /// Whether something more general refuses what this switch alone would allow.
    pub covered: bool,
    /// Why it cannot be moved now.
    pub barred: Option<String>,
    /// For whom the form was made.
    pub made_for: String,
    /// The form's idempotency key.
    pub key: String,
}

/// What was just decided, as the card beside its switch shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// About what.
    pub scope: String,
    /// "Saved".
    pub heading: String,
    /// What was decided.
    pub title: String,
    /// Since when, and its number.
    pub since: String,
    /// The address of its receipt.
    pub receipt: String,
    /// The words of the link there.
    pub see_receipt: String,
    /// The words of the button that decides the opposite; `None` while that cannot be done.
    pub undo: Option<String>,
}

/// An allow that waits for a passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirming {
    /// About what.
    pub scope: String,
    /// What would be allowed.
    pub title: String,
    /// For whom the form was made.
    pub made_for: String,
    /// The form's idempotency key.
    pub key: String,
    /// Whether a passkey was shown just now.
    pub fresh: bool,
}

/// Makes switches of what holds.
pub struct Switchboard<'a> {
    visit: &'a Visit,
    view: &'a ChoicesView,
    studies: Vec<Study>,
}

impl<'a> Switchboard<'a> {
    /// Over the choices of the person in view.
    #[must_use]
    pub fn new(visit: &'a Visit, view: &'a ChoicesView) -> Self {
        Self { visit, view, studies: view.studies.iter().map(|choice| choice.study.clone()).collect() }
    }

    /// Every switch of the choices page.
    #[must_use]
    pub fn all(&self) -> Vec<Switch> {
        let general = [Scope::All, Scope::Commercial];
        let purposes = self.view.catalogue.refusable().map(|purpose| Scope::Purpose(purpose.code.clone()));
        let studies = self.view.studies.iter().filter(|choice| !choice.exempt);
        general.into_iter().chain(purposes).map(|scope| self.general(&scope)).chain(studies.map(|choice| self.study(choice))).collect()
    }

    /// The switch of a general scope: what was said about the scope itself.
    #[must_use]
    pub fn general(&self, scope: &Scope) -> Switch {
        let choices = &self.view.choices;
        let allowed = choices.stance(scope) != Some(Stance::Refuse);
        let cover = allowed.then(|| self.covered(scope)).flatten();
        let since = choices.since(scope).map(|(since, _)| self.since(allowed, since));
        self.switch(scope, allowed, cover.is_some(), cover.or(since))
    }

    /// The switch of a study: what holds for it, and why.
    #[must_use]
    pub fn study(&self, choice: &StudyChoice) -> Switch {
        let intended = choice.study.intended(&self.view.catalogue);
        let scope = Scope::Study(choice.study.id);
        let own = self.view.choices.since(&scope).map(|(since, _)| since);
        let verdict = self.view.choices.verdict(&intended, &self.view.catalogue);
        let note = match (verdict, own) {
            (Verdict::Deny(Reason::All), _) => Some(text!("choices-study-denied-all")),
            (Verdict::Deny(Reason::Purpose), _) => Some(text!("choices-study-denied-purpose")),
            (Verdict::Deny(Reason::Commercial), _) => Some(text!("choices-study-denied-commercial")),
            (Verdict::Permit(Reason::Study), Some(_)) => Some(text!("choices-study-allowed")),
            (Verdict::Deny(_), Some(since)) => Some(self.since(false, since)),
            _ => None,
        };
        self.switch(&scope, verdict.permits(), false, note)
    }

    /// What is asked of somebody who takes back a refusal from before a recovery; `studies` may be named besides those of the board.
    #[must_use]
    pub fn confirming(&self, scope: &Scope, studies: &[Study]) -> Confirming {
        let names = Names { catalogue: &self.view.catalogue, studies };
        Confirming {
            scope: scope.to_string(),
            title: text!("choices-confirm", what = names.what(scope)),
            made_for: self.view.subject.to_string(),
            key: self.visit.form_key(),
            fresh: self.visit.actor.signed_in().is_ok_and(|by| by.fresh),
        }
    }

    /// The card for a decision.
    #[must_use]
    pub fn saved(&self, decision: &Decision) -> Saved {
        let moment = self.visit.locale.moment(decision.effective);
        let final_for_now = self.barred(&decision.scope, decision.stance == Stance::Allow).is_some();
        Saved {
            scope: decision.scope.to_string(),
            heading: text!("choices-saved"),
            title: self.names().sentence(decision),
            since: text!("choices-saved-since", moment = moment, number = number(decision.position.0)),
            receipt: Path::Decision(decision.position).to_string(),
            see_receipt: text!("choices-saved-receipt"),
            undo: (!final_for_now).then(|| text!("choices-saved-undo")),
        }
    }

    fn switch(&self, scope: &Scope, allowed: bool, covered: bool, note: Option<String>) -> Switch {
        Switch {
            scope: scope.to_string(),
            label: text!("choices-switch-label", what = self.names().what(scope)),
            allowed,
            state: match (allowed, covered) {
                (false, _) => text!("choices-refused"),
                (true, true) => text!("choices-allowed-by-itself"),
                (true, false) => text!("choices-allowed"),
            },
            note,
            covered,
            barred: self.barred(scope, allowed),
            made_for: self.view.subject.to_string(),
            key: self.visit.form_key(),
        }
    }

    /// What more general refusal covers a scope on which nothing was refused.
    fn covered(&self, scope: &Scope) -> Option<String> {
        let choices = &self.view.choices;
        if *scope != Scope::All && choices.stance(&Scope::All) == Some(Stance::Refuse) {
            return Some(text!("choices-covered-by-all"));
        }
        let Scope::Purpose(code) = scope else { return None };
        let purpose = self.view.catalogue.find(code)?;
        choices.refuses_purpose(purpose, &self.view.catalogue).then(|| text!("choices-covered-by-purpose"))
    }

    /// Why a refusal cannot be taken back now, or what is allowed not be refused.
    fn barred(&self, scope: &Scope, allowed: bool) -> Option<String> {
        if allowed {
            return self.view.held.contains(scope).then(|| text!("choices-held"));
        }
        if let Some(until) = self.view.closed_until {
            return Some(text!("choices-closed", until = self.visit.locale.moment(until)));
        }
        self.view.locked.contains(scope).then(|| text!("choices-locked"))
    }

    fn since(&self, allowed: bool, since: Timestamp) -> String {
        let moment = self.visit.locale.moment(since);
        if allowed { text!("choices-since-allow", moment = moment) } else { text!("choices-since-refuse", moment = moment) }
    }

    fn names(&self) -> Names<'_> {
        Names { catalogue: &self.view.catalogue, studies: &self.studies }
    }
}

/// The id of the form of a scope's switch, which a button elsewhere can send, too.
#[must_use]
pub fn form_id(scope: &str) -> String {
    format!("switch-{}", scope.replace(':', "-"))
}

/// The switch as a form, which works as it stands; the board around it may take over its submission.
#[component]
pub fn SwitchForm(
    /// How it stands.
    switch: Switch,
) -> AnyView {
    let Switch { scope, label, allowed, state, note, covered, barred, made_for, key } = switch;
    let id = form_id(&scope);
    let note_id = format!("{id}-note");
    let stance = if allowed { Stance::Refuse } else { Stance::Allow };
    view! {
        <form method="post" action="/do/choices/record" id=id>
            <input type="hidden" name="scope" value=scope.clone() />
            <input type="hidden" name="stance" value=stance.code() />
            <input type="hidden" name="for" value=made_for />
            <input type="hidden" name="key" value=key />
            <button
                type="submit"
                role="switch"
                class="sw"
                class:covered=covered
                data-scope=scope
                aria-checked=allowed.to_string()
                aria-label=label
                aria-describedby=note_id.clone()
                disabled=barred.is_some()
            >
                <span aria-hidden="true">{state}</span>
                <i></i>
            </button>
        </form>
        <p class="state" id=note_id>
            <span class:cover=covered>{note}</span>
            <span class="barred">{barred}</span>
        </p>
    }
    .into_any()
}

/// A switch, and beside it the card of what was just decided about its scope.
#[component]
pub fn SwitchAndSaved(
    /// The switch.
    switch: Switch,
    /// What was just decided, about this scope or another.
    saved: Option<Saved>,
) -> AnyView {
    let saved = saved.filter(|saved| saved.scope == switch.scope);
    view! {
        <SwitchForm switch=switch />
        {saved.map(|saved| view! { <SavedCard saved=saved /> })}
    }
    .into_any()
}

/// The card that asks for a passkey, then allows.
#[component]
pub fn ConfirmCard(
    /// What.
    of: Confirming,
) -> AnyView {
    let Confirming { scope, title, made_for, key, fresh } = of;
    view! {
        <section class="card wash stack" id="confirm" tabindex="-1">
            <h2>{title}</h2>
            <p>{text!("choices-confirm-why")}</p>
            {(!fresh).then(|| view! { <WithoutScript /> })}
            <Confirmed fresh=fresh>
                <form method="post" action="/do/choices/record">
                    <input type="hidden" name="scope" value=scope />
                    <input type="hidden" name="stance" value=Stance::Allow.code() />
                    <input type="hidden" name="for" value=made_for />
                    <input type="hidden" name="key" value=key />
                    <button type="submit" class="btn">
                        {if fresh { text!("choices-confirm-allow") } else { text!("choices-confirm-do") }}
                    </button>
                </form>
            </Confirmed>
            <p>
                <a href=Path::Choices.to_string()>{text!("choices-confirm-leave")}</a>
            </p>
        </section>
    }
    .into_any()
}

/// The card after a decision. Its undo button sends the form of the switch, which by then offers the opposite.
#[component]
pub fn SavedCard(
    /// What was decided.
    saved: Saved,
) -> AnyView {
    let form = form_id(&saved.scope);
    let said = format!("{} {} {}", saved.heading, saved.title, saved.since);
    view! {
        <div class="saved" id="saved" tabindex="-1" data-said=said>
            <p class="eyebrow">
                <svg class="tick" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
                    <path d="M5 10.500l3.500 3.500L15 7" />
                </svg>
                {saved.heading}
            </p>
            <p class="what">{saved.title}</p>
            <p>{saved.since}</p>
            <p class="row">
                <a class="btn quiet" href=saved.receipt>
                    {saved.see_receipt}
                </a>
                {saved
                    .undo
                    .map(|undo| {
                        view! {
                            <button type="submit" form=form class="btn quiet">
                                {undo}
                            </button>
                        }
                    })}
            </p>
        </div>
    }
    .into_any()
}
