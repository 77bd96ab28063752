//! One decision, from the question whether its author may to the answer that it is durable.

use super::ChoicesService;
use super::entry::enter;
use super::taking_back::Said;
use crate::service::desk::in_view::done;
use crate::store::audit::{self, Line};
use crate::store::choices::{self, KeyUse};
use crate::store::{Tx, commit, links, log, studies};
use domain::account::Level;
use domain::actor::{Actor, Operation, Patient};
use domain::choice::{Channel, DecidedBy, NewDecision, Scope, Stance};
use domain::clock::Date;
use domain::desk::Act;
use domain::failure::{Failure, Problem};
use domain::id::{LookUpId, SubjectId};
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
        let operation = match choosing.stance {
            Stance::Refuse => Operation::Refuse,
            Stance::Allow => Operation::Allow,
        };
        let outcome = match may_decide(actor, operation, choosing) {
            Ok((subject, by)) => self.record(actor, operation, choosing, Entry { subject, by, received, look_up }).await,
            Err(problem) => Err(problem.into()),
        };
        if let Err(Failure::Refused(problem)) = &outcome {
            self.note_refusal(actor, operation, choosing, *problem).await?;
        }
        outcome
    }

    async fn record(
        &self,
        actor: &Actor,
        operation: Operation,
        choosing: &Choosing,
        Entry { subject, by, received, look_up }: Entry,
    ) -> Result<Decided, Failure> {
        let (core, db) = (&self.core, self.core.store.db());
        let catalogue = studies::catalogue(db).await?;
        let study = scope_to_decide(db, &choosing.scope, &catalogue).await?;
        let tx = core.store.begin().await?;
        // Under the lock two copies of one form come one after the other: the second finds what the first did.
        let mut head = log::lock(&tx).await?;
        let key = choosing.key.as_deref().filter(|key| !key.is_empty());
        let key = key.map(|key| (key_digest(actor, subject, key), body_hash(choosing, received)));
        if let Some((digest, body)) = key
            && let Some(used) = choices::key_use(&tx, digest).await?
        {
            return decided_before(&tx, subject, used, body).await;
        }
        if choosing.stance == Stance::Allow {
            may_allow(&tx, actor, subject, (&choosing.scope, study.as_ref()), &catalogue).await?;
        }
        let new = NewDecision {
            subject,
            scope: choosing.scope.clone(),
            stance: choosing.stance,
            channel: choosing.channel,
            received,
            notice: core.config.notice.clone(),
        };
        let decided = enter(core, &tx, &mut head, &new, by, actor.account()).await?;
        let (at, position) = (decided.decision.recorded, decided.decision.position);
        if let Some((digest, body_hash)) = key {
            choices::save_key(&tx, digest, KeyUse { body_hash, position }, at).await?;
        }
        if let Some(look_up) = look_up {
            done(core, &tx, look_up, Act::Decided, Some(position.to_string()), None).await?;
        }
        audit::append(&tx, &core.config.node, [Line::of(actor, operation, at).to(position)]).await?;
        commit(tx).await?;
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
                | Problem::WrongPerson
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
struct Entry {
    subject: SubjectId,
    by: DecidedBy,
    /// The day on which the paper or call came.
    received: Option<Date>,
    /// The look-up in which the desk enters it.
    look_up: Option<LookUpId>,
}

/// Whose decision it would be, and who says it.
fn may_decide(actor: &Actor, operation: Operation, choosing: &Choosing) -> Result<(SubjectId, DecidedBy), Problem> {
    actor.may(operation)?;
    let subject = actor.subject()?;
    if choosing.made_for.is_some_and(|made_for| made_for != subject) {
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
    match scope {
        Scope::All | Scope::Commercial => Ok(None),
        Scope::Purpose(code) => {
            let purpose = catalogue.find(code).ok_or(Problem::UnknownPurpose)?;
            if purpose.refusable() { Ok(None) } else { Err(Problem::NotRefusable.into()) }
        }
        Scope::Study(id) => {
            let study = studies::study(db, *id).await?.filter(|study| study.status != Status::Draft).ok_or(Problem::UnknownStudy)?;
            if study.intended(catalogue).exempt() { Err(Problem::NotRefusable.into()) } else { Ok(Some(study)) }
        }
    }
}

/// At level 1, and for somebody else, only one's own refusals can be taken back.
async fn may_allow(
    tx: &Tx,
    actor: &Actor,
    subject: SubjectId,
    (scope, study): (&Scope, Option<&Study>),
    catalogue: &Catalogue,
) -> Result<(), Failure> {
    if !matches!(actor, Actor::Patient(Patient { level: Level::One, .. }) | Actor::Proxy { .. }) {
        return Ok(());
    }
    let kin = links::kin_of(tx, &[subject]).await?;
    let said = Said::new(choices::entered_of(tx, &kin.with(subject)).await?, kin);
    Ok(said.may_allow(actor, scope, study, catalogue)?)
}

async fn decided_before(tx: &Tx, subject: SubjectId, used: KeyUse, body: [u8; 32]) -> Result<Decided, Failure> {
    if used.body_hash != body {
        return Err(Problem::KeyReused.into());
    }
    let gone = || Failure::Inconsistent { table: "idempotency_keys", column: "position", row: used.position.to_string() };
    let decision = choices::decision_of(tx, &[subject], used.position).await?.ok_or_else(gone)?;
    let leaf_hash = log::leaf_hash(tx, used.position).await?.ok_or_else(gone)?;
    Ok(Decided { decision, leaf_hash })
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
