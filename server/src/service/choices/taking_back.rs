//! Which refusals an allow would take back, and whose they are.

use domain::actor::Actor;
use domain::choice::{Choices, Decision, Intended, Objection, Reason, Scope, Stance};
use domain::failure::Problem;
use domain::id::AccountId;
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
    entered: BTreeMap<Position, (Decision, Option<AccountId>)>,
}

impl Said {
    /// Of everybody who is this one person.
    pub(super) fn new(entered: Vec<(Decision, Option<AccountId>)>, kin: Kin) -> Self {
        let choices = Choices::fold(entered.iter().map(|(decision, _)| decision), kin);
        Self { choices, entered: entered.into_iter().map(|entry| (entry.0.position, entry)).collect() }
    }

    /// Whether the actor may allow that scope, given every refusal which that would answer. `study`: the one that the scope
    /// names; a yes to it answers the general refusals too.
    ///
    /// # Errors
    /// [`Problem::HigherLevelNeeded`], see [`Actor::may_take_back`].
    pub(super) fn may_allow(&self, actor: &Actor, scope: &Scope, study: Option<&Study>, catalogue: &Catalogue) -> Result<(), Problem> {
        for refusal in self.answered_by(scope, study, catalogue) {
            let Some((decision, account)) = self.entered.get(&refusal.position) else { continue };
            let own = account.is_some() && *account == actor.account();
            actor.may_take_back(Stance::Allow, Some(decision), own)?;
        }
        Ok(())
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
