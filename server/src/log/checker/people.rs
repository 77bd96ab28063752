//! Each person's chain, and what holds for them now: the fold of their decisions (P4).

use super::leaf::Leaf;
use super::tower::{Hash, leaf_hash};
use super::{CHUNK, Check, Fault};
use crate::store::entity::{current_choices, log_leaves, subject_chains};
use crate::store::{StoreError, Tx, log_check};
use domain::id::SubjectId;
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// How many people are looked at at once.
const PEOPLE: u64 = 200;

/// What a person's decisions come to, as far as they were read.
#[derive(Default)]
struct Person {
    seq: u64,
    hash: Option<Hash>,
    /// Of each scope, the decision that takes effect last; of two with the same moment the later entry. Without its leaf.
    latest: BTreeMap<String, log_leaves::Model>,
}

impl Check {
    /// Everybody, by their ids.
    pub(super) async fn people(&mut self, db: &Tx) -> Result<(), StoreError> {
        let erased: HashSet<Hash> = self.erased.values().flatten().copied().collect();
        let mut after = None;
        loop {
            let subjects = log_check::subjects_after(db, after, PEOPLE).await?;
            let (Some(first), Some(last)) = (subjects.first().copied(), subjects.last().copied()) else { return Ok(()) };
            if !self.goes_on() {
                return Ok(());
            }
            after = Some(last);
            let mut chains: BTreeMap<Uuid, _> =
                log_check::chains_of(db, &subjects).await?.into_iter().map(|row| (row.subject_id, row)).collect();
            let mut current = grouped(log_check::current_of(db, &subjects).await?, |row| row.subject_id);
            let mut people = self.said(db, (first, last), &erased).await?;
            for subject in subjects {
                let person = people.remove(&subject).unwrap_or_default();
                if !ends_right(&person, chains.remove(&subject), &erased) {
                    self.faults.push(Fault::ChainEnd(SubjectId(subject)));
                }
                self.choices(subject, person, current.remove(&subject).unwrap_or_default());
                self.report.people += 1;
            }
        }
    }

    /// The decisions of everybody from the first id to the last, in pieces: somebody may have said a great deal.
    async fn said(&mut self, db: &Tx, ids: (Uuid, Uuid), erased: &HashSet<Hash>) -> Result<BTreeMap<Uuid, Person>, StoreError> {
        let (mut people, mut after): (BTreeMap<Uuid, Person>, _) = (BTreeMap::new(), None);
        loop {
            let page = log_check::decisions_between(db, ids, after, CHUNK).await?;
            let Some((subject, position)) = page.last().and_then(|row| Some((row.subject_id?, row.position))) else { return Ok(people) };
            after = Some((subject, position));
            for row in page {
                let person = people.entry(row.subject_id.unwrap_or_default()).or_default();
                person.add(row, erased, &mut self.faults);
            }
        }
    }

    /// Of each scope, the decision that takes effect last holds.
    fn choices(&mut self, subject: Uuid, mut person: Person, current: Vec<current_choices::Model>) {
        self.report.choices += current.len() as u64;
        let fault = |scope: &str, said: Option<&log_leaves::Model>| Fault::Choice {
            subject: SubjectId(subject),
            scope: scope.to_owned(),
            entry: said.and_then(|row| u64::try_from(row.position).ok()),
        };
        for row in current {
            // Also where it says that it comes from an erased entry: with the leaf went every row that came from it.
            let said = person.latest.remove(row.scope.as_str());
            if !said.as_ref().is_some_and(|said| same(&row, said)) {
                self.faults.push(fault(&row.scope, said.as_ref()));
            }
        }
        for (scope, said) in &person.latest {
            self.faults.push(fault(scope, Some(said)));
        }
    }
}

impl Person {
    /// The next decision. `seq` and `prev`: each leaf follows from the one before it. Between two that are there, erased ones may have
    /// stood.
    fn add(&mut self, mut row: log_leaves::Model, erased: &HashSet<Hash>, faults: &mut Vec<Fault>) {
        let bytes = std::mem::take(&mut row.bytes);
        if let Some((number, before)) = Leaf::read(&bytes).ok().and_then(|leaf| leaf.follows()) {
            let follows = if number == self.seq + 1 {
                before.as_deref() == self.hash.as_ref().map(<[u8; 32]>::as_slice)
            } else {
                number > self.seq && is_among(erased, before.as_deref())
            };
            if !follows {
                faults.push(Fault::Chain(u64::try_from(row.position).unwrap_or_default()));
            }
            (self.seq, self.hash) = (number, Some(leaf_hash(&bytes)));
        }
        let Some(scope) = row.scope.clone() else { return };
        let later = |there: &log_leaves::Model| (row.effective_at, row.position) > (there.effective_at, there.position);
        if self.latest.get(&scope).is_none_or(later) {
            self.latest.insert(scope, row);
        }
    }
}

fn ends_right(person: &Person, end: Option<subject_chains::Model>, erased: &HashSet<Hash>) -> bool {
    let Some(end) = end else { return person.hash.is_none() };
    let last = person.hash.is_some_and(|hash| end.leaf_hash == hash) && u64::try_from(end.seq) == Ok(person.seq);
    last || is_among(erased, Some(&end.leaf_hash))
}

fn is_among(erased: &HashSet<Hash>, hash: Option<&[u8]>) -> bool {
    hash.and_then(|hash| Hash::try_from(hash).ok()).is_some_and(|hash| erased.contains(&hash))
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
