//! A whole list, of any length, as one check: one check id, one time, one position of the log, however many parts it comes
//! in.
//!
//! The decisions are those at the pinned position, which the summary names. Somebody who refuses while the list is being
//! answered is denied from the next part on; somebody who allows meanwhile stays denied. So nobody is permitted who refused
//! either at the pinned position or when their part was answered. Copies of a row in one part are answered alike; in
//! another part they are, too, unless the person refused in between. Nothing is remembered of a part but its counts.

use super::{ChecksService, asked, counted, holder_of, planned, state_of_log, systems_of};
use crate::keys::IdentifierDigest;
use crate::service::Core;
use crate::service::checks::persons::Persons;
use crate::service::checks::rows::{self, Rows};
use crate::service::written_behind::Trace;
use crate::store::audit::{self, Line};
use crate::store::{Tx, commit, holder_counts, log, studies, test_persons};
use domain::actor::{Actor, Operation};
use domain::check::{Answer, AskedFor, ListCheck, MAX_ROWS, Question, Row, TEST_PERSONS, VALIDITY};
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::id::{HolderId, StudyId, SubjectId};
use domain::identifier::{Identifier, RowError, Systems};
use domain::log::Position;
use domain::log::note::Checkpoint;
use domain::statistics::{Month, What};
use std::collections::BTreeSet;
use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

/// A list that is being checked.
pub struct PinnedCheck {
    service: ChecksService,
    holder: HolderId,
    question: Question,
    version: Option<(StudyId, i32)>,
    exempt: bool,
    open: Systems,
    named: Named,
    counts: [u64; 3],
    tests: TestPersons,
    /// The audit line to be: made while it was known where the request comes from.
    line: Line,
    purpose: String,
    finished: bool,
    _one_of_the_lists: OwnedSemaphorePermit,
}

struct Named {
    check_id: String,
    checked_at: Timestamp,
    log: Checkpoint,
}

/// What stands at the end of an answered list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many were permitted.
    pub permit: u64,
    /// How many were denied.
    pub deny: u64,
    /// How many got no answer.
    pub error: u64,
    /// Names the check in a report.
    pub check_id: String,
    /// Until when it may be used.
    pub valid_until: Timestamp,
    /// How many entries the log had at the pinned position.
    pub log_size: u64,
    /// How many test persons were in it and answered as they have to be.
    pub test_persons_denied: u8,
}

/// The holder's test persons, as the rows of the list meet them.
struct TestPersons {
    digests: Vec<IdentifierDigest>,
    subjects: BTreeSet<SubjectId>,
    /// For each of the three: how many rows it had, and whether all of them were answered as they have to be.
    met: Vec<(u64, bool)>,
}

impl TestPersons {
    fn meet(&mut self, row: &rows::Row, as_it_has_to_be: bool) {
        let Ok(numbers) = row else { return };
        for (digest, (times, well)) in self.digests.iter().zip(&mut self.met) {
            if numbers.all().any(|number| number == digest) {
                *times += 1;
                *well &= as_it_has_to_be;
            }
        }
    }

    fn well(&self) -> u8 {
        let well = self.met.iter().filter(|(times, well)| *times > 0 && *well).count();
        u8::try_from(well).unwrap_or(TEST_PERSONS)
    }

    fn rows(&self) -> u64 {
        self.met.iter().map(|(times, _)| times).sum()
    }
}

impl ChecksService {
    /// Pins a check of a list. Whatever is wrong with the question as a whole is said here.
    ///
    /// # Errors
    /// The actor may not; there is no such study or purpose; too many lists are on their way; the database cannot be
    /// reached.
    pub async fn begin(&self, actor: &Actor, asked_for: AskedFor) -> Result<PinnedCheck, Failure> {
        let holder = holder_of(actor)?;
        let list = self.lists.clone().try_acquire_owned().map_err(|_| Failure::Unavailable("too many lists at once".to_owned()))?;
        let question = Question { asked_for, rows: Vec::new() };
        // Before the snapshot, as in a check of one request.
        let checked_at = self.core.now();
        let snapshot = self.core.store.snapshot().await?;
        let head = log::head(&snapshot).await?;
        let catalogue = studies::catalogue(&snapshot).await?;
        let planned = planned(&snapshot, &question.asked_for, &catalogue).await?;
        let open = systems_of(&self.core, &snapshot, holder).await?;
        let tests = self.tests_of(&snapshot, holder, &open).await?;
        commit(snapshot).await?;
        let check_id = self.core.keys.check_id(holder, &question, checked_at, head.size);
        Ok(PinnedCheck {
            service: self.clone(),
            holder,
            version: planned.version,
            exempt: planned.intended.exempt(),
            open,
            line: Line::of(actor, Operation::Check, checked_at).to(&check_id),
            purpose: planned.name(),
            named: Named { check_id, checked_at, log: state_of_log(&self.core, head) },
            counts: [0; 3],
            tests,
            finished: false,
            question,
            _one_of_the_lists: list,
        })
    }

    async fn tests_of(&self, db: &Tx, holder: HolderId, open: &Systems) -> Result<TestPersons, Failure> {
        let mut tests = TestPersons { digests: Vec::new(), subjects: BTreeSet::new(), met: Vec::new() };
        for (person, subject) in test_persons::of_holder(db, holder).await? {
            // A holder whose system changed (a new institution number, a new base URL) cannot name them any more.
            if let Ok(identifier) = Identifier::parse(&person.system, &person.value, open) {
                tests.digests.push(self.core.keys.identifier_digest(&identifier));
                tests.met.push((0, true));
            }
            tests.subjects.insert(subject);
        }
        Ok(tests)
    }
}

impl PinnedCheck {
    /// The system of the holder's own patient numbers.
    #[must_use]
    pub fn own_system(&self) -> &str {
        self.open.local.as_deref().unwrap_or_default()
    }

    /// The pinned position of the log.
    #[must_use]
    pub const fn log(&self) -> &Checkpoint {
        &self.named.log
    }

    /// Answers the next part, at most [`MAX_ROWS`] rows.
    ///
    /// # Errors
    /// Nothing certain can be said. Then nothing may be said of the whole list.
    pub async fn answer(&mut self, rows: &[Result<Row, RowError>]) -> Result<Vec<Answer>, Failure> {
        if rows.len() > MAX_ROWS {
            return Err(Problem::TooManyRows.into());
        }
        let service = self.service.clone();
        let slot = service.slots.acquire().await.map_err(|_| Problem::Unavailable)?;
        let core = &service.core;
        let at = core.now();
        let snapshot = core.store.snapshot().await?;
        let catalogue = studies::catalogue(&snapshot).await?;
        let planned = planned(&snapshot, &self.question.asked_for, &catalogue).await?;
        if planned.version != self.version {
            return Err(Failure::Unavailable("the study was amended while a list was checked".to_owned()));
        }
        let rows = Rows::read(&snapshot, core, self.holder, &self.open, rows).await?;
        let persons = Persons::reached(&snapshot, rows.digests()).await?;
        let mut permits = persons.verdicts(&planned.intended, &catalogue);
        let pinned = Position(self.named.log.size);
        if log::head(&snapshot).await?.size != pinned {
            let refused = persons.refused_at(&snapshot, pinned, &planned.intended, &catalogue).await?;
            permits.deny(persons.leading_to(&refused));
        }
        commit(snapshot).await?;

        let answers = planned.answers(core, self.holder, &self.named.check_id, &rows, &permits);
        let told = asked(self.holder, &planned, &rows, &persons, &self.tests.subjects, (&answers, at));
        let attested = rows.attested().map(|times| (self.holder, times));
        drop(slot);
        service.behind.room_for(told.len()).await;
        service.behind.put(Trace { asked: told, attested, line: None })?;
        for (row, answer) in rows.iter().zip(&answers) {
            let expected = if self.exempt { matches!(answer, Answer::Permit { .. }) } else { *answer == Answer::Deny };
            self.tests.meet(row, expected);
        }
        for (sum, part) in self.counts.iter_mut().zip(counted(&answers)) {
            *sum += part as u64;
        }
        Ok(answers)
    }

    /// The list is over: writes down that it was checked. Without the answer of this nothing may be disclosed.
    ///
    /// # Errors
    /// It could not be written down.
    pub async fn finish(mut self) -> Result<Summary, Failure> {
        let core = self.service.core.clone();
        let [permit, deny, error] = self.counts;
        let rows = permit + deny + error;
        let test_persons_denied = self.tests.well();
        let checked_at = self.named.checked_at;
        let check = ListCheck { checked_at, rows, permit, deny, error, test_persons_denied };
        let tx = core.store.begin().await?;
        test_persons::list_checked(&tx, new_id(&core), self.holder, &check).await?;
        let month = Month::of(checked_at);
        holder_counts::add(&tx, self.holder, month, What::Checks, 1).await?;
        holder_counts::add(&tx, self.holder, month, What::CheckedRows, rows.saturating_sub(self.tests.rows())).await?;
        let told = format!("list for {}: permit {permit}, deny {deny}, error {error}", self.purpose);
        audit::append(&tx, &core.config.node, [self.line.clone().because(&told)]).await?;
        commit(tx).await?;
        self.finished = true;
        let (check_id, valid_until) = (self.named.check_id.clone(), checked_at + VALIDITY);
        let log_size = self.named.log.size;
        Ok(Summary { permit, deny, error, check_id, valid_until, log_size, test_persons_denied })
    }
}

impl Drop for PinnedCheck {
    /// A list that broke off was asked about all the same, and the audit says so.
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        let rows: u64 = self.counts.iter().sum();
        let line = self.line.clone().refused(Problem::Unavailable, &format!("list for {} broke off after {rows} rows", self.purpose));
        if let Err(failure) = self.service.behind.put(Trace { asked: Vec::new(), attested: None, line: Some(line) }) {
            tracing::error!(?failure, "a list that broke off is not in the audit");
        }
    }
}

fn new_id(core: &Core) -> Uuid {
    let mut bytes = [0; 16];
    core.random.fill(&mut bytes);
    Uuid::from_bytes(bytes)
}
