//! What a decision would undo of what was said before, and whose that is.

use crate::store::choices::Whole;
use domain::account::Level;
use domain::actor::{Actor, Patient, ProxySight};
use domain::choice::{Choices, DecidedBy, Decision, Intended, Objection, Reason, Scope, Stance, Word};
use domain::clock::Timestamp;
use domain::failure::Problem;
use domain::id::{AccountId, SubjectId};
use domain::link::Kin;
use domain::log::Position;
use domain::purpose::{Catalogue, Purpose};
use domain::study::Study;
use std::collections::BTreeMap;

/// All that one person ever said, with the account with which each was entered.
///
/// What holds now is not enough here: whoever refuses again what the desk had entered does not make that refusal their
/// own.
pub(super) struct Said {
    choices: Choices,
    said: Vec<Decision>,
    entered_with: BTreeMap<Position, Option<AccountId>>,
    kin: Kin,
    subject: SubjectId,
    /// The studies that are named in it.
    studies: Vec<Study>,
    /// Whether the person is 15 or older, as far as any proxy's proof told.
    grown: bool,
    /// When the actor's account was last recovered, if no passkey was shown just now.
    recovered_at: Option<Timestamp>,
    now: Timestamp,
}

/// Whether what was said before matters for this actor: at level 1 and for somebody else.
pub(super) fn matters_to(actor: &Actor) -> bool {
    matches!(actor, Actor::Patient(Patient { level: Level::One, .. }) | Actor::Proxy { .. })
}

impl Said {
    /// By everybody who is the one person that `subject` is, and for them.
    pub(super) fn new(Whole { kin, entered, studies, ages }: Whole, subject: SubjectId, now: Timestamp) -> Self {
        let entered_with = entered.iter().map(|(decision, account)| (decision.position, *account)).collect();
        let said: Vec<_> = entered.into_iter().map(|(decision, _)| decision).collect();
        let (today, _) = now.in_tokyo();
        let grown = ages.iter().all(|ages| ages.turns_15 <= today);
        Self { choices: Choices::fold(&said, kin.clone()), said, entered_with, kin, subject, studies, grown, recovered_at: None, now }
    }

    /// The same for an actor whose account was recovered then, and who has not shown a passkey just now.
    pub(super) fn recovered(self, recovered_at: Option<Timestamp>) -> Self {
        Self { recovered_at, ..self }
    }

    /// Whether the actor may say that about a scope. `study`: the one that the scope names.
    ///
    /// # Errors
    /// [`Problem::HigherLevelNeeded`], [`Problem::NotAllowed`] and [`Problem::FreshPasskeyNeeded`], see [`Actor::may_take_back`];
    /// [`Problem::OwnWordStands`] where a proxy would refuse what a person of 15 or older allowed.
    pub(super) fn leaves_room(
        &self,
        actor: &Actor,
        (scope, stance): (&Scope, Stance),
        study: Option<&Study>,
        catalogue: &Catalogue,
    ) -> Result<(), Problem> {
        match stance {
            Stance::Allow => self.may_allow(actor, scope, study, catalogue),
            Stance::Refuse => self.may_refuse(actor, scope, study, catalogue),
        }
    }

    /// Given every refusal which the yes would answer; a yes to a study answers the general refusals too.
    fn may_allow(&self, actor: &Actor, scope: &Scope, study: Option<&Study>, catalogue: &Catalogue) -> Result<(), Problem> {
        for refusal in self.answered_by(scope, study, catalogue) {
            let Some(decision) = self.said.iter().find(|said| said.position == refusal.position) else { continue };
            let with = self.entered_with.get(&refusal.position).copied().flatten();
            let own = with.is_some() && with == actor.account();
            let of_a_proxy = decision.by == DecidedBy::Proxy && matches!(actor, Actor::Patient(_));
            actor.may_take_back(Stance::Allow, Some(decision), own || (of_a_proxy && self.grown), self.recovered_at)?;
        }
        Ok(())
    }

    /// From 15 on the young person's word prevails: nobody refuses what they themselves said yes to.
    fn may_refuse(&self, actor: &Actor, scope: &Scope, study: Option<&Study>, catalogue: &Catalogue) -> Result<(), Problem> {
        if !matches!(actor, Actor::Proxy { sight: ProxySight::Choices, .. }) {
            return Ok(());
        }
        let also = study.filter(|study| self.studies.iter().all(|known| known.id != study.id));
        let studies: Vec<Study> = self.studies.iter().chain(also).cloned().collect();
        let word = Word { said: &self.said, kin: &self.kin, catalogue, studies: &studies };
        if word.stands_against(scope, self.subject, self.now) { Err(Problem::OwnWordStands) } else { Ok(()) }
    }

    fn answered_by(&self, scope: &Scope, study: Option<&Study>, catalogue: &Catalogue) -> Vec<Objection> {
        let against = |purposes, commercial, reason| {
            let found = self.choices.objections(&Intended { study: None, commercial, purposes }, catalogue);
            found.into_iter().filter(|(why, _)| *why == reason).map(|(_, objection)| objection).collect()
        };
        let any: Vec<&Purpose> = catalogue.refusable().take(1).collect();
        match scope {
            Scope::All => against(any, false, Reason::All),
            Scope::Commercial => against(any, true, Reason::Commercial),
            Scope::Purpose(code) => against(catalogue.find(code).into_iter().collect(), false, Reason::Purpose),
            Scope::Study(_) => study.map_or_else(Vec::new, |study| {
                self.choices.objections(&study.intended(catalogue), catalogue).into_iter().map(|(_, objection)| objection).collect()
            }),
        }
    }
}
