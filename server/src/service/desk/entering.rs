//! Entering what the person in view said.

use super::in_view::{InView, alive, in_view};
use crate::service::Core;
use crate::service::choices::ChoicesService;
use crate::service::log;
use crate::store::audit::{self, Line};
use crate::store::{commit, facts, links, studies};
use domain::actor::{Actor, Operation};
use domain::choice::{Scope, Stance};
use domain::desk::Telling;
use domain::failure::{Failure, Problem};
use domain::id::LookUpId;
use domain::log::Position;
use domain::ports::desk::DeskReceipt;
use domain::ports::{ChoicesPort, Choosing, Decided};
use domain::study::Status;

pub(super) async fn decide(
    core: &Core,
    choices: &ChoicesService,
    actor: &Actor,
    id: LookUpId,
    telling: Telling,
    key: Option<String>,
) -> Result<Decided, Failure> {
    let view = in_view(core, actor, Operation::ActOnBehalf, id).await?;
    let person = links::subjects_with(core.store.db(), &[view.subject]).await?;
    alive(facts::facts_of(core.store.db(), &person).await?)?;
    if let Err(problem) = telling.may_be_entered(core.now()) {
        return refused(core, actor, &view, &telling, problem).await;
    }
    let person = on_behalf(actor, &view)?;
    let choosing = Choosing { scope: telling.scope, stance: telling.stance, channel: telling.channel, made_for: None, key };
    choices.decide_at_desk(&person, &choosing, telling.received, id).await
}

/// That somebody tried to permit something alone is written down; what was merely mistyped is not.
async fn refused(core: &Core, actor: &Actor, view: &InView, telling: &Telling, problem: Problem) -> Result<Decided, Failure> {
    if telling.stance == Stance::Allow {
        let mut line = Line::of(actor, Operation::ActOnBehalf, core.now()).to(&telling.scope).refused(problem, problem.code());
        line.on_behalf_of = Some(view.subject);
        let tx = core.store.begin().await?;
        audit::append(&tx, &core.config.node, [line]).await?;
        commit(tx).await?;
    }
    Err(problem.into())
}

/// The member of staff, on the word of the person in view. The audit line names the look-up: the reason stands there, sealed.
pub(super) fn on_behalf(actor: &Actor, view: &InView) -> Result<Actor, Failure> {
    let staff = actor.account().ok_or(Problem::NotAllowed)?;
    Ok(Actor::OnBehalf { staff, subject: view.subject, reason: format!("look-up {}", view.look_up.id) })
}

pub(super) async fn receipt(
    core: &Core,
    choices: &ChoicesService,
    actor: &Actor,
    id: LookUpId,
    at: Position,
) -> Result<Option<DeskReceipt>, Failure> {
    let view = in_view(core, actor, Operation::ActOnBehalf, id).await?;
    let Some(decided) = choices.decision(&on_behalf(actor, &view)?, at).await? else { return Ok(None) };
    let study = match decided.decision.scope {
        Scope::Study(study) => studies::study(core.store.db(), study).await?.filter(|study| study.status != Status::Draft),
        _ => None,
    };
    // It was signed before anybody was answered: a letter without a proof is none.
    let own = links::proved_with(core.store.db(), view.subject).await?;
    let proof = log::receipt_of(core, &own, at).await?.ok_or(Problem::NotFound)?;
    Ok(Some(DeskReceipt { decided, study, proof }))
}
