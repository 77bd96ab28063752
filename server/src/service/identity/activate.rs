//! Showing an activation code: a patient's with the birth date that belongs to it, an invitation to work alone.

use super::join;
use super::open::Opening;
use super::stop::{Stop, audited, permit};
use super::webauthn;
use crate::service::{Core, protection};
use crate::store::accounts::{self, Kind as AccountKind};
use crate::store::activations::{self, Activation};
use crate::store::audit::{self, Line};
use crate::store::ceremonies::{self, Ceremony, Kind};
use crate::store::{commit, links, subjects};
use domain::account::ACTIVATION_TRIES;
use domain::actor::{Actor, Operation};
use domain::clock::{Date, Timestamp, parse_date};
use domain::code::ActivationCode;
use domain::failure::{Failure, Problem};
use domain::id::{ActivationId, SubjectId};
use domain::ports::{Activating, Registering};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// A patient's code that can be used now, shown with the right birth date.
pub(super) struct Accepted {
    pub(super) activation: Activation,
    pub(super) subject: SubjectId,
    pub(super) birth_date: Date,
}

/// Why a code opens nothing.
pub(super) struct Refusal {
    problem: Problem,
    cause: &'static str,
    /// Whether it is one of the five tries.
    counts: bool,
}

impl Refusal {
    const fn new(problem: Problem, cause: &'static str) -> Self {
        Self { problem, cause, counts: false }
    }

    const fn counted(problem: Problem, cause: &'static str) -> Self {
        Self { problem, cause, counts: true }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal.problem, refusal.cause)
    }
}

pub(super) async fn begin(core: &Core, actor: &Actor, code: &str, birth_date: &str) -> Result<Activating, Failure> {
    permit(core, actor, Operation::Activate).await?;
    // Only an invitation to work comes without a date: whoever shows a patient's code without one has used a try.
    let birth_date = Some(birth_date.trim()).filter(|date| !date.is_empty());
    let birth_date = birth_date.map(parse_date).transpose().map_err(|_| Problem::Malformed)?;
    let activating = match accept(core, actor, code, birth_date).await {
        Ok(activation) => go_on(core, actor, activation, birth_date).await,
        Err(stop) => Err(stop),
    };
    audited(core, actor, Operation::Activate, activating).await
}

/// What an accepted code leads to, for the one who shows it.
async fn go_on(core: &Core, actor: &Actor, activation: Activation, birth_date: Option<Date>) -> Result<Activating, Stop> {
    match (activation.opens, birth_date, actor) {
        (AccountKind::Patient(subject), Some(birth_date), Actor::Patient(patient)) => {
            join::join(core, actor, patient, Accepted { activation, subject, birth_date }).await
        }
        // Work has an account of its own: nobody's choices hang on what they do for an organisation.
        (AccountKind::Staff(_) | AccountKind::Operator(..), _, Actor::Patient(_)) => {
            Err(Stop::refused(Problem::NotAllowed, "an invitation to work, in a patient's session").about(activation.id))
        }
        _ => register(core, actor, &activation).await,
    }
}

/// Compares code and birth date with what was issued. A code that does not exist costs the same queries, the same hash
/// and the same writes as one whose birth date is wrong.
async fn accept(core: &Core, actor: &Actor, typed: &str, birth_date: Option<Date>) -> Result<Activation, Stop> {
    let code = ActivationCode::read(typed).ok_or(Stop::refused(Problem::ActivationRejected, "no code can be read"))?;
    let now = core.now();
    let tx = core.store.begin().await?;
    let found = activations::with_code_locked(&tx, &core.keys.activation_digests(&code)).await?;
    let id = found.as_ref().map_or(ActivationId(Uuid::nil()), |found| found.id);
    let subject = match found.as_ref().map(|found| found.opens) {
        Some(AccountKind::Patient(subject)) => subject,
        _ => SubjectId(Uuid::nil()),
    };
    let kept = subjects::birth_digest_of(&tx, subject).await?.unwrap_or_default();
    let shown = core.keys.birth_digest(subject, birth_date.unwrap_or(Date::MIN));
    let date_is_right = birth_date.is_some() && shown.ct_eq(&kept).into();
    // Of a protected person every code is as good as one with a wrong date: whoever holds it learns nothing more.
    let protected = protection::since(&tx, subject).await?.is_some();
    match judge(found, date_is_right && !protected, now) {
        Ok(activation) => Ok(activation),
        Err(refusal) => {
            if refusal.counts {
                activations::count_wrong_date(&tx, id).await?;
            }
            let line = Line::of(actor, Operation::Activate, now).to(id).refused(refusal.problem, refusal.cause);
            // As long as it could still be tried: a hundred tries do not make a hundred alarms.
            let alarm = date_is_right && protected && refusal.counts;
            let alarm = if alarm { Some(protection::code_was_tried(core, &tx, actor, Operation::Activate, subject).await?) } else { None };
            audit::append(&tx, &core.config.node, [line].into_iter().chain(alarm)).await?;
            commit(tx).await?;
            Err(Stop::Failed(refusal.problem.into()))
        }
    }
}

/// That a patient's code was used, or is too old, is told only to somebody who knows the birth date; that it is locked, to
/// everybody. Nobody guesses an invitation to work: seventy bits, without anything beside them that one could guess instead.
fn judge(found: Option<Activation>, date_is_right: bool, now: Timestamp) -> Result<Activation, Refusal> {
    let found = found.ok_or(Refusal::counted(Problem::ActivationRejected, "an unknown code"))?;
    let date_is_wrong = matches!(found.opens, AccountKind::Patient(_)) && !date_is_right;
    if date_is_wrong && found.tries == ACTIVATION_TRIES - 1 {
        return Err(Refusal::counted(Problem::ActivationLocked, "a wrong birth date, the last one"));
    }
    if date_is_wrong && found.tries < ACTIVATION_TRIES {
        return Err(Refusal::counted(Problem::ActivationRejected, "a wrong birth date"));
    }
    usable(&found, now)?;
    Ok(found)
}

/// Whether a code can be used now.
pub(super) fn usable(activation: &Activation, now: Timestamp) -> Result<(), Refusal> {
    if activation.tries >= ACTIVATION_TRIES {
        Err(Refusal::new(Problem::ActivationLocked, "locked"))
    } else if activation.used_at.is_some() {
        Err(Refusal::new(Problem::ActivationUsed, "used before"))
    } else if activation.expires_at.is_some_and(|end| end <= now) {
        Err(Refusal::new(Problem::ActivationExpired, "too old"))
    } else {
        Ok(())
    }
}

/// Starts the first passkey, unless the person has an account already.
async fn register(core: &Core, actor: &Actor, activation: &Activation) -> Result<Activating, Stop> {
    let now = core.now();
    let handle = webauthn::new_handle(&*core.random);
    let (challenge, registration) = webauthn::start_registration(&core.config, handle, now, Vec::new())?;
    let ceremony = webauthn::ceremony(core, Kind::Activation, &Opening { handle, registration })?;
    let ceremony = Ceremony { activation: Some(activation.id), ..ceremony };

    let tx = core.store.begin().await?;
    if let AccountKind::Patient(subject) = activation.opens {
        let person = links::subjects_with(&tx, &[subject]).await?;
        if !accounts::accounts_of_subjects(&tx, &person).await?.is_empty() {
            return Err(Stop::refused(Problem::SignInFirst, "the person has an account").about(activation.id));
        }
    }
    ceremonies::insert(&tx, &ceremony).await?;
    let line = Line::of(actor, Operation::Activate, now).to(activation.id).because("code accepted");
    audit::append(&tx, &core.config.node, [line]).await?;
    commit(tx).await?;
    Ok(Activating::Register(Registering { ceremony: ceremony.id, challenge }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::account::Level;
    use domain::actor::StaffRole;
    use domain::clock::Span;
    use domain::id::HolderId;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn found(tries: i16) -> Activation {
        Activation {
            id: ActivationId(Uuid::from_u128(2)),
            opens: AccountKind::Patient(SubjectId(Uuid::from_u128(1))),
            issuer: HolderId(Uuid::from_u128(3)),
            grants: Level::One,
            tries,
            created_at: NOW,
            expires_at: None,
            used_at: None,
            used_by: None,
            label: None,
            invited_by: None,
        }
    }

    fn verdict(found: Option<Activation>, date_is_right: bool) -> (Option<Problem>, bool) {
        match judge(found, date_is_right, NOW) {
            Ok(_) => (None, false),
            Err(refusal) => (Some(refusal.problem), refusal.counts),
        }
    }

    #[test]
    fn the_fifth_wrong_birth_date_locks() {
        assert_eq!(verdict(Some(found(0)), false), (Some(Problem::ActivationRejected), true));
        assert_eq!(verdict(Some(found(3)), false), (Some(Problem::ActivationRejected), true));
        assert_eq!(verdict(Some(found(4)), true), (None, false));
        assert_eq!(verdict(Some(found(4)), false), (Some(Problem::ActivationLocked), true));
        for date_is_right in [true, false] {
            assert_eq!(verdict(Some(found(5)), date_is_right), (Some(Problem::ActivationLocked), false));
        }
    }

    #[test]
    fn used_and_too_old_are_told_only_with_the_right_birth_date() {
        let used = || {
            let mut used = found(0);
            used.used_at = Some(NOW);
            Some(used)
        };
        let old = |end| {
            let mut old = found(0);
            old.expires_at = Some(end);
            Some(old)
        };
        assert_eq!(verdict(used(), true), (Some(Problem::ActivationUsed), false));
        assert_eq!(verdict(used(), false), (Some(Problem::ActivationRejected), true));
        assert_eq!(verdict(old(NOW), true), (Some(Problem::ActivationExpired), false));
        assert_eq!(verdict(old(NOW), false), (Some(Problem::ActivationRejected), true));
        assert_eq!(verdict(old(NOW + Span::minutes(1)), true), (None, false));
    }

    #[test]
    fn an_unknown_code_is_answered_like_a_wrong_birth_date() {
        assert_eq!(verdict(None, true), verdict(Some(found(0)), false));
        assert_eq!(verdict(None, false), verdict(Some(found(0)), false));
    }

    #[test]
    fn an_invitation_to_work_has_no_birth_date() {
        let invitation = || Activation { opens: AccountKind::Staff(StaffRole::Support), ..found(0) };
        for date_is_right in [true, false] {
            assert_eq!(verdict(Some(invitation()), date_is_right), (None, false));
            let used = Activation { used_at: Some(NOW), ..invitation() };
            assert_eq!(verdict(Some(used), date_is_right), (Some(Problem::ActivationUsed), false));
            let old = Activation { expires_at: Some(NOW), ..invitation() };
            assert_eq!(verdict(Some(old), date_is_right), (Some(Problem::ActivationExpired), false));
        }
    }
}
