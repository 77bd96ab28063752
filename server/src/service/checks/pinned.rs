//! A whole list, of any length, as one check: one check id, one time, one position of the log, however many parts it comes
//! in.
//!
//! The decisions are those at the pinned position, which the summary names. Somebody who refuses while the list is being
//! answered is denied from the next part on; somebody who allows meanwhile stays denied. So nobody is permitted who refused
//! either at the pinned position or when their part was answered. Copies of a row in one part are answered alike; in
//! another part they are, too, unless the person refused in between. Nothing is remembered of a part but its counts.

use super::at_once::OneOfThem;
use super::persons::Persons;
use super::rows::Rows;
use super::standing::{Standing, Watch};
use super::tests_met::{self, TestsMet};
use super::{ChecksService, asked, counted, holder_of, planned, state_of_log, systems_of, uncertain};
use crate::service::written_behind::Trace;
use crate::store::audit::{self, Line};
use crate::store::{commit, holder_counts, log, studies};
use domain::actor::{Actor, Operation};
use domain::check::{Answer, AskedFor, MAX_ROWS, Question, Row, VALIDITY};
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::id::{HolderId, StudyId};
use domain::identifier::{RowError, Systems};
use domain::log::Position;
use domain::log::note::Checkpoint;
use domain::statistics::{Month, What};

/// A list that is being checked.
pub struct PinnedCheck {
    service: ChecksService,
    holder: HolderId,
    question: Question,
    version: Option<(StudyId, i32)>,
    standing: Standing,
    open: Systems,
    named: Named,
    counts: [u64; 3],
    tests: TestsMet,
    /// The audit line to be: made while it was known where the request comes from.
    line: Line,
    purpose: String,
    finished: bool,
    _one_of_the_lists: OneOfThem,
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
    /// When it was asked.
    pub checked_at: Timestamp,
    /// Until when it may be used.
    pub valid_until: Timestamp,
    /// How many entries the log had at the pinned position.
    pub log_size: u64,
    /// How many test persons were in it and answered as they have to be.
    pub test_persons_denied: u8,
}

impl ChecksService {
    /// Pins a check of a list. Whatever is wrong with the question as a whole is said here.
    ///
    /// # Errors
    /// The actor may not; there is no such study or purpose; too many lists, or too many of this holder's, are on their way;
    /// the database cannot be reached.
    pub async fn begin(&self, actor: &Actor, asked_for: AskedFor) -> Result<PinnedCheck, Failure> {
        self.pin(actor, asked_for).await.map_err(uncertain)
    }

    async fn pin(&self, actor: &Actor, asked_for: AskedFor) -> Result<PinnedCheck, Failure> {
        let holder = holder_of(actor)?;
        let list = self.lists.begin(holder)?;
        let question = Question { asked_for, rows: Vec::new() };
        // Before the snapshot, as in a check of one request.
        let checked_at = self.core.now();
        let snapshot = self.core.store.snapshot().await?;
        let head = log::head(&snapshot).await?;
        let catalogue = studies::catalogue(&snapshot).await?;
        let planned = planned(&snapshot, &question.asked_for, &catalogue, checked_at).await?;
        let open = systems_of(&self.core, &snapshot, holder).await?;
        let tests = TestsMet::none(&self.core, &snapshot, holder, &open, planned.intended.exempt()).await?;
        let standing = Standing::of(&snapshot, actor).await?;
        commit(snapshot).await?;
        let check_id = self.core.keys.check_id(holder, &question, checked_at, head.size);
        Ok(PinnedCheck {
            service: self.clone(),
            holder,
            version: planned.version,
            standing,
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

    /// Whether whoever asked may still ask, to be looked at while the list is on its way.
    #[must_use]
    pub fn watch(&self) -> Watch {
        Watch { core: self.service.core.clone(), standing: self.standing.clone() }
    }

    /// Answers the next part, at most [`MAX_ROWS`] rows.
    ///
    /// # Errors
    /// Nothing certain can be said, or whoever asked was shut out. Then nothing may be said of the whole list.
    pub async fn answer(&mut self, rows: &[Result<Row, RowError>]) -> Result<Vec<Answer>, Failure> {
        if rows.len() > MAX_ROWS {
            return Err(Problem::TooManyRows.into());
        }
        self.answer_part(rows).await.map_err(uncertain)
    }

    async fn answer_part(&mut self, part: &[Result<Row, RowError>]) -> Result<Vec<Answer>, Failure> {
        let service = self.service.clone();
        let slot = service.slots.acquire().await.map_err(|_| Problem::Unavailable)?;
        let core = &service.core;
        core.soundness.sound()?;
        let at = core.now();
        let snapshot = core.store.snapshot().await?;
        self.standing.holds(&snapshot).await?;
        let catalogue = studies::catalogue(&snapshot).await?;
        let planned = planned(&snapshot, &self.question.asked_for, &catalogue, at).await?;
        if planned.version != self.version {
            return Err(Failure::Unavailable("the study was amended while a list was checked".to_owned()));
        }
        let rows = Rows::read(&snapshot, core, self.holder, &self.open, part).await?;
        let persons = Persons::reached(&snapshot, rows.digests()).await?;
        let mut permits = persons.verdicts(&planned.intended, &catalogue);
        let pinned = Position(self.named.log.size);
        if log::head(&snapshot).await?.size != pinned {
            let refused = persons.refused_at(&snapshot, pinned, &planned.intended, &catalogue).await?;
            permits.deny(persons.leading_to(&refused));
        }
        commit(snapshot).await?;

        let answers = planned.answers(core, self.holder, &self.named.check_id, &rows, &permits);
        let told = asked(self.holder, &planned, &rows, &persons, self.tests.subjects(), (&answers, at));
        let attested = rows.attested().map(|times| (self.holder, times));
        drop(slot);
        service.behind.room_for(part.len()).await;
        service.behind.put(Trace { rows: part.len(), asked: told, attested, line: None })?;
        self.tests.meet(rows.iter(), &answers);
        for (sum, of_part) in self.counts.iter_mut().zip(counted(&answers)) {
            *sum += of_part;
        }
        Ok(answers)
    }

    /// The list is over: writes down that it was checked. Without the answer of this nothing may be disclosed.
    ///
    /// # Errors
    /// It could not be written down, whoever asked was shut out, or the log was found not to be sound since the last part.
    pub async fn finish(mut self) -> Result<Summary, Failure> {
        let core = self.service.core.clone();
        core.soundness.sound()?;
        let [permit, deny, error] = self.counts;
        let checked_at = self.named.checked_at;
        let list = self.tests.list(checked_at, self.counts);
        let tx = core.store.begin().await?;
        self.standing.holds(&tx).await?;
        tests_met::keep(&core, &tx, self.holder, &list).await?;
        let month = Month::of(checked_at);
        holder_counts::add(&tx, self.holder, month, What::Checks, 1).await?;
        holder_counts::add(&tx, self.holder, month, What::CheckedRows, list.rows.saturating_sub(self.tests.rows())).await?;
        let told = format!("list for {}: permit {permit}, deny {deny}, error {error}", self.purpose);
        audit::append(&tx, &core.config.node, [self.line.clone().because(&told)]).await?;
        commit(tx).await?;
        self.finished = true;
        let (check_id, valid_until) = (self.named.check_id.clone(), checked_at + VALIDITY);
        let log_size = self.named.log.size;
        Ok(Summary { permit, deny, error, check_id, checked_at, valid_until, log_size, test_persons_denied: list.test_persons_denied })
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
        if let Err(failure) = self.service.behind.put(Trace::line(line)) {
            tracing::error!(?failure, "a list that broke off is not in the audit");
        }
    }
}
