//! The person whom a member of staff has in view, and how a look-up begins and ends.

use crate::service::Core;
use crate::store::audit::{self, Line};
use crate::store::look_ups::{self, Done, LookUp};
use crate::store::{Tx, commit, facts, links, look_up_scratch};
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::desk::{Act, Facts, FoundBy, LOOK_UP_LIFETIME, WaitsFor};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, DisclosureId, InquiryId, LookUpId, SubjectId};
use uuid::Uuid;

/// A living look-up that shows somebody.
#[derive(Clone, Debug)]
pub(crate) struct InView {
    /// The look-up.
    pub look_up: LookUp,
    /// Whom it shows.
    pub subject: SubjectId,
}

/// The person in view, for a step that is that operation.
///
/// # Errors
/// [`Problem::NotFound`] for a look-up that is not this actor's, [`Problem::PersonNotFound`] where nobody was found,
/// [`Problem::ProtectedPerson`] and [`Problem::NeedsSecondPerson`] while a second member of staff has not agreed,
/// [`Problem::LookUpEnded`] after its time.
pub(crate) async fn in_view(core: &Core, actor: &Actor, operation: Operation, id: LookUpId) -> Result<InView, Failure> {
    actor.may(operation)?;
    let account = actor.account().ok_or(Problem::NotAllowed)?;
    let look_up = look_ups::look_up_of(core.store.db(), id, account).await?.ok_or(Problem::NotFound)?;
    if look_up.ends_at <= core.now() {
        return Err(Problem::LookUpEnded.into());
    }
    let subject = look_up.subject.ok_or(Problem::PersonNotFound)?;
    if look_up.waits() {
        let person = links::subjects_with(core.store.db(), &[subject]).await?;
        return Err(waits_for(facts::facts_of(core.store.db(), &person).await?).problem().into());
    }
    Ok(InView { look_up, subject })
}

/// Why a look-up waits, of a person of whom that is known. Without protection it is that nobody ever told their birth date.
pub(crate) const fn waits_for(known: Facts) -> WaitsFor {
    if known.protected.is_some() { WaitsFor::Protection } else { WaitsFor::BirthDate }
}

/// A look-up that begins now.
pub(crate) struct Beginning<'a> {
    /// The member of staff.
    pub account: AccountId,
    /// Who was found; `None`: nobody.
    pub subject: Option<SubjectId>,
    /// Why: a text that [`domain::desk::reason`] read.
    pub reason: &'a str,
    /// How the person was found.
    pub found_by: FoundBy,
    /// Whether nothing that was told can be compared with anything: by the number alone.
    pub undated: bool,
    /// The inquiry that opens it.
    pub inquiry: Option<InquiryId>,
    /// The use that was asked about.
    pub about: Option<DisclosureId>,
}

/// Writes the look-up down. Of a protected person, and of one whose birth date nobody ever told, it shows nothing until a
/// second member of staff agreed. The caller's audit line and the commit belong to the same transaction.
pub(crate) async fn begin(core: &Core, tx: &Tx, new: &Beginning<'_>) -> Result<LookUp, Failure> {
    let now = core.now();
    let id = LookUpId::new(now, &*core.random);
    let protected = match new.subject {
        Some(subject) => facts::facts_of(tx, &links::subjects_with(tx, &[subject]).await?).await?.protected.is_some(),
        None => false,
    };
    let look_up = LookUp {
        id,
        account: new.account,
        subject: new.subject,
        reason: core.keys.seal(&*core.random, look_ups::REASON, id.0, new.reason),
        found_by: if protected || new.undated { FoundBy::Approved } else { new.found_by },
        inquiry: new.inquiry,
        about: new.about,
        at: now,
        approved_by: None,
        ends_at: now + LOOK_UP_LIFETIME,
    };
    look_ups::insert(tx, &look_up).await?;
    Ok(look_up)
}

/// Why somebody looked.
pub(crate) fn reason_of(core: &Core, look_up: &LookUp) -> Result<String, Failure> {
    Ok(core.keys.unseal(look_ups::REASON, look_up.id.0, &look_up.reason)?)
}

/// Writes down what was done in a look-up, so that the person sees it. `note`: a reason of its own.
pub(crate) async fn done(
    core: &Core,
    tx: &Tx,
    look_up: LookUpId,
    act: Act,
    object: Option<String>,
    note: Option<&str>,
) -> Result<(), Failure> {
    let (id, at) = new_row(core);
    let note = note.map(|note| core.keys.seal(&*core.random, "look_up_acts.note", id, note));
    Ok(look_ups::add_act(tx, &Done { id, look_up, act, object, note, at }).await?)
}

/// A new row's key, which sorts by the time it was made, and that time.
pub(super) fn new_row(core: &Core) -> (Uuid, Timestamp) {
    let now = core.now();
    (LookUpId::new(now, &*core.random).0, now)
}

/// Those who are proved to be the person in view, that subject first: what only the desk linked opens nobody's account.
pub(super) fn proved(mut subjects: Vec<SubjectId>, first: SubjectId) -> Vec<SubjectId> {
    subjects.sort_by_key(|subject| *subject != first);
    subjects
}

/// Nothing is said or got for somebody who died: what they decided stands.
pub(super) fn alive(facts: Facts) -> Result<(), Problem> {
    if facts.deceased_on.is_some() { Err(Problem::NotAllowed) } else { Ok(()) }
}

/// The line of something done to the person in view.
pub(crate) fn line(actor: &Actor, operation: Operation, now: Timestamp, look_up: LookUpId, subject: Option<SubjectId>) -> Line {
    let mut line = Line::of(actor, operation, now).to(look_up);
    line.on_behalf_of = subject;
    line
}

pub(super) async fn close(core: &Core, actor: &Actor, id: LookUpId) -> Result<(), Failure> {
    actor.may(Operation::LookUp)?;
    let account = actor.account().ok_or(Problem::NotAllowed)?;
    let tx = core.store.begin().await?;
    let look_up = look_ups::look_up_of(&tx, id, account).await?.ok_or(Problem::NotFound)?;
    let now = core.now();
    if look_up.ends_at > now {
        look_ups::close(&tx, id, account, now).await?;
        look_up_scratch::remove(&tx, id).await?;
        let line = line(actor, Operation::LookUp, now, id, look_up.subject).because("closed");
        audit::append(&tx, &core.config.node, [line]).await?;
        commit(tx).await?;
    }
    Ok(())
}
