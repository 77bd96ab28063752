//! The persons whom the numbers of a question reach, and what each of them says to it.

use super::rows::Numbers;
use crate::keys::IdentifierDigest;
use crate::store::{StoreError, Tx, choices, links, subjects};
use domain::choice::{Choices, Decision, Intended};
use domain::id::SubjectId;
use domain::link::Kin;
use domain::log::Position;
use domain::purpose::Catalogue;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// Whom the numbers reach, who is one person with them, and what they all said.
pub(super) struct Persons {
    reached: HashMap<IdentifierDigest, Vec<SubjectId>>,
    kin: Kin,
    said: HashMap<SubjectId, Vec<Decision>>,
}

impl Persons {
    /// Reads everything that the verdicts need.
    ///
    /// A number that nobody bears is looked up to the end all the same, under a subject that nobody can be: whether a
    /// number is known must not show in the time an answer takes.
    pub(super) async fn reached(db: &Tx, digests: BTreeSet<IdentifierDigest>) -> Result<Self, StoreError> {
        let digests: Vec<_> = digests.into_iter().collect();
        let mut reached: HashMap<IdentifierDigest, Vec<SubjectId>> = HashMap::with_capacity(digests.len());
        for (digest, subject) in subjects::of_digests(db, &digests).await? {
            reached.entry(digest).or_default().push(subject);
        }
        let or_nobody = |digest| reached.get(digest).cloned().unwrap_or_else(|| vec![nobody(digest)]);
        let asked_about: BTreeSet<_> = digests.iter().flat_map(or_nobody).collect();
        let asked_about: Vec<_> = asked_about.into_iter().collect();

        let kin = links::kin_of(db, &asked_about).await?;
        let everybody: BTreeSet<_> = asked_about.iter().flat_map(|subject| kin.with(*subject)).collect();
        let everybody: Vec<_> = everybody.into_iter().collect();
        let said = by_subject(choices::current_of(db, &everybody).await?);
        Ok(Self { reached, kin, said })
    }

    /// The subjects that these numbers reach.
    pub(super) fn known(&self, numbers: &Numbers) -> BTreeSet<SubjectId> {
        numbers.all().filter_map(|digest| self.reached.get(digest)).flatten().copied().collect()
    }

    /// Asks each of them.
    pub(super) fn verdicts(&self, intended: &Intended<'_>, catalogue: &Catalogue) -> Verdicts {
        let mut asked: BTreeMap<SubjectId, bool> = BTreeMap::new();
        let mut denied = HashSet::new();
        for (digest, subjects) in &self.reached {
            let permits = |subject: &SubjectId| {
                *asked.entry(*subject).or_insert_with(|| self.choices_of(*subject).verdict(intended, catalogue).permits())
            };
            // A digest that is several people's is denied if any of them refuses.
            if !subjects.iter().map(permits).fold(true, |all, one| all & one) {
                denied.insert(*digest);
            }
        }
        Verdicts { denied }
    }

    /// Those reached who refused at that position of the log, and may not any more: whoever decided, was joined or was
    /// parted since is asked again as things stood then.
    pub(super) async fn refused_at(
        &self,
        db: &Tx,
        at: Position,
        intended: &Intended<'_>,
        catalogue: &Catalogue,
    ) -> Result<HashSet<SubjectId>, StoreError> {
        let moved: HashSet<SubjectId> =
            choices::deciders_since(db, at).await?.into_iter().chain(links::linked_since(db, at).await?).collect();
        let has_moved = |subject: &SubjectId| self.kin.with(*subject).iter().any(|one| moved.contains(one));
        let asked: BTreeSet<SubjectId> = self.reached.values().flatten().copied().filter(has_moved).collect();
        let asked: Vec<SubjectId> = asked.into_iter().collect();
        if asked.is_empty() {
            return Ok(HashSet::new());
        }
        let events = links::events_around(db, &asked).await?.into_iter().filter(|event| event.link.position < at);
        let kin = Kin::from_links(links::in_force(events));
        let everybody: BTreeSet<_> = asked.iter().flat_map(|subject| kin.with(*subject)).collect();
        let mut said = choices::all_decisions_of(db, &everybody.into_iter().collect::<Vec<_>>()).await?;
        said.retain(|decision| decision.position < at);
        let then = Self { reached: HashMap::new(), kin, said: by_subject(said) };
        let refuses = |subject: &SubjectId| !then.choices_of(*subject).verdict(intended, catalogue).permits();
        Ok(asked.into_iter().filter(refuses).collect())
    }

    /// The numbers that lead to one of these subjects.
    pub(super) fn leading_to<'a>(&'a self, subjects: &'a HashSet<SubjectId>) -> impl Iterator<Item = IdentifierDigest> + 'a {
        self.reached.iter().filter(|(_, reached)| reached.iter().any(|one| subjects.contains(one))).map(|(digest, _)| *digest)
    }

    fn choices_of(&self, subject: SubjectId) -> Choices {
        Choices::fold(self.kin.with(subject).iter().filter_map(|one| self.said.get(one)).flatten(), self.kin.of(subject))
    }
}

fn by_subject(decisions: Vec<Decision>) -> HashMap<SubjectId, Vec<Decision>> {
    let mut said: HashMap<SubjectId, Vec<Decision>> = HashMap::new();
    for decision in decisions {
        said.entry(decision.subject).or_default().push(decision);
    }
    said
}

/// A subject that does not exist: real ones begin with the time they were made, and this one is a block of AES.
fn nobody(digest: &IdentifierDigest) -> SubjectId {
    SubjectId(Uuid::from_bytes(*digest))
}

/// Which numbers lead to somebody who refuses.
pub(super) struct Verdicts {
    denied: HashSet<IdentifierDigest>,
}

impl Verdicts {
    /// These numbers, too.
    pub(super) fn deny(&mut self, digests: impl IntoIterator<Item = IdentifierDigest>) {
        self.denied.extend(digests);
    }

    /// Whether nobody whom one of these numbers reaches refuses.
    pub(super) fn all(&self, numbers: &Numbers) -> bool {
        !numbers.all().any(|digest| self.denied.contains(digest))
    }
}
