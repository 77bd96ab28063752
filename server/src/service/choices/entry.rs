//! How a decision comes into the log: leaf, readable row, what holds now, all in the caller's transaction.

use crate::service::Core;
use crate::service::links::blinding;
use crate::store::log::{self, LeafOf, LockedHead};
use crate::store::{Tx, choices, conflicts, links};
use domain::choice::{DecidedBy, Decision, NewDecision};
use domain::failure::{Failure, Problem};
use domain::id::AccountId;
use domain::log::leaf::{ChainEnd, DecisionLeaf};
use domain::ports::Decided;

/// Enters a decision at the locked head. Whether its author may, and whether its scope exists, was asked before; the
/// audit line and the commit are the caller's.
pub async fn enter(
    core: &Core,
    tx: &Tx,
    head: &mut LockedHead,
    new: &NewDecision,
    by: DecidedBy,
    account: Option<AccountId>,
) -> Result<Decided, Failure> {
    let recorded = head.time(core.now());
    let decision = Decision {
        position: head.next(),
        subject: new.subject,
        scope: new.scope.clone(),
        stance: new.stance,
        effective: new.effective(recorded).map_err(Problem::from)?,
        recorded,
        channel: new.channel,
        by,
        notice: new.notice.clone(),
    };
    let previous = log::chain_end_of(tx, decision.subject).await?;
    let leaf = leaf_of(core, &decision, previous);
    let (_, leaf_hash) = log::append(tx, head, leaf.to_bytes(), LeafOf::Decision(&decision, account)).await?;
    log::set_chain_end(tx, head, decision.subject, ChainEnd { seq: leaf.seq(), hash: leaf_hash }).await?;
    choices::save_current(tx, head, &decision, account).await?;
    if decision.effective < decision.recorded {
        // Late entry: what was disclosed since it took effect is compared with it anew.
        let person = links::subjects_with(tx, &[decision.subject]).await?;
        conflicts::find_more(tx, &person, Some(decision.effective), recorded).await?;
    }
    Ok(Decided { decision, leaf_hash })
}

fn leaf_of<'a>(core: &Core, decision: &'a Decision, previous: Option<ChainEnd>) -> DecisionLeaf<'a> {
    DecisionLeaf {
        time: decision.recorded,
        effective: decision.effective,
        scope: &decision.scope,
        stance: decision.stance,
        channel: decision.channel,
        actor: decision.by,
        notice: &decision.notice,
        subject: decision.subject,
        previous,
        blinding: blinding(core),
    }
}
