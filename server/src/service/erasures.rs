//! Erasing what the law demands: the leaf bytes of decisions that hold no more, with every copy of what they say. The hashes
//! stay, so the log is what it was (docs/decisions/0008-erasure.md).

use super::Core;
use super::links::blinding;
use crate::store::accounts::{self, Kind as AccountKind};
use crate::store::audit::{self, Line};
use crate::store::log::{self, LeafOf, LockedHead};
use crate::store::log_tree::{self, CheckpointKind};
use crate::store::{StoreError, Tx, choices, commit, leaves, links};
use domain::actor::{Actor, Operation};
use domain::choice::{Decision, NotErasable, Scope, may_erase};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, SubjectId};
use domain::log::Position;
use domain::log::leaf::{ErasureLeaf, Kind, V1};
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of a reason.
pub const REASON_LIMIT: usize = 500;

/// Whose decisions are to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of that subject.
    Subject(SubjectId),
    /// Those of the person of that account: of each subject that is proved to be this person.
    Account(AccountId),
}

/// What is to be erased.
#[derive(Clone, Debug)]
pub struct Erasing {
    /// Whose.
    pub whose: Whose,
    /// Which of their decisions; none named: all of them.
    pub entries: BTreeSet<Position>,
    /// Which law demands it, and who decided that it does; for the audit.
    pub reason: String,
}

/// What was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The entry that says so.
    pub erasure: Position,
    /// The entries.
    pub entries: BTreeSet<Position>,
}

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum NotErased {
    /// There is no such person.
    #[error("nobody has that id")]
    Nobody,
    /// There is nothing to erase.
    #[error("there is no decision of theirs whose content is still there")]
    Nothing,
    /// Entries that are no decisions of that person, or were erased before.
    #[error("not a decision of theirs, or erased before: entry {0}")]
    NotTheirs(Position),
    /// Entries so new that the log was not yet signed with them.
    #[error("entry {0} is not published yet: try again in a second, with a server running")]
    NotPublished(Position),
    /// What holds is not erased.
    #[error(transparent)]
    Holds(#[from] NotErasable),
    /// No reason was given, or too long a one.
    #[error("a reason of one to {REASON_LIMIT} characters is needed: which law demands it, and who decided that it does")]
    Reason,
    /// Whoever asked may not, or the store did not do it.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<StoreError> for NotErased {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl From<Problem> for NotErased {
    fn from(problem: Problem) -> Self {
        Self::Failure(problem.into())
    }
}

/// Erases. All of it or nothing: where one of the entries may not go, none goes.
///
/// # Errors
/// [`NotErased`] says why.
pub async fn erase(core: &Core, actor: &Actor, erasing: &Erasing) -> Result<Erased, NotErased> {
    actor.may(Operation::EraseEntries)?;
    let reason = erasing.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_LIMIT {
        return Err(NotErased::Reason);
    }
    let tx = core.store.begin().await?;
    let mut head = core.lock_log(&tx).await?;
    let own = whose(&tx, erasing.whose).await?;
    let said = Said::read(&tx, &own).await?;
    let entries = said.chosen(&own, &erasing.entries)?;
    published(&tx, &entries).await?;
    may_erase(&said.decisions, &links::kin_of(&tx, &own).await?, &entries)?;

    let time = head.time(core.now());
    let leaf = ErasureLeaf { v: V1, time, positions: entries.iter().copied().collect(), blinding: blinding(core) };
    let (erasure, _) = log::append(&tx, &mut head, leaf.to_bytes(), LeafOf::Event(Kind::Erasure, time)).await?;
    leaves::erase(&tx, &head, &leaf.positions, erasure).await?;
    said.save_what_holds(&tx, &head, &entries).await?;
    let line = Line { on_behalf_of: own.first().copied(), ..Line::of(actor, Operation::EraseEntries, time) };
    audit::append(&tx, &core.config.node, [line.to(erasure).because(reason)]).await?;
    commit(tx).await?;
    Ok(Erased { erasure, entries })
}

/// The subjects whose decisions are meant.
async fn whose(tx: &Tx, whose: Whose) -> Result<Vec<SubjectId>, NotErased> {
    match whose {
        Whose::Subject(subject) => Ok(vec![subject]),
        Whose::Account(id) => match accounts::account(tx, id).await?.map(|account| account.kind) {
            Some(AccountKind::Patient(subject)) => Ok(links::proved_with(tx, subject).await?),
            _ => Err(NotErased::Nobody),
        },
    }
}

/// Of what is not signed yet the leaf is still needed.
async fn published(tx: &Tx, entries: &BTreeSet<Position>) -> Result<(), NotErased> {
    let signed = log_tree::checkpoint(tx, CheckpointKind::Signed).await?.map_or(0, |checkpoint| checkpoint.size);
    match entries.last() {
        Some(last) if last.0 >= signed => Err(NotErased::NotPublished(*last)),
        _ => Ok(()),
    }
}

/// Everything that the person said.
struct Said {
    decisions: Vec<Decision>,
    accounts: BTreeMap<Position, Option<AccountId>>,
}

impl Said {
    /// Over every subject that is one with these.
    async fn read(tx: &Tx, own: &[SubjectId]) -> Result<Self, StoreError> {
        let entered = choices::entered_of(tx, &links::subjects_with(tx, own).await?).await?;
        let accounts = entered.iter().map(|(decision, account)| (decision.position, *account)).collect();
        Ok(Self { decisions: entered.into_iter().map(|(decision, _)| decision).collect(), accounts })
    }

    /// Those of the named ones that are these subjects' own; none named: all of these subjects'.
    fn chosen(&self, own: &[SubjectId], named: &BTreeSet<Position>) -> Result<BTreeSet<Position>, NotErased> {
        let theirs = self.decisions.iter().filter(|decision| own.contains(&decision.subject));
        let theirs: BTreeSet<_> = theirs.map(|decision| decision.position).collect();
        if theirs.is_empty() {
            return Err(NotErased::Nothing);
        }
        if let Some(other) = named.difference(&theirs).next() {
            return Err(NotErased::NotTheirs(*other));
        }
        Ok(if named.is_empty() { theirs } else { named.clone() })
    }

    /// Where what held last on a scope is gone, what was said before it stands there now.
    async fn save_what_holds(&self, tx: &Tx, head: &LockedHead, erased: &BTreeSet<Position>) -> Result<(), StoreError> {
        let scopes: BTreeSet<(SubjectId, &Scope)> = self
            .decisions
            .iter()
            .filter(|decision| erased.contains(&decision.position))
            .map(|decision| (decision.subject, &decision.scope))
            .collect();
        // Each in turn: the later one stays.
        for decision in self.decisions.iter().filter(|decision| !erased.contains(&decision.position)) {
            if scopes.contains(&(decision.subject, &decision.scope)) {
                choices::save_current(tx, head, decision, self.accounts.get(&decision.position).copied().flatten()).await?;
            }
        }
        Ok(())
    }
}
