//! Which decisions the law can have erased: none that holds (docs/decisions/0008-erasure.md).

use super::{Choices, Decision, Scope, Stance};
use crate::link::Kin;
use crate::log::Position;
use std::collections::BTreeSet;

/// Why decisions cannot be erased, and the entries that it is about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotErasable {
    /// They are refusals in force: erasing them would disclose what the person refused.
    #[error("refusals in force are never erased: {}", numbers(.0))]
    InForce(BTreeSet<Position>),
    /// They are what answered these refusals, which would hold again.
    #[error("without these entries refusals would hold again that were answered: {}", numbers(.0))]
    WouldHoldAgain(BTreeSet<Position>),
    /// They are yeses that stand beside refusals: without them less would be permitted than the person said.
    #[error("the person refuses other things, so a yes that holds is not erased: {}", numbers(.0))]
    YesBesideRefusals(BTreeSet<Position>),
}

fn numbers(positions: &BTreeSet<Position>) -> String {
    positions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Whether these decisions of one person can be erased: what holds for the person has to be the same without them. `said`
/// is everything that the person said, over all the subjects that they are.
///
/// # Errors
/// See [`NotErasable`].
pub fn may_erase(said: &[Decision], kin: &Kin, erased: &BTreeSet<Position>) -> Result<(), NotErasable> {
    let now = Choices::fold(said, kin.clone());
    let then = Choices::fold(said.iter().filter(|decision| !erased.contains(&decision.position)), kin.clone());
    let refusals = refusals(&now);
    let in_force: BTreeSet<_> = refusals.intersection(erased).copied().collect();
    if !in_force.is_empty() {
        return Err(NotErasable::InForce(in_force));
    }
    let again: BTreeSet<_> = self::refusals(&then).difference(&refusals).copied().collect();
    if !again.is_empty() {
        return Err(NotErasable::WouldHoldAgain(again));
    }
    let answers: BTreeSet<_> = answers(&now).intersection(erased).copied().collect();
    if refusals.is_empty() || answers.is_empty() { Ok(()) } else { Err(NotErasable::YesBesideRefusals(answers)) }
}

fn refusals(choices: &Choices) -> BTreeSet<Position> {
    choices.holding().filter(|(_, stance, _)| *stance == Stance::Refuse).map(|(_, _, position)| position).collect()
}

/// The yeses that can answer a refusal on another scope: those to a purpose, and to a study.
fn answers(choices: &Choices) -> BTreeSet<Position> {
    let narrow =
        choices.holding().filter(|(scope, stance, _)| *stance == Stance::Allow && !matches!(scope, Scope::All | Scope::Commercial));
    narrow.map(|(_, _, position)| position).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::{Channel, DecidedBy};
    use crate::clock::Timestamp;
    use crate::id::SubjectId;
    use proptest::prelude::*;
    use uuid::Uuid;

    /// Each of these says `scope=stance`, one after the other from position 0.
    fn said(all: &[&str]) -> Vec<Decision> {
        let decision = |(position, what): (u64, &&str)| {
            let (scope, stance) = what.split_once('=').unwrap();
            let at = Timestamp::from_millis(i64::try_from(position).unwrap());
            Decision {
                position: Position(position),
                subject: SubjectId(Uuid::from_u128(1)),
                scope: scope.parse().unwrap(),
                stance: stance.parse().unwrap(),
                effective: at,
                recorded: at,
                channel: Channel::Online,
                by: DecidedBy::Patient,
                notice: "2026-11".into(),
            }
        };
        (0..).zip(all).map(decision).collect()
    }

    fn at(positions: &[u64]) -> BTreeSet<Position> {
        positions.iter().copied().map(Position).collect()
    }

    fn asked(all: &[&str], erased: &[u64]) -> Result<(), NotErasable> {
        may_erase(&said(all), &Kin::default(), &at(erased))
    }

    #[test]
    fn a_refusal_in_force_is_never_erased() {
        assert_eq!(asked(&["all=refuse"], &[0]), Err(NotErasable::InForce(at(&[0]))));
        // A re-affirmation does not supersede: both stand.
        assert_eq!(asked(&["all=refuse", "all=refuse"], &[0]), Err(NotErasable::InForce(at(&[0]))));
        let twice = ["all=refuse", "purpose:education=refuse", "all=allow"];
        assert_eq!(asked(&twice, &[0, 1, 2]), Err(NotErasable::InForce(at(&[1]))));
    }

    #[test]
    fn what_was_answered_may_go_and_everything_may_when_nothing_is_refused() {
        assert_eq!(asked(&["all=refuse", "all=allow"], &[0]), Ok(()));
        assert_eq!(asked(&["all=refuse", "all=allow"], &[0, 1]), Ok(()));
        assert_eq!(asked(&["all=allow"], &[0]), Ok(()));
        assert_eq!(asked(&["all=refuse", "all=allow", "all=refuse"], &[0, 1]), Ok(()));
    }

    #[test]
    fn an_answer_alone_does_not_go() {
        assert_eq!(asked(&["all=refuse", "all=allow"], &[1]), Err(NotErasable::WouldHoldAgain(at(&[0]))));
        assert_eq!(asked(&["all=refuse", "all=allow", "all=refuse"], &[1]), Err(NotErasable::WouldHoldAgain(at(&[0]))));
        // The yes to one purpose stands beside the no to another, that to everything does not.
        let beside = ["purpose:education=allow", "all=allow", "purpose:ai-development=refuse"];
        assert_eq!(asked(&beside, &[0, 1]), Err(NotErasable::YesBesideRefusals(at(&[0]))));
        assert_eq!(asked(&beside, &[1]), Ok(()));
    }

    proptest! {
        /// Whatever is erased, the refusals that hold are the same before and after.
        #[test]
        fn erasing_changes_no_refusal(
            history in proptest::collection::vec((0..3_usize, any::<bool>()), 1..10),
            erased in proptest::collection::btree_set(0..10_u64, 0..10),
        ) {
            let scopes = ["all", "commercial", "purpose:education"];
            let words: Vec<String> =
                history.iter().map(|(scope, no)| format!("{}={}", scopes[*scope], if *no { "refuse" } else { "allow" })).collect();
            let all = said(&words.iter().map(String::as_str).collect::<Vec<_>>());
            let erased: BTreeSet<_> = erased.into_iter().map(Position).collect();
            let refused = |decisions: &[Decision]| refusals(&Choices::fold(decisions, Kin::default()));
            let left: Vec<_> = all.iter().filter(|decision| !erased.contains(&decision.position)).cloned().collect();
            if may_erase(&all, &Kin::default(), &erased).is_ok() {
                prop_assert_eq!(refused(&left), refused(&all));
            } else {
                let changed = refused(&left) != refused(&all);
                prop_assert!(changed || !refused(&all).is_empty(), "refused without need");
            }
        }
    }
}
