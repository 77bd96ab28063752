//! One decision, from the question whether its author may to the answer that it is durable.

use super::ChoicesService;
use super::entry::enter;
use super::taking_back::{self, Said};
use crate::sequencer::steps::{self, may_fail};
use crate::sequencer::{Entry, Key};
use crate::service::desk::in_view::done;
use crate::store::audit::{self, Line};
use crate::store::choices::{self, KeyUse};
use crate::store::{Tx, commit, log, recovery, studies};
use domain::account::Level;
use domain::actor::{Actor, Operation, ProxySight};
use domain::choice::{Channel, DecidedBy, NewDecision, Scope, Stance};
use domain::clock::{Date, Timestamp};
use domain::desk::Act;
use domain::failure::{Failure, Problem};
use domain::id::{LookUpId, SubjectId};
use domain::log::Position;
use domain::ports::{Choosing, Decided};
use domain::purpose::Catalogue;
use domain::study::{Status, Study};
use sha2::{Digest, Sha256};

impl ChoicesService {
    /// Records a decision. `received`: the day on which the paper or call came, for those who enter what others said.
    pub(crate) async fn decide_received(&self, actor: &Actor, choosing: &Choosing, received: Option<Date>) -> Result<Decided, Failure> {
        self.decide_in(actor, choosing, received, None).await
    }

    /// The same, within a look-up: the person reads there what was entered.
    pub(crate) async fn decide_at_desk(
        &self,
        actor: &Actor,
        choosing: &Choosing,
        received: Option<Date>,
        look_up: LookUpId,
    ) -> Result<Decided, Failure> {
        self.decide_in(actor, choosing, received, Some(look_up)).await
    }

    async fn decide_in(
        &self,
        actor: &Actor,
        choosing: &Choosing,
        received: Option<Date>,
        look_up: Option<LookUpId>,
    ) -> Result<Decided, Failure> {
        let operation = operation_of(choosing);
        let outcome = match may_decide(actor, operation, choosing) {
            Ok((subject, by))
                if needs_nothing_but_its_turn(actor, choosing, received)
                    && look_up.is_none()
                    && recovered_at(self.core.store.db(), actor, choosing.stance).await?.is_none() =>
            {
                self.sequencer.decide(self.in_turn(actor, operation, choosing, subject, by)).await
            }
            Ok((subject, by)) => self.decide_alone(actor, operation, choosing, Telling { subject, by, received, look_up }).await,
            Err(problem) => Err(problem.into()),
        };
        if let Err(Failure::Refused(problem)) = &outcome {
            self.note_refusal(actor, operation, choosing, *problem).await?;
        }
        outcome
    }

    /// What the sequencer takes: everything that this request knows and nobody else.
    fn in_turn(&self, actor: &Actor, operation: Operation, choosing: &Choosing, subject: SubjectId, by: DecidedBy) -> Entry {
        Entry {
            new: self.new_decision(choosing, subject, None),
            by,
            account: actor.account(),
            key: key_of(actor, subject, choosing, None),
            line: Line::of(actor, operation, self.core.now()),
        }
    }

    fn new_decision(&self, choosing: &Choosing, subject: SubjectId, received: Option<Date>) -> NewDecision {
        let notice = self.core.config.notice.clone();
        NewDecision { subject, scope: choosing.scope.clone(), stance: choosing.stance, channel: choosing.channel, received, notice }
    }

    /// A person's own decision in a transaction of its own, whatever else waits: what `make bench` compares the sequencer with.
    ///
    /// # Errors
    /// See [`domain::ports::ChoicesPort::decide`].
    pub async fn decide_by_itself(&self, actor: &Actor, choosing: &Choosing) -> Result<Decided, Failure> {
        let operation = operation_of(choosing);
        let (subject, by) = may_decide(actor, operation, choosing)?;
        self.decide_alone(actor, operation, choosing, Telling { subject, by, received: None, look_up: None }).await
    }

    /// One transaction for one decision, for what depends on what was said before, or belongs to something else.
    async fn decide_alone(&self, actor: &Actor, operation: Operation, choosing: &Choosing, telling: Telling) -> Result<Decided, Failure> {
        let decided = self.record(actor, operation, choosing, telling).await?;
        self.sequencer.publisher().cover(&decided).await?;
        Ok(decided)
    }

    async fn record(
        &self,
        actor: &Actor,
        operation: Operation,
        choosing: &Choosing,
        Telling { subject, by, received, look_up }: Telling,
    ) -> Result<Decided, Failure> {
        let core = &self.core;
        let recovered_at = recovered_at(core.store.db(), actor, choosing.stance).await?;
        let tx = core.store.begin().await?;
        // Under the lock two copies of one form come one after the other: the second finds what the first did.
        let mut head = core.lock_log(&tx).await?;
        may_fail(core, steps::AFTER_LOCK)?;
        let key = key_of(actor, subject, choosing, received);
        if let Some(key) = key
            && let Some(used) = choices::key_use(&tx, key.digest).await?
        {
            if used.body_hash != key.body {
                return Err(Problem::DecisionKeyReused.into());
            }
            return decided_before(&tx, subject, used.position).await;
        }
        // Only now: what was entered stays entered, whatever became of its scope since.
        let catalogue = studies::catalogue(&tx).await?;
        let study = if let Scope::Study(id) = choosing.scope { studies::study(&tx, id).await? } else { None };
        may_be_decided(&choosing.scope, study.as_ref(), &catalogue)?;
        if recovered_at.is_some() || taking_back::matters_to(actor) {
            let said = Said::new(choices::whole_of(&tx, subject).await?, subject, core.now()).recovered(recovered_at);
            said.leaves_room(actor, (&choosing.scope, choosing.stance), study.as_ref(), &catalogue)?;
        }
        let new = self.new_decision(choosing, subject, received);
        let decided = enter(core, &tx, &mut head, &new, by, actor.account()).await?;
        let (at, position) = (decided.decision.recorded, decided.decision.position);
        if let Some(key) = key {
            choices::save_key(&tx, key.digest, KeyUse { body_hash: key.body, position }, at).await?;
        }
        may_fail(core, steps::AFTER_APPEND)?;
        if let Some(look_up) = look_up {
            done(core, &tx, look_up, Act::Decided, Some(position.to_string()), None).await?;
        }
        audit::append(&tx, &core.config.node, [Line::of(actor, operation, at).to(position)]).await?;
        may_fail(core, steps::BEFORE_COMMIT)?;
        commit(tx).await?;
        may_fail(core, steps::AFTER_COMMIT)?;
        Ok(decided)
    }

    /// A refusal of access that somebody may have to look at later; what was merely mistyped is not.
    async fn note_refusal(&self, actor: &Actor, operation: Operation, choosing: &Choosing, problem: Problem) -> Result<(), Failure> {
        let matters = matches!(
            problem,
            Problem::NotAllowed
                | Problem::ClosedAfterRecovery
                | Problem::OnlyCancelRecovery
                | Problem::HigherLevelNeeded
                | Problem::OwnWordStands
                | Problem::WrongPerson
                | Problem::FreshPasskeyNeeded
        );
        if !matters {
            return Ok(());
        }
        let tx = self.core.store.begin().await?;
        let line = Line::of(actor, operation, self.core.now()).to(&choosing.scope).refused(problem, problem.code());
        audit::append(&tx, &self.core.config.node, [line]).await?;
        Ok(commit(tx).await?)
    }
}

/// Whose decision it is, who says it, and how it came.
struct Telling {
    subject: SubjectId,
    by: DecidedBy,
    /// The day on which the paper or call came.
    received: Option<Date>,
    /// The look-up in which the desk enters it.
    look_up: Option<LookUpId>,
}

const fn operation_of(choosing: &Choosing) -> Operation {
    match choosing.stance {
        Stance::Refuse => Operation::Refuse,
        Stance::Allow => Operation::Allow,
    }
}

/// Whether nothing that was said before matters: whoever sits at this site may always refuse, and at level 2 also allow; for
/// somebody of 15 or older not even that, because their own word stands before it.
fn needs_nothing_but_its_turn(actor: &Actor, choosing: &Choosing, received: Option<Date>) -> bool {
    let own = match actor {
        Actor::Patient(patient) => choosing.stance == Stance::Refuse || patient.level == Level::Two,
        Actor::Proxy { sight, .. } => choosing.stance == Stance::Refuse && *sight == ProxySight::Everything,
        _ => false,
    };
    own && received.is_none()
}

/// Whose decision it would be, and who says it.
fn may_decide(actor: &Actor, operation: Operation, choosing: &Choosing) -> Result<(SubjectId, DecidedBy), Problem> {
    actor.may(operation)?;
    let subject = actor.subject()?;
    // What is said for nobody in particular is said for oneself, never for whoever happens to be in view.
    let for_another = choosing.made_for.map_or(matches!(actor, Actor::Proxy { .. }), |made_for| made_for != subject);
    if for_another {
        return Err(Problem::WrongPerson);
    }
    let by = match actor {
        Actor::Patient(_) => DecidedBy::Patient,
        Actor::Proxy { .. } => DecidedBy::Proxy,
        _ => DecidedBy::Staff,
    };
    // Whoever sits at this site themselves cannot have phoned: that would put a false channel into the log.
    if by != DecidedBy::Staff && choosing.channel != Channel::Online {
        return Err(Problem::NotAllowed);
    }
    Ok((subject, by))
}

/// Whether people may decide about that scope; the study, if it names one.
pub(crate) async fn scope_to_decide(db: &crate::store::Db, scope: &Scope, catalogue: &Catalogue) -> Result<Option<Study>, Failure> {
    let study = if let Scope::Study(id) = scope { studies::study(db, *id).await? } else { None };
    may_be_decided(scope, study.as_ref(), catalogue)?;
    Ok(study)
}

/// The same, once the study that it names was looked for.
pub(crate) fn may_be_decided(scope: &Scope, study: Option<&Study>, catalogue: &Catalogue) -> Result<(), Problem> {
    let refusable = match scope {
        Scope::All | Scope::Commercial => true,
        Scope::Purpose(code) => catalogue.find(code).ok_or(Problem::UnknownPurpose)?.refusable(),
        Scope::Study(_) => {
            let study = study.filter(|study| study.status != Status::Draft).ok_or(Problem::UnknownStudy)?;
            !study.intended(catalogue).exempt()
        }
    };
    if refusable { Ok(()) } else { Err(Problem::NotRefusable) }
}

/// When the account of an actor whose passkey is not fresh was last recovered: what was refused before that they do not take back.
async fn recovered_at(db: &crate::store::Db, actor: &Actor, stance: Stance) -> Result<Option<Timestamp>, Failure> {
    let stale = actor.signed_in().ok().filter(|by| stance == Stance::Allow && !by.fresh);
    let Some(by) = stale else { return Ok(None) };
    Ok(recovery::last_of(db, by.account, None).await?.map(|last| last.completed_at))
}

/// The decision that a key had made.
pub(crate) async fn decided_before(tx: &Tx, subject: SubjectId, at: Position) -> Result<Decided, Failure> {
    let gone = || Failure::Inconsistent { table: "idempotency_keys", column: "position", row: at.to_string() };
    let decision = choices::decision_of(tx, &[subject], at).await?.ok_or_else(gone)?;
    let leaf_hash = log::leaf_hash(tx, at).await?.ok_or_else(gone)?;
    Ok(Decided { decision, leaf_hash, catalogue: choices::catalogue_shown(tx, at).await? })
}

/// The idempotency key, if one came.
fn key_of(actor: &Actor, subject: SubjectId, choosing: &Choosing, received: Option<Date>) -> Option<Key> {
    let key = choosing.key.as_deref().filter(|key| !key.is_empty())?;
    Some(Key { digest: key_digest(actor, subject, key), body: body_hash(choosing, received) })
}

/// A key means something only to the account that sent it, and only for the person it was sent for.
fn key_digest(actor: &Actor, subject: SubjectId, key: &str) -> [u8; 32] {
    let mut hash = Sha256::new().chain_update(actor.kind()).chain_update([0]);
    hash.update(actor.account().map_or([0; 16], |account| *account.0.as_bytes()));
    hash.update(subject.0.as_bytes());
    hash.update(key);
    hash.finalize().into()
}

/// What the key is bound to. None of the parts can hold the zero byte between them.
fn body_hash(choosing: &Choosing, received: Option<Date>) -> [u8; 32] {
    let received = received.map(domain::clock::format_date).unwrap_or_default();
    let parts = [choosing.scope.to_string(), choosing.stance.code().to_owned(), choosing.channel.code().to_owned(), received];
    Sha256::digest(parts.join("\0")).into()
}
