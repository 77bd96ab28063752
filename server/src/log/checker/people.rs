//! Each person's chain, and what holds for them now: the fold of their decisions (P4).

use super::leaf::Leaf;
use super::tower::leaf_hash;
use super::{Check, Fault};
use crate::store::entity::{current_choices, log_leaves, subject_chains};
use crate::store::{StoreError, Tx, log_check};
use domain::id::SubjectId;
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many people are looked at at once.
const PEOPLE: u64 = 200;

impl Check {
    /// Everybody, by their ids.
    pub(super) async fn people(&mut self, db: &Tx) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let subjects = log_check::subjects_after(db, after, PEOPLE).await?;
            if subjects.is_empty() || !self.goes_on() {
                return Ok(());
            }
            after = subjects.last().copied();
            let mut chains: BTreeMap<Uuid, _> =
                log_check::chains_of(db, &subjects).await?.into_iter().map(|row| (row.subject_id, row)).collect();
            let mut said = grouped(log_check::decisions_of(db, &subjects).await?, |row| row.subject_id.unwrap_or_default());
            let mut current = grouped(log_check::current_of(db, &subjects).await?, |row| row.subject_id);
            for subject in subjects {
                let leaves = said.remove(&subject).unwrap_or_default();
                self.chain(subject, &leaves, chains.remove(&subject));
                self.choices(subject, &leaves, current.remove(&subject).unwrap_or_default());
                self.report.people += 1;
            }
        }
    }

    /// `seq` and `prev`: each leaf follows from the one before it. Between two that are there, erased ones may have stood.
    fn chain(&mut self, subject: Uuid, leaves: &[log_leaves::Model], end: Option<subject_chains::Model>) {
        let (mut seq, mut hash): (u64, Option<Vec<u8>>) = (0, None);
        for row in leaves {
            let Some((number, before)) = Leaf::read(&row.bytes).ok().and_then(|leaf| leaf.follows()) else { continue };
            let follows = if number == seq + 1 { before == hash } else { self.was_erased(before.as_deref()) && number > seq };
            if !follows {
                self.faults.push(Fault::Chain(u64::try_from(row.position).unwrap_or_default()));
            }
            (seq, hash) = (number, Some(leaf_hash(&row.bytes).to_vec()));
        }
        let right = match end {
            None => hash.is_none(),
            Some(end) => {
                let last = Some(&end.leaf_hash) == hash.as_ref() && u64::try_from(end.seq) == Ok(seq);
                last || self.was_erased(Some(&end.leaf_hash))
            }
        };
        if !right {
            self.faults.push(Fault::ChainEnd(SubjectId(subject)));
        }
    }

    fn was_erased(&self, hash: Option<&[u8]>) -> bool {
        hash.is_some_and(|hash| self.erased.values().flatten().any(|erased| erased == hash))
    }

    /// Of each scope, the decision that takes effect last holds; of two with the same moment the later entry.
    fn choices(&mut self, subject: Uuid, leaves: &[log_leaves::Model], current: Vec<current_choices::Model>) {
        let mut latest: BTreeMap<&str, &log_leaves::Model> = BTreeMap::new();
        for row in leaves {
            let Some(scope) = row.scope.as_deref() else { continue };
            let there = latest.entry(scope).or_insert(row);
            if (row.effective_at, row.position) > (there.effective_at, there.position) {
                *there = row;
            }
        }
        self.report.choices += current.len() as u64;
        let fault = |scope: &str, said: Option<&log_leaves::Model>| Fault::Choice {
            subject: SubjectId(subject),
            scope: scope.to_owned(),
            entry: said.and_then(|row| u64::try_from(row.position).ok()),
        };
        for row in current {
            let said = latest.remove(row.scope.as_str());
            let from_erased = u64::try_from(row.position).is_ok_and(|entry| self.erased.contains_key(&entry));
            if !from_erased && !said.is_some_and(|said| same(&row, said)) {
                self.faults.push(fault(&row.scope, said));
            }
        }
        for (scope, said) in latest {
            self.faults.push(fault(scope, Some(said)));
        }
    }
}

fn same(row: &current_choices::Model, said: &log_leaves::Model) -> bool {
    row.position == said.position
        && Some(&row.stance) == said.stance.as_ref()
        && Some(row.effective_at) == said.effective_at
        && row.recorded_at == said.recorded_at
        && row.account_id == said.account_id
        && Some(&row.channel) == said.channel.as_ref()
        && Some(&row.decided_by) == said.decided_by.as_ref()
        && Some(&row.notice) == said.notice.as_ref()
}

fn grouped<M>(rows: Vec<M>, of: impl Fn(&M) -> Uuid) -> BTreeMap<Uuid, Vec<M>> {
    let mut groups: BTreeMap<Uuid, Vec<M>> = BTreeMap::new();
    for row in rows {
        groups.entry(of(&row)).or_default().push(row);
    }
    groups
}
