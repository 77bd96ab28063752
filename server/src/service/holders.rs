//! How an organisation joins, and the test persons that it gets (holder-api.md, "Checks").

pub mod joining;

use super::Core;
use super::choices::entry::enter;
use crate::store::audit::{self, Line};
use crate::store::log::LockedHead;
use crate::store::{Tx, commit, holders, subjects, test_persons};
use domain::actor::{Actor, Operation};
use domain::check::{TEST_PERSONS, TestPerson};
use domain::choice::{Channel, DecidedBy, NewDecision, Scope, Stance};
use domain::clock::{Random, Timestamp};
use domain::code::ActivationCode;
use domain::failure::Failure;
use domain::holder::Holder;
use domain::id::SubjectId;
use domain::identifier::{INSURED, Identifier, Systems};

/// Takes in a holder, and gives it its test persons, at the locked head of the log: the first lock of the caller's transaction, whose own
/// audit line comes after it. The caller commits.
///
/// # Errors
/// The database cannot be reached, or somebody has the institution number already.
pub(crate) async fn join(core: &Core, tx: &Tx, head: LockedHead, holder: &Holder, joined_at: Timestamp) -> Result<(), Failure> {
    holders::insert(tx, holder, joined_at).await?;
    make_test_persons(core, tx, holder, head).await
}

/// The holder's test persons; one that joined before there were any gets them now.
///
/// # Errors
/// The log is not sound, or the database cannot be reached.
pub(crate) async fn test_persons_of(core: &Core, holder: &Holder) -> Result<Vec<TestPerson>, Failure> {
    let known = test_persons::of_holder(core.store.db(), holder.id).await?;
    if !known.is_empty() {
        return Ok(without_subjects(known));
    }
    let tx = core.store.begin().await?;
    let head = core.lock_log(&tx).await?;
    // Under the lock: two looks at the same time make them once.
    if test_persons::of_holder(&tx, holder.id).await?.is_empty() {
        make_test_persons(core, &tx, holder, head).await?;
    }
    let made = without_subjects(test_persons::of_holder(&tx, holder.id).await?);
    commit(tx).await?;
    Ok(made)
}

fn without_subjects(persons: Vec<(TestPerson, SubjectId)>) -> Vec<TestPerson> {
    persons.into_iter().map(|(person, _)| person).collect()
}

/// They are subjects like all others, and their refusals stand in the log like all others: every check denies them by the
/// rule by which it denies anybody, so that whoever is not denied shows that the rule did not work.
async fn make_test_persons(core: &Core, tx: &Tx, holder: &Holder, mut head: LockedHead) -> Result<(), Failure> {
    let own = Systems::local_of(holder, &core.config.base_url);
    let open = Systems { insured_numbers: true, local: Some(own.clone()) };
    let mut lines = Vec::new();
    for n in 1..=TEST_PERSONS {
        let now = head.time(core.now());
        let subject = SubjectId::new(now, &*core.random);
        let secret = secret(&*core.random);
        let value = format!("HIKAE-TEST-{n}-{secret}");
        subjects::create(tx, subject, None, now).await?;
        // The holder "said" an insured number of each, too, that no insurer ever gives: a number of its own alone would be
        // answered not-linked.
        for (system, value) in [(own.as_str(), value.as_str()), (INSURED, &format!("00000000:HIKAE-TEST:{n}-{secret}:"))] {
            let identifier = Identifier::parse(system, value, &open).map_err(|error| Failure::Internal(error.to_string()))?;
            let digest = (core.keys.identifier_digest(&identifier), core.keys.storage_version());
            subjects::assign(tx, digest, subject, holder.id, identifier.kind(), now).await?;
        }
        let position = enter(core, tx, &mut head, &refusal(core, subject), DecidedBy::Staff, None).await?.decision.position;
        test_persons::insert(tx, holder.id, &TestPerson { n, system: own.clone(), value }, subject).await?;
        lines.push(Line::of(&Actor::System, Operation::Refuse, now).to(position).because("test person"));
    }
    Ok(audit::append(tx, &core.config.node, lines).await?)
}

fn refusal(core: &Core, subject: SubjectId) -> NewDecision {
    let (scope, stance, channel) = (Scope::All, Stance::Refuse, Channel::Online);
    NewDecision { subject, scope, stance, channel, received: None, notice: core.config.notice.clone() }
}

/// So that nobody can put a test person of another holder, or one that was made up, into a list: 40 random bits, in the
/// alphabet of our codes.
fn secret(random: &dyn Random) -> String {
    ActivationCode::new(random).symbols().chars().take(8).collect()
}
