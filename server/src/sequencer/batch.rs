//! One batch: one transaction under the head's lock, with hardly more statements than one decision takes alone.

use super::steps::{self, may_fail};
use super::{Entry, Key};
use crate::service::Core;
use crate::service::choices::entry::{Placed, place};
use crate::service::choices::{decided_before, may_be_decided};
use crate::store::audit::{self, Line};
use crate::store::choices::{self, KeyUse};
use crate::store::log::{self, LeafOf, LockedHead, NewLeaf};
use crate::store::{Tx, commit, studies};
use domain::choice::Scope;
use domain::failure::{Failure, Problem};
use domain::id::{StudyId, SubjectId};
use domain::log::Position;
use domain::log::leaf::ChainEnd;
use domain::ports::Decided;
use domain::purpose::Catalogue;
use domain::study::Study;
use std::collections::{BTreeMap, BTreeSet};

type Digest = [u8; 32];

/// How one entry went; an error is its author's alone.
pub(super) type Outcome = Result<Decided, Failure>;

/// Enters these decisions in their order and answers each. An error is everybody's: nothing of it may be acknowledged.
pub(super) async fn enter(core: &Core, entries: &[Entry]) -> Result<Vec<Outcome>, Failure> {
    let tx = core.store.begin().await?;
    let mut head = core.lock_log(&tx).await?;
    may_fail(core, steps::AFTER_LOCK)?;
    let known = Known::of(&tx, entries).await?;
    let batch = Batch::of(core, &head, entries, &known);
    let outcomes = batch.outcomes(&tx, entries).await?;
    if batch.made.is_empty() {
        return Ok(outcomes);
    }
    batch.write(core, &tx, &mut head).await?;
    may_fail(core, steps::BEFORE_COMMIT)?;
    commit(tx).await?;
    may_fail(core, steps::AFTER_COMMIT)?;
    Ok(outcomes)
}

/// What is read once for all of them.
struct Known {
    catalogue: Catalogue,
    studies: BTreeMap<StudyId, Study>,
    used: BTreeMap<Digest, KeyUse>,
    ends: BTreeMap<SubjectId, ChainEnd>,
}

impl Known {
    async fn of(tx: &Tx, entries: &[Entry]) -> Result<Self, Failure> {
        let named: BTreeSet<_> = entries.iter().filter_map(|entry| study_of(&entry.new.scope)).collect();
        let keys: BTreeSet<_> = entries.iter().filter_map(|entry| entry.key).map(|key| key.digest).collect();
        let subjects: BTreeSet<_> = entries.iter().map(|entry| entry.new.subject).collect();
        let found = studies::current(tx, &Vec::from_iter(named)).await?;
        Ok(Self {
            catalogue: studies::catalogue(tx).await?,
            studies: found.into_iter().map(|study| (study.id, study)).collect(),
            used: choices::key_uses(tx, &Vec::from_iter(keys)).await?,
            ends: log::chain_ends_of(tx, &Vec::from_iter(subjects)).await?,
        })
    }
}

fn study_of(scope: &Scope) -> Option<StudyId> {
    if let Scope::Study(id) = scope { Some(*id) } else { None }
}

/// How an entry of the batch went.
#[derive(Clone, Copy)]
enum Went {
    /// It made that one of the batch's decisions, or its key had made it just before.
    Made(usize),
    /// Its key had made a decision before this batch.
    Before(Position),
    /// It was refused.
    Refused(Problem),
}

/// What a batch comes to, before anything is written.
struct Batch<'a> {
    went: Vec<Went>,
    made: Vec<(Placed, &'a Entry)>,
    /// The first decision of the batch with each key.
    keys: BTreeMap<Digest, (Key, usize)>,
    ends: BTreeMap<SubjectId, ChainEnd>,
}

impl<'a> Batch<'a> {
    fn of(core: &Core, head: &LockedHead, entries: &'a [Entry], known: &Known) -> Self {
        let mut batch = Self { went: Vec::new(), made: Vec::new(), keys: BTreeMap::new(), ends: BTreeMap::new() };
        let recorded = head.time(core.now());
        let mut at = head.next();
        for entry in entries {
            let went = batch.went_before(entry, known).unwrap_or_else(|| {
                let subject = entry.new.subject;
                let previous = batch.ends.get(&subject).or_else(|| known.ends.get(&subject)).copied();
                let study = study_of(&entry.new.scope).and_then(|id| known.studies.get(&id));
                let placed = may_be_decided(&entry.new.scope, study, &known.catalogue)
                    .and_then(|()| place(core, &entry.new, entry.by, (at, recorded), previous, known.catalogue.version));
                match placed {
                    Err(problem) => Went::Refused(problem),
                    Ok(placed) => {
                        at = at.next();
                        batch.take(placed, entry)
                    }
                }
            });
            batch.went.push(went);
        }
        batch
    }

    /// How it went if its key was used already, before the batch or in it.
    fn went_before(&self, entry: &Entry, known: &Known) -> Option<Went> {
        let key = entry.key?;
        let (body, went) = match (known.used.get(&key.digest), self.keys.get(&key.digest)) {
            (Some(used), _) => (used.body_hash, Went::Before(used.position)),
            (None, Some((first, number))) => (first.body, Went::Made(*number)),
            (None, None) => return None,
        };
        Some(if body == key.body { went } else { Went::Refused(Problem::DecisionKeyReused) })
    }

    fn take(&mut self, placed: Placed, entry: &'a Entry) -> Went {
        let number = self.made.len();
        if let Some(key) = entry.key {
            self.keys.insert(key.digest, (key, number));
        }
        self.ends.insert(entry.new.subject, placed.end);
        self.made.push((placed, entry));
        Went::Made(number)
    }

    async fn outcomes(&self, tx: &Tx, entries: &[Entry]) -> Result<Vec<Outcome>, Failure> {
        let mut outcomes = Vec::with_capacity(entries.len());
        for (went, entry) in self.went.iter().zip(entries) {
            outcomes.push(match *went {
                Went::Made(number) => Ok(self.made[number].0.decided()),
                Went::Before(position) => Ok(decided_before(tx, entry.new.subject, position).await?),
                Went::Refused(problem) => Err(problem.into()),
            });
        }
        Ok(outcomes)
    }

    async fn write(&self, core: &Core, tx: &Tx, head: &mut LockedHead) -> Result<(), Failure> {
        let leaves = self.made.iter().map(|(placed, entry)| {
            let of = LeafOf::Decision(&placed.decision, entry.account, placed.catalogue);
            NewLeaf::new(placed.leaf.clone(), of)
        });
        log::append_many(tx, head, leaves.collect()).await?;
        log::set_chain_ends(tx, head, self.ends.iter().map(|(subject, end)| (*subject, *end))).await?;
        // Of two about the same, the later one: all of a batch take effect when they are recorded, so that is the last.
        let latest: BTreeMap<_, _> = self
            .made
            .iter()
            .map(|(placed, entry)| ((placed.decision.subject, &placed.decision.scope), (&placed.decision, entry.account)))
            .collect();
        choices::save_current_many(tx, head, &Vec::from_iter(latest.into_values())).await?;
        choices::save_keys(tx, &Vec::from_iter(self.keys.values().map(|(key, number)| self.key_use(key, *number)))).await?;
        may_fail(core, steps::AFTER_APPEND)?;
        let line =
            |(placed, entry): &(Placed, &Entry)| Line { at: placed.decision.recorded, ..entry.line.clone() }.to(placed.decision.position);
        Ok(audit::append(tx, &core.config.node, self.made.iter().map(line)).await?)
    }

    fn key_use(&self, key: &Key, number: usize) -> (Digest, KeyUse, domain::clock::Timestamp) {
        let decision = &self.made[number].0.decision;
        (key.digest, KeyUse { body_hash: key.body, position: decision.position }, decision.recorded)
    }
}
