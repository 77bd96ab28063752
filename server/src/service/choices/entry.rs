//! How a decision comes into the log: leaf, readable row, what holds now, all in the caller's transaction.

use crate::service::Core;
use crate::service::links::blinding;
use crate::store::log::{self, LeafOf, LockedHead};
use crate::store::{Tx, choices, conflicts, links, studies};
use domain::choice::{DecidedBy, Decision, NewDecision};
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::id::AccountId;
use domain::log::Position;
use domain::log::leaf::{ChainEnd, DecisionLeaf, LeafHash};
use domain::ports::Decided;

/// A decision in its place of the log and of its subject's chain, not yet written.
#[derive(Debug)]
pub(crate) struct Placed {
    /// The decision.
    pub decision: Decision,
    /// Its leaf.
    pub leaf: Vec<u8>,
    /// Where its subject's chain stands after it.
    pub end: ChainEnd,
    /// The version of the catalogue that was shown with it.
    pub catalogue: u32,
}

impl Placed {
    /// What its author is told once it is durable.
    pub(crate) fn decided(&self) -> Decided {
        Decided { decision: self.decision.clone(), leaf_hash: self.end.hash, catalogue: Some(self.catalogue) }
    }
}

/// Puts a decision into its place. `previous`: the leaf of its subject before it. `catalogue`: the version that was shown.
///
/// # Errors
/// The day on which it was received is not one that it can be entered for.
pub(crate) fn place(
    core: &Core,
    new: &NewDecision,
    by: DecidedBy,
    (position, recorded): (Position, Timestamp),
    previous: Option<ChainEnd>,
    catalogue: u32,
) -> Result<Placed, Problem> {
    let decision = Decision {
        position,
        subject: new.subject,
        scope: new.scope.clone(),
        stance: new.stance,
        effective: new.effective(recorded)?,
        recorded,
        channel: new.channel,
        by,
        notice: new.notice.clone(),
    };
    let leaf = leaf_of(core, &decision, previous);
    let (seq, leaf) = (leaf.seq(), leaf.to_bytes());
    let hash = LeafHash::of(&leaf);
    Ok(Placed { decision, leaf, end: ChainEnd { seq, hash }, catalogue })
}

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
    let previous = log::chain_end_of(tx, new.subject).await?;
    let catalogue = studies::catalogue(tx).await?.version;
    let placed = place(core, new, by, (head.next(), head.time(core.now())), previous, catalogue)?;
    let (decided, decision) = (placed.decided(), &placed.decision);
    log::append(tx, head, placed.leaf, LeafOf::Decision(decision, account, catalogue)).await?;
    log::set_chain_end(tx, head, decision.subject, placed.end).await?;
    choices::save_current(tx, head, decision, account).await?;
    if decision.effective < decision.recorded {
        // Late entry: what was disclosed since it took effect is compared with it anew.
        let person = links::subjects_with(tx, &[decision.subject]).await?;
        conflicts::find_more(tx, &person, Some(decision.effective), decision.recorded).await?;
    }
    Ok(decided)
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
