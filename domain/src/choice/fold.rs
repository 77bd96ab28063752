//! The fold of decisions into choices, and the answer for one use.

use super::{Decision, Scope, Stance};
use crate::clock::Timestamp;
use crate::id::{StudyId, SubjectId};
use crate::link::Kin;
use crate::log::Position;
use crate::purpose::{Catalogue, Purpose, PurposeCode};
use std::collections::BTreeMap;

/// When a decision counts: by effective time, then by its place in the log. "Older" and "later" mean this.
type Moment = (Timestamp, Position);

/// One thing that was said and still stands for its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    subject: SubjectId,
    stance: Stance,
    effective: Timestamp,
    position: Position,
    recorded: Timestamp,
}

impl Said {
    fn moment(&self) -> Moment {
        (self.effective, self.position)
    }
}

/// A refusal that denies a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Its place in the log.
    pub position: Position,
    /// When it was entered.
    pub recorded: Timestamp,
    /// Since when it holds.
    pub effective: Timestamp,
}

impl From<&Said> for Objection {
    fn from(said: &Said) -> Self {
        Self { position: said.position, recorded: said.recorded, effective: said.effective }
    }
}

/// A use of records that somebody intends: a registered study, or a purpose with a commercial flag.
#[derive(Clone, Debug)]
pub struct Intended<'a> {
    /// The study, when one is named.
    pub study: Option<StudyId>,
    /// Whether a commercial user takes part.
    pub commercial: bool,
    /// What it is for; at least one.
    pub purposes: Vec<&'a Purpose>,
}

impl Intended<'_> {
    /// Whether the law exempts it from refusal: every purpose of it is non-refusable.
    #[must_use]
    pub fn exempt(&self) -> bool {
        !self.purposes.is_empty() && self.purposes.iter().all(|purpose| !purpose.refusable())
    }
}

/// What decided a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The law exempts it from refusal.
    ExemptByLaw,
    /// The person said yes or no to this very study.
    Study,
    /// The person refused everything.
    All,
    /// The person refused a purpose of it.
    Purpose,
    /// The person refused uses with a commercial user.
    Commercial,
    /// Nothing was said against it.
    NoObjection,
}

/// The answer for one use, and what decided it. A holder learns the answer only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It may be disclosed.
    Permit(Reason),
    /// It may not.
    Deny(Reason),
}

impl Verdict {
    /// Whether it may be disclosed.
    #[must_use]
    pub const fn permits(self) -> bool {
        matches!(self, Self::Permit(_))
    }
}

/// What holds now for one person, who may be several linked subjects.
///
/// For each scope and subject it keeps what stands: the last allow, or every refusal since the last allow (a
/// re-affirmation is one more refusal; which of them was logged first matters for conflicts).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    said: BTreeMap<Scope, BTreeMap<SubjectId, Vec<Said>>>,
    kin: Kin,
}

impl Choices {
    /// The fold. The order of `decisions` does not matter, and those of people who are not `kin` are the caller's error.
    #[must_use]
    pub fn fold<'a>(decisions: impl IntoIterator<Item = &'a Decision>, kin: Kin) -> Self {
        let mut sorted: BTreeMap<Scope, BTreeMap<SubjectId, Vec<Said>>> = BTreeMap::new();
        for decision in decisions {
            sorted.entry(decision.scope.clone()).or_default().entry(decision.subject).or_default().push(Said {
                subject: decision.subject,
                stance: decision.stance,
                effective: decision.effective,
                position: decision.position,
                recorded: decision.recorded,
            });
        }
        for of_subject in sorted.values_mut().flat_map(BTreeMap::values_mut) {
            of_subject.sort_by_key(Said::moment);
            of_subject.dedup();
            keep_what_stands(of_subject);
        }
        Self { said: sorted, kin }
    }

    /// The fold of what took effect up to that moment, as seen with all that is known now.
    #[must_use]
    pub fn fold_at<'a>(decisions: impl IntoIterator<Item = &'a Decision>, kin: Kin, at: Timestamp) -> Self {
        Self::fold(decisions.into_iter().filter(|decision| decision.effective <= at), kin)
    }

    /// What was said about the scope itself, by the person as a whole. `None`: nothing.
    #[must_use]
    pub fn stance(&self, scope: &Scope) -> Option<Stance> {
        let standing = self.standing(scope);
        // Of two that stand side by side (linked subjects who disagree), the refusal holds.
        standing.iter().map(|said| said.stance).min()
    }

    /// Everything that stands now, on whatever scope.
    pub(super) fn holding(&self) -> impl Iterator<Item = (&Scope, Stance, Position)> {
        let each = |scope| self.standing(scope).into_iter().map(move |said| (scope, said.stance, said.position));
        self.said.keys().flat_map(each)
    }

    /// Since when the stance on this scope holds, and where in the log it was said.
    #[must_use]
    pub fn since(&self, scope: &Scope) -> Option<(Timestamp, Position)> {
        let stance = self.stance(scope)?;
        self.standing(scope).into_iter().filter(|said| said.stance == stance).map(|said| said.moment()).max()
    }

    /// Every scope that is refused now, most general first.
    pub fn refused(&self) -> impl Iterator<Item = &Scope> {
        self.said.keys().filter(|scope| self.stance(scope) == Some(Stance::Refuse))
    }

    /// The answer for one use, and why. The order of the questions is the law of this product.
    #[must_use]
    pub fn verdict(&self, of: &Intended<'_>, catalogue: &Catalogue) -> Verdict {
        if of.exempt() {
            return Verdict::Permit(Reason::ExemptByLaw);
        }
        match self.objections(of, catalogue).first() {
            Some((reason, _)) => Verdict::Deny(*reason),
            None if self.study_allows(of).is_empty() => Verdict::Permit(Reason::NoObjection),
            None => Verdict::Permit(Reason::Study),
        }
    }

    /// Every refusal that denies the use, in the order in which the questions are asked. Empty: it is permitted.
    #[must_use]
    pub fn objections(&self, of: &Intended<'_>, catalogue: &Catalogue) -> Vec<(Reason, Objection)> {
        if of.exempt() {
            return Vec::new();
        }
        let mut found = Vec::new();
        if let Some(study) = of.study {
            found.extend(refusals(&self.standing(&Scope::Study(study))).map(|said| (Reason::Study, said.into())));
        }
        let allows = self.study_allows(of);
        let mut object = |reason, refusals: Vec<Said>| {
            found.extend(refusals.iter().filter(|no| !self.answered(no, &allows)).map(|no| (reason, no.into())));
        };
        object(Reason::All, self.refusals_on(&Scope::All));
        for purpose in of.purposes.iter().filter(|purpose| purpose.refusable()) {
            object(Reason::Purpose, self.refusals_of_purpose(purpose, catalogue));
        }
        if of.commercial {
            object(Reason::Commercial, self.refusals_on(&Scope::Commercial));
        }
        found
    }

    /// Whether a purpose is refused by itself, by its parent, or because everything that could be refused was.
    #[must_use]
    pub fn refuses_purpose(&self, purpose: &Purpose, catalogue: &Catalogue) -> bool {
        !self.refusals_of_purpose(purpose, catalogue).is_empty()
    }

    /// The refusals that deny a purpose: its own; its parent's, unless the person answered later for the purpose itself;
    /// and, until they answered for a purpose that came later, the refusals of all that came before it.
    fn refusals_of_purpose(&self, purpose: &Purpose, catalogue: &Catalogue) -> Vec<Said> {
        let first = |other: &Purpose| other.since >= purpose.since;
        if purpose.parent.is_none() && catalogue.refusable().all(first) {
            return self.refusals_on(&Scope::Purpose(purpose.code.clone()));
        }
        // Most people said nothing about any purpose: a list of millions need not go through the catalogue for them.
        if !self.said.keys().any(|scope| matches!(scope, Scope::Purpose(_))) {
            return Vec::new();
        }
        self.refusals_of_purposes(catalogue).remove(&purpose.code).unwrap_or_default()
    }

    /// The same for every purpose. What one inherits may itself be inherited, by parents of parents and by versions after
    /// versions: each round hands refusals one step further, until nothing is left to hand on. A circle of parents ends there.
    fn refusals_of_purposes<'a>(&self, catalogue: &'a Catalogue) -> BTreeMap<&'a PurposeCode, Vec<Said>> {
        let mut found: BTreeMap<_, _> =
            catalogue.purposes.iter().map(|purpose| (&purpose.code, self.refusals_on(&Scope::Purpose(purpose.code.clone())))).collect();
        loop {
            let mut grew = false;
            for purpose in &catalogue.purposes {
                let inherited = self.inherited(purpose, catalogue, &found);
                let known = found.entry(&purpose.code).or_default();
                for no in inherited {
                    if !known.contains(&no) {
                        known.push(no);
                        grew = true;
                    }
                }
            }
            if !grew {
                return found;
            }
        }
    }

    /// What a purpose takes over from its parent and from all that came before it, as far as that is `known`.
    fn inherited(&self, purpose: &Purpose, catalogue: &Catalogue, known: &BTreeMap<&PurposeCode, Vec<Said>>) -> Vec<Said> {
        let own = self.standing(&Scope::Purpose(purpose.code.clone()));
        let allows: Vec<Said> = own.iter().filter(|said| said.stance == Stance::Allow).copied().collect();
        let parents = purpose.parent.iter().filter_map(|code| known.get(code)).flatten();
        let mut inherited: Vec<Said> = parents.filter(|no| !self.answered(no, &allows)).copied().collect();
        let before = refused_all_before(purpose, catalogue, known);
        inherited.extend(before.into_iter().filter(|no| !own.iter().any(|said| self.decided_anew(no, said))));
        inherited
    }

    fn refusals_on(&self, scope: &Scope) -> Vec<Said> {
        refusals(&self.standing(scope)).copied().collect()
    }

    fn study_allows(&self, of: &Intended<'_>) -> Vec<Said> {
        let Some(study) = of.study else { return Vec::new() };
        self.standing(&Scope::Study(study)).into_iter().filter(|said| said.stance == Stance::Allow).collect()
    }

    /// What stands on a scope for the person as a whole. While subjects are linked all of it counts; where an allow of
    /// one stands against a refusal of the other from before the link, both stand until the person decides anew.
    fn standing(&self, scope: &Scope) -> Vec<Said> {
        let all: Vec<Said> = self.said.get(scope).into_iter().flat_map(|by| by.values().flatten()).copied().collect();
        let overridden = |earlier: &Said| {
            all.iter().any(|later| {
                later.subject != earlier.subject
                    && later.moment() > earlier.moment()
                    && match (earlier.stance, later.stance) {
                        (Stance::Refuse, Stance::Allow) => self.decided_anew(earlier, later),
                        (Stance::Refuse, Stance::Refuse) => false,
                        (Stance::Allow, _) => true,
                    }
            })
        };
        all.iter().filter(|said| !overridden(said)).copied().collect()
    }

    /// Whether one of these yeses is a later answer to that no. A yes to one study answers the general refusals that
    /// were there before it, not those that came after.
    fn answered(&self, no: &Said, yeses: &[Said]) -> bool {
        yeses.iter().any(|yes| yes.moment() > no.moment() && self.decided_anew(no, yes))
    }

    /// Whether the answer was said by the very subject that refused, or after the two were known to be one person.
    fn decided_anew(&self, refusal: &Said, answer: &Said) -> bool {
        refusal.subject == answer.subject || self.kin.since(refusal.subject, answer.subject).is_some_and(|linked| answer.position > linked)
    }
}

/// If the person refused every refusable purpose that existed before this one came, or is taken to: those refusals.
fn refused_all_before(purpose: &Purpose, catalogue: &Catalogue, known: &BTreeMap<&PurposeCode, Vec<Said>>) -> Vec<Said> {
    let before = catalogue.refusable().filter(|older| older.since < purpose.since);
    let each: Vec<&[Said]> = before.map(|older| known.get(&older.code).map_or(&[][..], Vec::as_slice)).collect();
    if each.iter().any(|refusals| refusals.is_empty()) { Vec::new() } else { each.concat() }
}

fn refusals(said: &[Said]) -> impl Iterator<Item = &Said> {
    said.iter().filter(|said| said.stance == Stance::Refuse)
}

/// Leaves the last allow, or the refusals since it. `sorted` is by moment.
fn keep_what_stands(sorted: &mut Vec<Said>) {
    match sorted.iter().rposition(|said| said.stance == Stance::Allow) {
        Some(last) if last + 1 == sorted.len() => drop(sorted.drain(..last)),
        Some(last) => drop(sorted.drain(..=last)),
        None => {}
    }
}
