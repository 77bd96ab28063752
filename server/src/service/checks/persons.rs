//! The persons whom the numbers of a question reach, and what each of them says to it.

use super::rows::Numbers;
use crate::keys::IdentifierDigest;
use crate::store::{StoreError, Tx, choices, links, subjects};
use domain::choice::{Choices, Decision, Intended};
use domain::id::SubjectId;
use domain::link::Kin;
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
        let mut said: HashMap<SubjectId, Vec<Decision>> = HashMap::new();
        for decision in choices::current_of(db, &everybody).await? {
            said.entry(decision.subject).or_default().push(decision);
        }
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

    fn choices_of(&self, subject: SubjectId) -> Choices {
        let person = self.kin.with(subject);
        let kin = if person.len() == 1 { Kin::default() } else { self.kin.clone() };
        Choices::fold(person.iter().filter_map(|one| self.said.get(one)).flatten(), kin)
    }
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
    /// Whether nobody whom one of these numbers reaches refuses.
    pub(super) fn all(&self, numbers: &Numbers) -> bool {
        !numbers.all().any(|digest| self.denied.contains(digest))
    }
}
