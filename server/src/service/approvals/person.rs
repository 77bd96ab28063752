//! Whom a request is about: what is known of them, and how they are told.

use crate::service::Core;
use crate::service::contact::outbox;
use crate::store::{Db, Tx, accounts, facts, links, look_ups, notices};
use domain::account::{Notice, NoticeKind};
use domain::clock::Timestamp;
use domain::desk::Facts;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, LookUpId, NoticeId, SubjectId};

/// Whom that member of staff's look-up shows.
pub(super) async fn looked_up(db: &Tx, by: AccountId, look_up: LookUpId, now: Timestamp) -> Result<SubjectId, Failure> {
    let living = look_ups::living(db, look_up, by, now).await?.ok_or(Problem::LookUpEnded)?;
    Ok(living.subject.ok_or(Problem::PersonNotFound)?)
}

/// What is known of the person, over all the subjects that are one with them.
pub(super) async fn facts_of(db: &Tx, subject: SubjectId) -> Result<Facts, Failure> {
    Ok(facts::facts_of(db, &links::subjects_with(db, &[subject]).await?).await?)
}

/// Nobody does that for a person who is protected, or has died.
pub(super) fn neither_protected_nor_dead(facts: Facts) -> Result<(), Problem> {
    if facts.protected.is_some() { Err(Problem::ProtectedPerson) } else { alive(facts) }
}

/// What a person says or gets ends with their death.
pub(super) fn alive(facts: Facts) -> Result<(), Problem> {
    if facts.deceased_on.is_some() { Err(Problem::NotAllowed) } else { Ok(()) }
}

/// For a day after a recovery nothing that was refused is taken back, at the desk neither: whoever got into the account may stand there.
pub(super) async fn not_just_recovered(db: &Tx, subject: SubjectId, now: Timestamp) -> Result<(), Failure> {
    let person = links::subjects_with(db, &[subject]).await?;
    for id in accounts::accounts_of_subjects(db, &person).await? {
        let account = accounts::account(db, id).await?;
        if account.and_then(|account| account.closed_until).is_some_and(|until| now < until) {
            return Err(Problem::ClosedAfterRecovery.into());
        }
    }
    Ok(())
}

/// The person's sign-in: their own, or one of a subject that is proved to be the same person. What only the desk linked
/// opens nobody's account.
pub(super) async fn account_of(db: &Tx, subject: SubjectId) -> Result<Option<AccountId>, Failure> {
    let mut proved = links::proved_with(db, subject).await?;
    // The subject's own sign-in first.
    proved.sort_by_key(|one| *one != subject);
    for one in proved {
        if let Some(account) = accounts::accounts_of_subjects(db, &[one]).await?.pop() {
            return Ok(Some(account));
        }
    }
    Ok(None)
}

/// The same outside a transaction, for what is only shown.
pub(super) async fn has_account(db: &Db, subject: SubjectId) -> Result<bool, Failure> {
    let proved = links::proved_with(db, subject).await?;
    Ok(!accounts::accounts_of_subjects(db, &proved).await?.is_empty())
}

/// Tells the person, in the portal, if they have an account.
pub(super) async fn tell(core: &Core, tx: &Tx, subject: SubjectId, kind: NoticeKind, now: Timestamp) -> Result<(), Failure> {
    let Some(account) = account_of(tx, subject).await? else { return Ok(()) };
    tell_account(core, tx, account, kind, now).await
}

/// Tells the owner of that account, in the portal and, where they want it, by mail.
pub(super) async fn tell_account(core: &Core, tx: &Tx, account: AccountId, kind: NoticeKind, now: Timestamp) -> Result<(), Failure> {
    notices::insert(tx, account, &Notice { id: NoticeId::new(now, &*core.random), kind, at: now }).await?;
    outbox::tell_of(core, tx, account, kind).await
}
