//! Opening an account with an activation code and the birth date written beside it.

use super::join;
use super::session::standing;
use super::stop::{Stop, audited, permit};
use super::webauthn;
use crate::service::Core;
use crate::store::accounts::{self, Account, Kind as AccountKind};
use crate::store::activations::{self, Activation};
use crate::store::audit::{self, Line};
use crate::store::ceremonies::{self, Ceremony, Kind};
use crate::store::passkeys::{self, Kept};
use crate::store::{Tx, commit, links, subjects};
use domain::account::ACTIVATION_TRIES;
use domain::actor::{Actor, Operation};
use domain::clock::{Date, Timestamp, parse_date};
use domain::code::ActivationCode;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, ActivationId, CeremonyId, PasskeyId, SubjectId};
use domain::ports::{Activating, Registering, SignedIn};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration};
use webauthn_rs_proto::RegisterPublicKeyCredential;

/// What the ceremony of an activation needs to be completed.
#[derive(Serialize, Deserialize)]
struct Opening {
    /// The user handle that the authenticator was given, for the account to be.
    handle: Uuid,
    registration: PasskeyRegistration,
}

/// A patient's code that exists.
struct Found {
    activation: Activation,
    subject: SubjectId,
}

/// A code that can be used now, shown with the right birth date.
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
    let birth_date = parse_date(birth_date.trim()).map_err(|_| Problem::Malformed)?;
    let activating = match accept(core, actor, code, birth_date).await {
        Ok(accepted) => match actor {
            Actor::Patient(patient) => join::join(core, actor, patient, accepted).await,
            _ => register(core, actor, &accepted).await,
        },
        Err(stop) => Err(stop),
    };
    audited(core, actor, Operation::Activate, activating).await
}

/// Compares code and birth date with what was issued. A code that does not exist costs the same queries, the same hash
/// and the same writes as one whose birth date is wrong.
async fn accept(core: &Core, actor: &Actor, typed: &str, birth_date: Date) -> Result<Accepted, Stop> {
    let code = ActivationCode::read(typed).ok_or(Stop::refused(Problem::ActivationRejected, "no code can be read"))?;
    let now = core.now();
    let tx = core.store.begin().await?;
    let activation = activations::with_code_locked(&tx, &core.keys.activation_digest(&code)).await?;
    let found = activation.and_then(|activation| activation.subject.map(|subject| Found { activation, subject }));
    let (id, subject) =
        found.as_ref().map_or((ActivationId(Uuid::nil()), SubjectId(Uuid::nil())), |found| (found.activation.id, found.subject));
    let kept = subjects::birth_digest_of(&tx, subject).await?.unwrap_or_default();
    let date_is_right = core.keys.birth_digest(subject, birth_date).ct_eq(&kept).into();
    match judge(found, date_is_right, now) {
        Ok(Found { activation, subject }) => Ok(Accepted { activation, subject, birth_date }),
        Err(refusal) => {
            if refusal.counts {
                activations::count_wrong_date(&tx, id).await?;
            }
            let line = Line::of(actor, Operation::Activate, now).to(id).refused(refusal.problem, refusal.cause);
            audit::append(&tx, &core.config.node, [line]).await?;
            commit(tx).await?;
            Err(Stop::Failed(refusal.problem.into()))
        }
    }
}

/// That a code was used, or is too old, is told only to somebody who knows the birth date; that it is locked, to everybody.
fn judge(found: Option<Found>, date_is_right: bool, now: Timestamp) -> Result<Found, Refusal> {
    let found = found.ok_or(Refusal::counted(Problem::ActivationRejected, "an unknown code"))?;
    let tries = found.activation.tries;
    if !date_is_right && tries == ACTIVATION_TRIES - 1 {
        return Err(Refusal::counted(Problem::ActivationLocked, "a wrong birth date, the last one"));
    }
    if !date_is_right && tries < ACTIVATION_TRIES {
        return Err(Refusal::counted(Problem::ActivationRejected, "a wrong birth date"));
    }
    usable(&found.activation, now)?;
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
async fn register(core: &Core, actor: &Actor, accepted: &Accepted) -> Result<Activating, Stop> {
    let (activation, now) = (&accepted.activation, core.now());
    let handle = webauthn::new_handle(&*core.random);
    let (challenge, registration) = webauthn::start_registration(&core.config, handle, now, Vec::new())?;
    let ceremony = webauthn::ceremony(core, Kind::Activation, &Opening { handle, registration })?;
    let ceremony = Ceremony { activation: Some(activation.id), ..ceremony };

    let tx = core.store.begin().await?;
    let person = links::subjects_with(&tx, &[accepted.subject]).await?;
    if !accounts::accounts_of_subjects(&tx, &person).await?.is_empty() {
        return Err(Stop::refused(Problem::SignInFirst, "the person has an account").about(activation.id));
    }
    ceremonies::insert(&tx, &ceremony).await?;
    let line = Line::of(actor, Operation::Activate, now).to(activation.id).because("code and birth date accepted");
    audit::append(&tx, &core.config.node, [line]).await?;
    commit(tx).await?;
    Ok(Activating::Register(Registering { ceremony: ceremony.id, challenge }))
}

pub(super) async fn finish(
    core: &Core,
    actor: &Actor,
    ceremony: CeremonyId,
    made: &RegisterPublicKeyCredential,
) -> Result<SignedIn, Failure> {
    permit(core, actor, Operation::Activate).await?;
    let opened = match verify(core, ceremony, made).await {
        Ok((activation, handle, passkey)) => open(core, actor, activation, handle, passkey).await.map_err(|stop| stop.about(activation)),
        Err(stop) => Err(stop),
    };
    audited(core, actor, Operation::Activate, opened).await
}

async fn verify(core: &Core, id: CeremonyId, made: &RegisterPublicKeyCredential) -> Result<(ActivationId, Uuid, Passkey), Stop> {
    let ceremony = webauthn::take(core, id, Kind::Activation).await?;
    let broken = Failure::Inconsistent { table: "ceremonies", column: "activation_id", row: ceremony.id.to_string() };
    let activation = ceremony.activation.ok_or(broken)?;
    let opening: Opening = webauthn::state_of(&ceremony)?;
    let passkey = webauthn::finish_registration(&core.config, made, &opening.registration).map_err(|stop| stop.about(activation))?;
    Ok((activation, opening.handle, passkey))
}

/// Opens the account. Everything that was true when the code was accepted is asked again, behind the lock: of two devices
/// that come with the same code, one opens the account.
async fn open(core: &Core, actor: &Actor, activation: ActivationId, handle: Uuid, credential: Passkey) -> Result<SignedIn, Stop> {
    let now = core.now();
    let tx = core.store.begin().await?;
    let activation = activations::activation_locked(&tx, activation).await?;
    let activation = activation.ok_or(Stop::refused(Problem::ActivationRejected, "the code is gone"))?;
    usable(&activation, now)?;
    let subject = activation.subject.ok_or(Stop::refused(Problem::ActivationRejected, "not a patient's code"))?;
    let person = links::subjects_with(&tx, &[subject]).await?;
    if has_account(&tx, &person, None).await? {
        return Err(Stop::refused(Problem::SignInFirst, "the person has an account"));
    }
    if passkeys::is_known(&tx, credential.cred_id()).await? {
        return Err(Stop::refused(Problem::PasskeyRejected, "a passkey that is known already"));
    }
    let account = Account {
        id: AccountId::new(now, &*core.random),
        handle,
        kind: AccountKind::Patient(subject),
        level: activation.grants,
        issuers: vec![activation.issuer],
        created_at: now,
        overview_seen_at: None,
        overview_opened_at: None,
        closed_until: None,
    };
    let id = PasskeyId::new(now, &*core.random);
    let passkey =
        Kept { id, account: account.id, credential, created_at: now, last_used_at: Some(now), set_aside_by: None, recovery: None };
    accounts::insert(&tx, &account).await?;
    passkeys::insert(&tx, &passkey).await?;
    activations::set_used(&tx, activation.id, account.id, now).await?;
    let line = Line::of(actor, Operation::Activate, now).to(account.id).because("account opened");
    audit::append(&tx, &core.config.node, [line]).await?;
    commit(tx).await?;
    Ok(SignedIn { account: account.id, standing: standing(&account, now) })
}

/// Whether a person, known as these subjects, has an account besides that one. Holds the subjects, so that nobody opens
/// one for them meanwhile.
pub(super) async fn has_account(tx: &Tx, person: &[SubjectId], besides: Option<AccountId>) -> Result<bool, Stop> {
    accounts::hold_subjects(tx, person).await?;
    let accounts = accounts::accounts_of_subjects(tx, person).await?;
    Ok(accounts.into_iter().any(|account| Some(account) != besides))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::account::Level;
    use domain::clock::Span;
    use domain::id::HolderId;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn found(tries: i16) -> Found {
        let subject = SubjectId(Uuid::from_u128(1));
        let activation = Activation {
            id: ActivationId(Uuid::from_u128(2)),
            subject: Some(subject),
            issuer: HolderId(Uuid::from_u128(3)),
            grants: Level::One,
            tries,
            created_at: NOW,
            expires_at: None,
            used_at: None,
            used_by: None,
        };
        Found { activation, subject }
    }

    fn verdict(found: Option<Found>, date_is_right: bool) -> (Option<Problem>, bool) {
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
            used.activation.used_at = Some(NOW);
            Some(used)
        };
        let old = |end| {
            let mut old = found(0);
            old.activation.expires_at = Some(end);
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
}
