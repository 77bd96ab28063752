//! Recomputes the whole log from the store and names what is wrong: P2–P4 and P9 of log.md, as `hikae log verify` and every test
//! asks for them. Everything here is computed anew, with no code of what writes.
//!
//! It reads in pieces, in one snapshot, so that decisions go on meanwhile and memory stays bounded: the entries by their
//! positions with the tree over them, then the people by their ids with their chains and what holds for each.

mod fault;
mod kin;
mod leaf;
mod people;
mod proxies;
mod published;
mod register;
mod tower;

pub use fault::Fault;

use crate::store::entity::{links, log_leaves};
use crate::store::{Store, StoreError, Tx, log_check};
use domain::log::note::VerifierKey;
use leaf::Leaf;
use published::Expected;
use std::collections::BTreeMap;
use tower::{Hash, Tower, leaf_hash};

/// How many entries are read at once.
const CHUNK: u64 = 4_096;
/// After so many faults nobody reads on.
const FAULTS: usize = 100;

/// What the log is signed with, for those who check its checkpoints, too.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The origin of its checkpoints.
    pub origin: String,
    /// The keys that may have signed them.
    pub keys: Vec<VerifierKey>,
    /// The kept checkpoint, if there is one: a file beside the database, which no older copy of the database replaces.
    pub kept: Option<String>,
}

/// What was found to be in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many entries there are.
    pub entries: u64,
    /// The root over them.
    pub root: Hash,
    /// Of how many entries the leaf bytes were erased: of those only the hash could be checked.
    pub erased: u64,
    /// How many entries are published.
    pub published: u64,
    /// How many people decided anything.
    pub people: u64,
    /// How many choices hold.
    pub choices: u64,
}

/// Checks what is in the database.
///
/// # Errors
/// Everything that is wrong, the first hundred of it.
pub async fn check_log(store: &Store) -> Result<(), Vec<Fault>> {
    examine(store, None).await.map(drop)
}

/// Checks what is in the database, and its signatures where keys are given.
///
/// # Errors
/// As [`check_log`].
pub async fn examine(store: &Store, signed: Option<&Signed>) -> Result<Report, Vec<Fault>> {
    let mut check = Check::default();
    if let Err(error) = check.run(store, signed).await {
        check.faults.push(Fault::Database(error.to_string()));
    }
    check.faults.truncate(FAULTS);
    if check.faults.is_empty() { Ok(check.report) } else { Err(check.faults) }
}

#[derive(Default)]
struct Check {
    faults: Vec<Fault>,
    report: Report,
    tower: Tower,
    /// Entries that an erasure names: their hashes, once they came by.
    erased: BTreeMap<u64, Option<Hash>>,
    time: i64,
}

impl Check {
    async fn run(&mut self, store: &Store, signed: Option<&Signed>) -> Result<(), StoreError> {
        let db = store.snapshot().await?;
        self.read_erasures(&db).await?;
        let mut expected = Expected::read(&db, signed, &mut self.faults).await?;
        expected.reached(&self.tower, &mut self.faults);
        while self.chunk(&db, &mut expected).await? && self.goes_on() {}
        self.report.entries = self.tower.size();
        self.report.root = self.tower.root();
        self.report.published = expected.covered();
        self.head(&db).await?;
        expected.finish(&db, self.tower.size(), &mut self.faults).await?;
        for (entry, _) in self.erased.iter().filter(|(_, hash)| hash.is_none()) {
            self.faults.push(Fault::Erasure(*entry, "and there is no such entry"));
        }
        self.register(&db).await?;
        self.catalogue(&db).await?;
        self.proxies(&db).await?;
        self.kin(&db).await?;
        self.people(&db).await
    }

    fn goes_on(&self) -> bool {
        self.faults.len() < FAULTS
    }

    async fn read_erasures(&mut self, db: &Tx) -> Result<(), StoreError> {
        let mut from = 0;
        loop {
            let rows = log_check::leaves_of_kind(db, "erasure", from, CHUNK).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            from = last.position + 1;
            for row in rows {
                for entry in leaf::erased(&row.bytes) {
                    self.erased.insert(entry, None);
                }
            }
        }
    }

    /// The next entries: whether there were any.
    async fn chunk(&mut self, db: &Tx, expected: &mut Expected) -> Result<bool, StoreError> {
        let from = i64::try_from(self.tower.size()).unwrap_or(i64::MAX);
        let entries = log_check::entries(db, from, CHUNK).await?;
        let Some(last) = entries.last().map(|entry| entry.position) else { return Ok(false) };
        let mut leaves = by_position(log_check::leaves(db, from, last).await?, |row| row.position);
        let mut links = by_position(log_check::links(db, from, last).await?, |row| row.position);
        for entry in entries {
            while i64::try_from(self.tower.size()).is_ok_and(|next| next < entry.position) {
                self.faults.push(Fault::Missing(self.tower.size()));
                // Whatever would stand there: what follows is checked for itself.
                self.push(db, [0; 32], expected).await?;
                if !self.goes_on() {
                    return Ok(false);
                }
            }
            let number = self.tower.size();
            let Ok(hash) = Hash::try_from(entry.leaf_hash) else {
                self.faults.push(Fault::LeafHash(number));
                self.push(db, [0; 32], expected).await?;
                continue;
            };
            self.entry(number, hash, leaves.remove(&entry.position), links.remove(&entry.position));
            self.push(db, hash, expected).await?;
        }
        for (position, _) in leaves {
            self.faults.push(Fault::Missing(u64::try_from(position).unwrap_or_default()));
        }
        for (position, _) in links {
            self.faults.push(Fault::Link(u64::try_from(position).unwrap_or_default()));
        }
        Ok(true)
    }

    async fn push(&mut self, db: &Tx, hash: Hash, expected: &mut Expected) -> Result<(), StoreError> {
        for full in self.tower.add(hash) {
            expected.full_tile(db, &full, self.tower.size(), &mut self.faults).await?;
        }
        expected.reached(&self.tower, &mut self.faults);
        Ok(())
    }

    /// One entry, with what is stored beside it.
    fn entry(&mut self, number: u64, hash: Hash, row: Option<log_leaves::Model>, link: Option<links::Model>) {
        let erased = self.erased.get_mut(&number).map(|kept| kept.replace(hash)).is_some();
        let Some(row) = row else {
            if erased {
                self.report.erased += 1;
            } else {
                self.faults.push(Fault::NoLeaf(number));
            }
            return;
        };
        if erased {
            self.faults.push(Fault::Erasure(number, "and its leaf is still there"));
        }
        if leaf_hash(&row.bytes) != hash {
            self.faults.push(Fault::LeafHash(number));
            return;
        }
        match Leaf::read(&row.bytes) {
            Err(what) => self.faults.push(Fault::Unreadable(number, what)),
            Ok(leaf) => {
                if leaf.time < self.time {
                    self.faults.push(Fault::Time(number));
                }
                self.time = leaf.time;
                self.faults.extend(leaf.column_at_fault(&row).map(|column| Fault::Column(number, column)));
                if !leaf.goes_with(link.as_ref()) {
                    self.faults.push(Fault::Link(number));
                }
            }
        }
    }

    async fn head(&mut self, db: &Tx) -> Result<(), StoreError> {
        let heads = log_check::heads(db).await?;
        let [head] = heads.as_slice() else {
            self.faults.push(Fault::Head("number of rows"));
            return Ok(());
        };
        let right = [
            ("size", u64::try_from(head.size) == Ok(self.tower.size())),
            ("root", head.root == self.tower.root()),
            ("edge", head.edge == self.tower.edge().concat()),
            ("time", head.time == self.time || self.erased.contains_key(&self.tower.size().saturating_sub(1))),
        ];
        self.faults.extend(right.into_iter().filter(|(_, right)| !right).map(|(what, _)| Fault::Head(what)));
        Ok(())
    }
}

fn by_position<M>(rows: Vec<M>, position: impl Fn(&M) -> i64) -> BTreeMap<i64, M> {
    rows.into_iter().map(|row| (position(&row), row)).collect()
}
