//! Protection against violence and stalking (product.md, "People in special situations"): how it begins, what it takes away,
//! and what the person themselves sees while it lasts.

use crate::service::Core;
use crate::store::alarms::{self, Row};
use crate::store::audit::{self, Line};
use crate::store::facts::{self, NewFact};
use crate::store::{Tx, accounts, activations, commit, links, look_ups, recovery};
use domain::actor::{Actor, Operation, Patient};
use domain::alarm::Sign;
use domain::clock::Timestamp;
use domain::desk::FactKind;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, AlarmId, LookUpId, SubjectId};
use uuid::Uuid;

/// Protection that somebody sets.
pub(crate) struct NewProtection {
    /// For whom.
    pub subject: SubjectId,
    /// With which account: the person's own, or that of a member of staff.
    pub by: AccountId,
    /// The look-up in which it is set: the only one that stays open.
    pub look_up: Option<LookUpId>,
    /// The reason, sealed for the row of that id.
    pub note: Option<Vec<u8>>,
    /// The row's id.
    pub row: Uuid,
    /// When.
    pub at: Timestamp,
}

/// Protects the person from now on. Whoever else at the desk has the person open needs a second member of staff; what lies
/// about in drawers and letter boxes opens nothing any more: codes of letters, and the printed one.
pub(crate) async fn begin(tx: &Tx, new: NewProtection) -> Result<(), Failure> {
    let person = links::subjects_with(tx, &[new.subject]).await?;
    // Codes before persons, as whoever opens an account takes them: nobody waits in a circle, and nobody gets in meanwhile.
    activations::end_of(tx, &person, new.at).await?;
    accounts::hold_subjects(tx, &person).await?;
    if facts::facts_of(tx, &person).await?.protected.is_some() {
        return Err(Problem::AlreadyDone.into());
    }
    let fact = NewFact {
        id: new.row,
        subject: new.subject,
        kind: FactKind::Protected,
        day: None,
        sources: &[],
        note: new.note,
        entered_by: Some(new.by),
        approved_by: None,
        at: new.at,
    };
    facts::insert(tx, &fact).await?;
    look_ups::close_others(tx, &person, new.look_up.unwrap_or(LookUpId(Uuid::nil())), new.at).await?;
    for account in accounts::accounts_of_subjects(tx, &person).await? {
        recovery::remove_printed_since(tx, account, Timestamp::from_millis(0)).await?;
    }
    Ok(())
}

/// The person protects themselves: at once, without a passkey shown just now.
pub(crate) async fn protect_oneself(core: &Core, actor: &Actor) -> Result<(), Failure> {
    actor.may(Operation::ProtectOneself)?;
    let (patient, at) = (actor.patient()?, core.now());
    let row = LookUpId::new(at, &*core.random).0;
    let tx = core.store.begin().await?;
    begin(&tx, NewProtection { subject: patient.subject, by: patient.account, look_up: None, note: None, row, at }).await?;
    let line = Line::of(actor, Operation::ProtectOneself, at).because("protected by the person");
    audit::append(&tx, &core.config.node, [line]).await?;
    Ok(commit(tx).await?)
}

/// Since when the person that this subject is has been protected.
pub(crate) async fn since(db: &Tx, subject: SubjectId) -> Result<Option<Timestamp>, Failure> {
    Ok(facts::facts_of(db, &links::subjects_with(db, &[subject]).await?).await?.protected)
}

/// Whether what tells where this person's records lie is left out: of a protected person, until they showed their passkey
/// just now. Whoever looks over their shoulder, or picks up their telephone, does not read where they go.
pub(crate) async fn veils(core: &Core, actor: &Actor) -> Result<bool, Failure> {
    let Patient { fresh, .. } = actor.signed_in()?;
    if *fresh {
        return Ok(false);
    }
    let db = core.store.db();
    Ok(facts::facts_of(db, &links::subjects_with(db, &[actor.subject()?]).await?).await?.protected.is_some())
}

/// Somebody tried a code for a protected person, and knew what belongs to it: whoever is at the desk has to look. Answers the
/// line of the audit; it belongs at the end of the caller's transaction.
pub(crate) async fn code_was_tried(core: &Core, tx: &Tx, actor: &Actor, operation: Operation, subject: SubjectId) -> Result<Line, Failure> {
    let at = core.now();
    let id = AlarmId::new(at, &*core.random);
    let account = actor.account();
    alarms::insert(tx, &Row { id, sign: Sign::ProtectedCode, subject, account, at, closed_at: None, closing: None }).await?;
    let line = Line::of(actor, operation, at).to(id).because("alarm: a code for a protected person");
    Ok(Line { on_behalf_of: Some(subject), ..line })
}
