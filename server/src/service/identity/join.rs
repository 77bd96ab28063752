//! A second activation code, entered while signed in: the records that its issuer knows belong to the same person, and an
//! independent issuer is a second proof of who that is (product.md, "Getting in").

use super::activate::{Accepted, usable};
use super::open::has_account;
use super::stop::Stop;
use crate::service::activations::count_used;
use crate::service::alarms::suspend_death;
use crate::service::contact::outbox;
use crate::service::{Core, links as linking, protection};
use crate::store::accounts::{self, Account};
use crate::store::activations::{self, Activation};
use crate::store::audit::{self, Line};
use crate::store::links::{self, Cause};
use crate::store::{Tx, commit, notices, subjects};
use domain::account::{Level, Notice, NoticeKind};
use domain::actor::{Actor, Operation, Patient};
use domain::alarm::Sign;
use domain::clock::Timestamp;
use domain::failure::Problem;
use domain::id::{HolderId, NoticeId};
use domain::ports::Activating;
use subtle::ConstantTimeEq;

pub(super) async fn join(core: &Core, actor: &Actor, patient: &Patient, accepted: Accepted) -> Result<Activating, Stop> {
    let id = accepted.activation.id;
    joined(core, actor, patient, accepted).await.map_err(|stop| stop.about(id))
}

async fn joined(core: &Core, actor: &Actor, patient: &Patient, accepted: Accepted) -> Result<Activating, Stop> {
    let reject = |cause| Stop::refused(Problem::ActivationRejected, cause);
    let now = core.now();
    let tx = core.store.begin().await?;
    if !born_then(core, &tx, patient, &accepted).await? {
        return Err(reject("the account's person was born on another day"));
    }
    // A link takes the head of the log, which everybody takes before anything else.
    core.lock_log(&tx).await?;
    let activation = activations::activation_locked(&tx, accepted.activation.id).await?.ok_or(reject("the code is gone"))?;
    usable(&activation, now)?;
    let theirs = links::subjects_with(&tx, &[accepted.subject]).await?;
    if has_account(&tx, &theirs, Some(patient.account)).await? {
        return Err(reject("the person has another account"));
    }
    if protection::since(&tx, accepted.subject).await?.is_some() {
        return Err(reject("the person is protected meanwhile"));
    }
    let account = accounts::account_locked(&tx, patient.account).await?;
    let account = account.ok_or(Stop::refused(Problem::SignInNeeded, "the account is gone"))?;
    // Before the two are one: of whom the death was written down is the person of the letter.
    let suspended = suspend_death(core, &tx, actor, Sign::Activated, (accepted.subject, account.id)).await?;
    if !theirs.contains(&patient.subject) {
        linking::link(core, &tx, patient.subject, accepted.subject, Cause::Activation, now).await?;
    }
    let level = prove(core, &tx, &account, &activation, now).await?;
    activations::set_used(&tx, activation.id, account.id, now).await?;
    count_used(&tx, &activation, now).await?;
    let line = Line::of(actor, Operation::Activate, now).to(activation.id).because("joined");
    audit::append(&tx, &core.config.node, [line].into_iter().chain(suspended)).await?;
    commit(tx).await?;
    Ok(Activating::Joined { level: level.number() })
}

/// Whether the account's own person was born on the day that was right for the code. Who holds a relative's letter, and
/// knows the birthday, must not get the relative's records into their own account.
async fn born_then(core: &Core, tx: &Tx, patient: &Patient, accepted: &Accepted) -> Result<bool, Stop> {
    let Some(kept) = subjects::birth_digest_of(tx, patient.subject).await? else { return Ok(true) };
    Ok(core.keys.birth_digest(patient.subject, accepted.birth_date).ct_eq(&kept).into())
}

/// Counts the issuer's word as a proof, and answers the level that it makes.
async fn prove(core: &Core, tx: &Tx, account: &Account, activation: &Activation, now: Timestamp) -> Result<Level, Stop> {
    let (level, issuers) = proved(account, activation);
    accounts::set_level(tx, account.id, level, &issuers).await?;
    if level > account.level {
        let notice = Notice { id: NoticeId::new(now, &*core.random), kind: NoticeKind::LevelRaised, at: now };
        notices::insert(tx, account.id, &notice).await?;
        outbox::tell_of(core, tx, account.id, notice.kind).await?;
    }
    Ok(level)
}

fn proved(account: &Account, activation: &Activation) -> (Level, Vec<HolderId>) {
    let mut issuers = account.issuers.clone();
    let independent = !issuers.contains(&activation.issuer);
    if independent {
        issuers.push(activation.issuer);
    }
    let level = if independent { Level::Two } else { account.level.max(activation.grants) };
    (level, issuers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::accounts::Kind;
    use domain::id::{AccountId, ActivationId, SubjectId};
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn level_after(issuer: u128, grants: Level) -> (Level, usize) {
        let subject = SubjectId(Uuid::from_u128(1));
        let account = Account {
            id: AccountId(Uuid::from_u128(2)),
            handle: Uuid::from_u128(3),
            kind: Kind::Patient(subject),
            level: Level::One,
            issuers: vec![HolderId(Uuid::from_u128(10))],
            created_at: NOW,
            overview_seen_at: None,
            overview_opened_at: None,
            closed_until: None,
            label: None,
            ended_at: None,
        };
        let activation = Activation {
            id: ActivationId(Uuid::from_u128(4)),
            opens: Kind::Patient(subject),
            issuer: HolderId(Uuid::from_u128(issuer)),
            grants,
            tries: 0,
            created_at: NOW,
            expires_at: None,
            used_at: None,
            used_by: None,
            label: None,
            invited_by: None,
        };
        let (level, issuers) = proved(&account, &activation);
        (level, issuers.len())
    }

    #[test]
    fn a_second_word_counts_if_it_is_somebody_elses() {
        assert_eq!(level_after(10, Level::One), (Level::One, 1));
        assert_eq!(level_after(11, Level::One), (Level::Two, 2));
        assert_eq!(level_after(10, Level::Two), (Level::Two, 1));
    }
}
