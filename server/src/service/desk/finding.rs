//! Finding one person by what they told, and making known who is not.

use super::in_view::{Beginning, begin, line, reason_of, waits_for};
use crate::service::alarms;
use crate::service::contact::outbox;
use crate::service::{Core, form_drafts};
use crate::store::audit::{self, Line};
use crate::store::look_up_scratch::{self, Told};
use crate::store::{Tx, accounts, commit, facts, holders, links, look_ups, notices, subjects};
use domain::account::{Notice, NoticeKind};
use domain::actor::{Actor, Operation};
use domain::clock::{Date, Timestamp, parse_date};
use domain::desk::{FoundBy, LOOK_UP_LIFETIME, LOOK_UPS_A_DAY, WaitsFor, may_look_up, reason};
use domain::failure::{Failure, Problem};
use domain::form_draft::{Place, Typed};
use domain::id::{AccountId, HolderId, LookUpId, NoticeId, SubjectId};
use domain::identifier::{INSURED, Identifier, PUBLIC_PAYER, Systems};
use domain::ports::desk::{LookUpBy, NumberKind, WaitingLook};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many holders the form offers.
const HOLDERS: u64 = 500;
/// How many waiting looks are shown.
const WAITING: u64 = 20;
/// How many bytes of a field of a refused form are kept.
const LONGEST: usize = 8_000;
/// The desk's own word, where a holder's would stand.
pub(super) const DESK: HolderId = HolderId(Uuid::nil());

pub(super) async fn number_kinds(core: &Core, actor: &Actor) -> Result<Vec<NumberKind>, Failure> {
    actor.may(Operation::LookUp)?;
    let general = [INSURED, PUBLIC_PAYER].into_iter().filter(|_| core.config.insured_numbers);
    let mut kinds: Vec<NumberKind> = general.map(|system| NumberKind { system: system.to_owned(), holder: None }).collect();
    for (holder, _) in holders::joined(core.store.db(), None, HOLDERS).await? {
        kinds.push(NumberKind { system: Systems::local_of(&holder, &core.config.base_url), holder: Some(holder.name) });
    }
    Ok(kinds)
}

/// Whom the member of staff looks for, read.
struct Sought {
    identifier: Identifier,
    born: Date,
    reason: String,
}

pub(super) async fn look_up(core: &Core, actor: &Actor, by: &LookUpBy) -> Result<LookUpId, Failure> {
    actor.may(Operation::LookUp)?;
    let account = actor.account().ok_or(Problem::NotAllowed)?;
    let sought = match read(core, actor, by).await {
        Err(Failure::Refused(problem)) => {
            keep(core, account, by).await?;
            return Err(problem.into());
        }
        read => read?,
    };
    let tx = core.store.begin().await?;
    // One look-up of the same member of staff after the other: those sent at once count, too.
    accounts::account_locked(&tx, account).await?.ok_or(Problem::SignInNeeded)?;
    let now = core.now();
    let before = look_ups::moments_of(&tx, account, LOOK_UPS_A_DAY as u64).await?;
    if let Err(problem) = may_look_up(&before, now) {
        // Nobody at the desk overlooks it, and whoever reads the audit looks for exactly this line.
        alarms::look_ups::raise(core, &tx, account).await?;
        let line = Line::of(actor, Operation::LookUp, now).refused(problem, "alarm: more look-ups than a desk needs");
        audit::append(&tx, &core.config.node, [line]).await?;
        commit(tx).await?;
        keep(core, account, by).await?;
        return Err(problem.into());
    }
    crate::store::form_drafts::remove(&tx, form_drafts::slot(account, Place::LookUp)).await?;
    let id = find(core, &tx, account, actor, &sought).await?;
    commit(tx).await?;
    Ok(id)
}

/// Keeps a refused form for the minutes in which it is typed right.
async fn keep(core: &Core, account: AccountId, by: &LookUpBy) -> Result<(), Failure> {
    let whole = [&by.system, &by.value, &by.birth_date, &by.reason].iter().all(|text| text.len() <= LONGEST);
    if !whole {
        return Ok(());
    }
    let typed = Typed::from([("system", &*by.system), ("value", &by.value), ("birth_date", &by.birth_date), ("reason", &by.reason)]);
    form_drafts::keep(core, form_drafts::slot(account, Place::LookUp), Place::LookUp, &typed).await
}

pub(super) async fn typed(core: &Core, actor: &Actor) -> Result<Option<LookUpBy>, Failure> {
    actor.may(Operation::LookUp)?;
    let account = actor.account().ok_or(Problem::NotAllowed)?;
    let typed = form_drafts::typed(core, form_drafts::slot(account, Place::LookUp)).await?;
    let field = |typed: &Typed, name| typed.get(name).to_owned();
    Ok(typed.map(|typed| LookUpBy {
        system: field(&typed, "system"),
        value: field(&typed, "value"),
        birth_date: field(&typed, "birth_date"),
        reason: field(&typed, "reason"),
    }))
}

async fn read(core: &Core, actor: &Actor, by: &LookUpBy) -> Result<Sought, Failure> {
    let reason = reason(&by.reason)?;
    let born = parse_date(by.birth_date.trim()).map_err(|_| Problem::InvalidDate)?;
    if born > core.now().in_tokyo().0 {
        return Err(Problem::InvalidDate.into());
    }
    let known = number_kinds(core, actor).await?.into_iter().any(|kind| kind.system == by.system);
    let local = known.then(|| by.system.clone());
    let systems = Systems { insured_numbers: core.config.insured_numbers, local };
    let identifier = Identifier::parse(&by.system, &by.value, &systems).map_err(|_| Problem::InvalidIdentifier)?;
    Ok(Sought { identifier, born, reason })
}

/// The same steps whether somebody is found or not: one look-up, one row beside it, one audit line.
async fn find(core: &Core, tx: &Tx, account: AccountId, actor: &Actor, sought: &Sought) -> Result<LookUpId, Failure> {
    let digest = core.keys.identifier_digest(&sought.identifier);
    let reached = subjects::of_digests(tx, &[digest]).await?.into_iter().map(|(_, subject)| subject).collect();
    let (found, undated) = the_one(core, tx, reached, sought.born).await?.unzip();
    let would_be = found.unwrap_or_else(|| SubjectId::new(core.now(), &*core.random));
    let undated = undated.unwrap_or(false);
    let new = Beginning { account, subject: found, reason: &sought.reason, found_by: FoundBy::Told, undated, inquiry: None, about: None };
    let look_up = begin(core, tx, &new).await?;
    let birth_digest = core.keys.birth_digest(would_be, sought.born);
    let told = Told { subject: would_be, digest, kind: sought.identifier.kind(), birth_digest };
    look_up_scratch::insert(tx, look_up.id, &told).await?;
    let mut line = line(actor, Operation::LookUp, look_up.at, look_up.id, found);
    line.refused = match found {
        None => Some(Problem::PersonNotFound),
        Some(subject) if look_up.waits() => {
            let person = links::subjects_with(tx, &[subject]).await?;
            Some(waits_for(facts::facts_of(tx, &person).await?).problem())
        }
        Some(_) => None,
    };
    audit::append(tx, &core.config.node, [line]).await?;
    Ok(look_up.id)
}

/// The person who has the number and was born that day; of whom nobody said when, only if no such is there, and with the mark
/// that any date would have found them. Several who are linked are one person; several who are not cannot be told apart, and
/// nobody is shown.
async fn the_one(core: &Core, tx: &Tx, reached: BTreeSet<SubjectId>, born: Date) -> Result<Option<(SubjectId, bool)>, Failure> {
    let (mut right, mut unsaid) = (Vec::new(), Vec::new());
    for subject in reached {
        match subjects::birth_digest_of(tx, subject).await? {
            Some(kept) if kept == core.keys.birth_digest(subject, born) => right.push(subject),
            Some(_) => {}
            None => unsaid.push(subject),
        }
    }
    let undated = right.is_empty();
    let fitting = if undated { unsaid } else { right };
    let Some(&first) = fitting.first() else { return Ok(None) };
    let person = links::subjects_with(tx, &[first]).await?;
    Ok(fitting.iter().all(|subject| person.contains(subject)).then_some((first, undated)))
}

/// Makes the person known whom nobody had told of. Where the number is somebody else's already, of another birth date, a second
/// member of staff has to agree first: whatever is entered for the new person is heard for that number.
pub(super) async fn create(core: &Core, actor: &Actor, id: LookUpId) -> Result<(), Failure> {
    actor.may(Operation::LookUp)?;
    let account = actor.account().ok_or(Problem::NotAllowed)?;
    let tx = core.store.begin().await?;
    let look_up = look_ups::look_up_of(&tx, id, account).await?.ok_or(Problem::NotFound)?;
    let now = core.now();
    if look_up.ends_at <= now {
        return Err(Problem::LookUpEnded.into());
    }
    if look_up.subject.is_some() || look_up.waits() {
        return Ok(());
    }
    let told = look_up_scratch::told(&tx, id).await?.ok_or(Problem::LookUpEnded)?;
    let bearers: Vec<SubjectId> = subjects::of_digests(&tx, &[told.digest]).await?.into_iter().map(|(_, subject)| subject).collect();
    let agreed = bearers.is_empty() || look_up.approved_by.is_some();
    if agreed {
        subjects::create(&tx, told.subject, Some(told.birth_digest), now).await?;
        subjects::assign(&tx, (told.digest, core.keys.storage_version()), told.subject, DESK, told.kind, now).await?;
        look_ups::set_created(&tx, id, told.subject).await?;
        tell_bearers(core, &tx, &bearers, now).await?;
    } else {
        look_ups::set_waiting(&tx, id).await?;
    }
    let made = agreed.then_some(told.subject);
    let line = line(actor, Operation::LookUp, now, id, made).because(if agreed { "created" } else { "number is another person's: waits" });
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

/// Whoever had the number before learns that somebody else is entered under it now.
async fn tell_bearers(core: &Core, tx: &Tx, bearers: &[SubjectId], now: Timestamp) -> Result<(), Failure> {
    for account in accounts::accounts_of_subjects(tx, bearers).await? {
        let notice = Notice { id: NoticeId::new(now, &*core.random), kind: NoticeKind::NumberShared, at: now };
        notices::insert(tx, account, &notice).await?;
        outbox::tell_of(core, tx, account, notice.kind).await?;
    }
    Ok(())
}

pub(super) async fn waiting(core: &Core, actor: &Actor) -> Result<Vec<WaitingLook>, Failure> {
    actor.may(Operation::Approve)?;
    let own = actor.account();
    let waiting = look_ups::waiting(core.store.db(), core.now(), WAITING).await?;
    let others = waiting.iter().filter(|look_up| Some(look_up.account) != own);
    let mut looks = Vec::new();
    for look_up in others {
        let waits_for = match look_up.subject {
            None => WaitsFor::OtherBirthDate,
            Some(subject) => {
                let person = links::subjects_with(core.store.db(), &[subject]).await?;
                waits_for(facts::facts_of(core.store.db(), &person).await?)
            }
        };
        looks.push(WaitingLook { id: look_up.id, reason: reason_of(core, look_up)?, at: look_up.at, waits_for });
    }
    Ok(looks)
}

pub(super) async fn let_look(core: &Core, actor: &Actor, id: LookUpId, yes: bool) -> Result<(), Failure> {
    actor.may(Operation::Approve)?;
    let account = actor.account().ok_or(Problem::NotAllowed)?;
    let tx = core.store.begin().await?;
    let now = core.now();
    let look_up = look_ups::waiting_locked(&tx, id, now).await?.ok_or(Problem::AlreadyDone)?;
    let own = look_up.account == account;
    let mut line = line(actor, Operation::Approve, now, id, look_up.subject).because(if yes { "let look" } else { "did not let look" });
    if own {
        line = line.refused(Problem::OwnRequest, "own look-up");
    } else if yes {
        look_ups::approve(&tx, id, account, until(now)).await?;
    } else {
        look_ups::decline(&tx, id, now).await?;
    }
    audit::append(&tx, &core.config.node, [line]).await?;
    commit(tx).await?;
    if own { Err(Problem::OwnRequest.into()) } else { Ok(()) }
}

fn until(now: Timestamp) -> Timestamp {
    now + LOOK_UP_LIFETIME
}
