//! The holder's test persons, as the rows of a list meet them.

use super::rows;
use crate::keys::IdentifierDigest;
use crate::service::Core;
use crate::store::{Tx, test_persons};
use domain::check::{Answer, ListCheck, TEST_PERSONS};
use domain::clock::Timestamp;
use domain::failure::Failure;
use domain::id::{HolderId, SubjectId};
use domain::identifier::{Identifier, Systems};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Which of them were met, and how they were answered.
pub(super) struct TestsMet {
    digests: Vec<IdentifierDigest>,
    subjects: BTreeSet<SubjectId>,
    /// For each of the three: how many rows it had, and whether all of them were answered as they have to be.
    met: Vec<(u64, bool)>,
    /// Whether the law exempts the use from refusal: then they are permitted like everybody.
    exempt: bool,
}

impl TestsMet {
    /// None of them yet.
    pub(super) async fn none(core: &Core, db: &Tx, holder: HolderId, open: &Systems, exempt: bool) -> Result<Self, Failure> {
        let mut tests = Self { digests: Vec::new(), subjects: BTreeSet::new(), met: Vec::new(), exempt };
        for (person, subject) in test_persons::of_holder(db, holder).await? {
            // A holder whose system changed (a new institution number, a new base URL) cannot name them any more.
            if let Ok(identifier) = Identifier::parse(&person.system, &person.value, open) {
                tests.digests.push(core.keys.identifier_digest(&identifier));
                tests.met.push((0, true));
            }
            tests.subjects.insert(subject);
        }
        Ok(tests)
    }

    /// Nobody asks about them: they are in nobody's numbers.
    pub(super) fn subjects(&self) -> &BTreeSet<SubjectId> {
        &self.subjects
    }

    /// Meets those of an answered part.
    pub(super) fn meet<'a>(&mut self, rows: impl Iterator<Item = &'a rows::Row>, answers: &[Answer]) {
        for (row, answer) in rows.zip(answers) {
            let as_it_has_to_be = if self.exempt { matches!(answer, Answer::Permit { .. }) } else { *answer == Answer::Deny };
            let Ok(numbers) = row else { continue };
            for (digest, (times, well)) in self.digests.iter().zip(&mut self.met) {
                if numbers.all().any(|number| number == digest) {
                    *times += 1;
                    *well &= as_it_has_to_be;
                }
            }
        }
    }

    /// How many rows they had.
    pub(super) fn rows(&self) -> u64 {
        self.met.iter().map(|(times, _)| times).sum()
    }

    /// How many of the three were answered as they have to be, in every row.
    pub(super) fn well(&self) -> u8 {
        let well = self.met.iter().filter(|(times, well)| *times > 0 && *well).count();
        u8::try_from(well).unwrap_or(TEST_PERSONS)
    }

    /// What the holder's page says of the list.
    pub(super) fn list(&self, checked_at: Timestamp, [permit, deny, error]: [u64; 3]) -> ListCheck {
        ListCheck { checked_at, rows: permit + deny + error, permit, deny, error, test_persons_denied: self.well() }
    }
}

/// Writes down that a list was checked.
pub(super) async fn keep(core: &Core, tx: &Tx, holder: HolderId, list: &ListCheck) -> Result<(), Failure> {
    let mut bytes = [0; 16];
    core.random.fill(&mut bytes);
    Ok(test_persons::list_checked(tx, Uuid::from_bytes(bytes), holder, list).await?)
}
