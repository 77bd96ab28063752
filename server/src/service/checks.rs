//! Checks: what a holder asks before it discloses, answered row by row with certainty or with an error.

mod at_once;
mod persons;
pub mod pinned;
mod rows;
pub mod standing;
pub mod table;
mod tests_met;

use super::Core;
use super::holders::test_persons_of;
use super::written_behind::{Trace, WrittenBehind};
use crate::store::audit::Line;
use crate::store::who_asked::{self, About, Tally};
use crate::store::{Tx, commit, holders, log, studies, test_persons};
use async_trait::async_trait;
use at_once::AtOnce;
use domain::actor::{Actor, Operation};
use domain::check::{Answer, Answers, AskedFor, ListCheck, MAX_ROWS, PermitReason, Question, TestPerson, VALIDITY};
use domain::choice::Intended;
use domain::clock::{Span, Timestamp};
use domain::failure::{Failure, Problem};
use domain::id::{HolderId, StudyId, SubjectId};
use domain::identifier::Systems;
use domain::log::Head;
use domain::log::note::Checkpoint;
use domain::ports::ChecksPort;
use domain::purpose::Catalogue;
use domain::study::{Status, Study};
use persons::{Persons, Verdicts};
use rows::Rows;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tests_met::TestsMet;
use tokio::sync::Semaphore;

/// How long a person sees who asked: three years (product.md, "Who asked about me").
const WHO_ASKED_KEPT: Span = Span::days(3 * 365 + 1);
/// How much is forgotten at once.
const FORGET_AT_ONCE: u64 = 10_000;

/// How many studies are offered.
const STUDIES: usize = 200;
/// How many of the lists checked last are shown.
const LISTS: u64 = 10;

/// Answers holders.
#[derive(Clone)]
pub struct ChecksService {
    core: Core,
    behind: WrittenBehind,
    /// One permit per check, or part of a list, that may be answered at once.
    pub slots: Arc<Semaphore>,
    lists: AtOnce,
}

impl ChecksService {
    /// What its answers leave behind goes through `behind`.
    #[must_use]
    pub fn new(core: Core, behind: WrittenBehind) -> Self {
        let slots = Arc::new(Semaphore::new(core.config.concurrent_checks.max(1)));
        let lists = AtOnce::new(core.config.lists_of_one_holder);
        Self { core, behind, slots, lists }
    }

    /// Forgets who asked more than three years ago, a little each time.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn tidy(&self) -> Result<(), Failure> {
        let tx = self.core.store.begin().await?;
        who_asked::forget_before(&tx, self.core.now() - WHO_ASKED_KEPT, FORGET_AT_ONCE).await?;
        Ok(commit(tx).await?)
    }

    async fn answers(&self, actor: &Actor, question: Question) -> Result<Answers, Failure> {
        let holder = holder_of(actor)?;
        if question.rows.len() > MAX_ROWS {
            return Err(Problem::TooManyRows.into());
        }
        // A refusal may be missing from a database that went back: nobody is permitted then.
        self.core.soundness.sound()?;

        // Before the snapshot: what is decided from here on is in the answer or after it, never before it and missing.
        let checked_at = self.core.now();
        let snapshot = self.core.store.snapshot().await?;
        let head = log::head(&snapshot).await?;
        let catalogue = studies::catalogue(&snapshot).await?;
        let planned = planned(&snapshot, &question.asked_for, &catalogue, checked_at).await?;
        let open = systems_of(&self.core, &snapshot, holder).await?;
        let rows = Rows::read(&snapshot, &self.core, holder, &open, &question.rows).await?;
        let persons = Persons::reached(&snapshot, rows.digests()).await?;
        let mut tests = TestsMet::none(&self.core, &snapshot, holder, &open, planned.intended.exempt()).await?;
        commit(snapshot).await?;

        let check_id = self.core.keys.check_id(holder, &question, checked_at, head.size);
        let permits = persons.verdicts(&planned.intended, &catalogue);
        let results = planned.answers(&self.core, holder, &check_id, &rows, &permits);
        let answers = Answers { check_id, checked_at, valid_until: checked_at + VALIDITY, log: state_of_log(&self.core, head), results };
        let asked = asked(holder, &planned, &rows, &persons, tests.subjects(), (&answers.results, checked_at));
        let counts @ [permit, deny, error] = counted(&answers.results);
        let line = Line::of(actor, Operation::Check, checked_at).to(&answers.check_id);
        let line = line.because(&format!("{}: permit {permit}, deny {deny}, error {error}", planned.name()));
        let attested = rows.attested().map(|times| (holder, times));
        self.behind.put(Trace { rows: question.rows.len(), asked, attested, line: Some(line) })?;
        tests.meet(rows.iter(), &answers.results);
        // A question in which one of them stands is a list, however it is sent.
        if tests.rows() > 0 {
            self.keep_list(holder, &tests.list(checked_at, counts)).await?;
        }
        Ok(answers)
    }

    async fn keep_list(&self, holder: HolderId, list: &ListCheck) -> Result<(), Failure> {
        let tx = self.core.store.begin().await?;
        tests_met::keep(&self.core, &tx, holder, list).await?;
        Ok(commit(tx).await?)
    }
}

#[async_trait]
impl ChecksPort for ChecksService {
    async fn check(&self, actor: &Actor, question: Question) -> Result<Answers, Failure> {
        self.answers(actor, question).await.map_err(uncertain)
    }

    async fn studies(&self, actor: &Actor) -> Result<Vec<Study>, Failure> {
        holder_of(actor)?;
        Ok(studies::running(self.core.store.db(), self.core.now(), STUDIES).await?)
    }

    async fn test_persons(&self, actor: &Actor) -> Result<Vec<TestPerson>, Failure> {
        let holder = holder_of(actor)?;
        let holder = holders::holder(self.core.store.db(), holder).await?.ok_or_else(|| no_holder(holder))?;
        test_persons_of(&self.core, &holder).await
    }

    async fn list_checks(&self, actor: &Actor) -> Result<Vec<ListCheck>, Failure> {
        Ok(test_persons::lists_of_holder(self.core.store.db(), holder_of(actor)?, LISTS).await?)
    }
}

/// Whose question it is.
fn holder_of(actor: &Actor) -> Result<HolderId, Problem> {
    actor.may(Operation::Check)?;
    match actor {
        Actor::Client { holder, .. } | Actor::Operator { holder, .. } => Ok(*holder),
        _ => Err(Problem::NotAllowed),
    }
}

fn no_holder(holder: HolderId) -> Failure {
    Failure::Inconsistent { table: "holders", column: "id", row: holder.to_string() }
}

/// Data that break a rule leave nothing that could be answered with certainty: the holder treats that as deny, and asks again
/// when somebody has looked at it.
fn uncertain(failure: Failure) -> Failure {
    match failure {
        Failure::Inconsistent { .. } => Failure::Unavailable(failure.to_string()),
        other => other,
    }
}

/// What the records would be used for, looked up.
struct Planned<'a> {
    intended: Intended<'a>,
    /// The study and its version, when one is named.
    version: Option<(StudyId, i32)>,
}

impl Planned<'_> {
    fn purposes_key(&self) -> String {
        who_asked::purposes_key(self.intended.purposes.iter().map(|purpose| &purpose.code))
    }

    /// As the audit names it.
    fn name(&self) -> String {
        self.version.map_or_else(|| self.purposes_key(), |(study, version)| format!("study {study} version {version}"))
    }

    /// One answer per row.
    fn answers(&self, core: &Core, holder: HolderId, check_id: &str, rows: &Rows, permits: &Verdicts) -> Vec<Answer> {
        let because = if self.intended.exempt() { PermitReason::ExemptByLaw } else { PermitReason::NoObjection };
        let answer = |row: &rows::Row| match row {
            Err(error) => Answer::Error(*error),
            Ok(numbers) if !permits.all(numbers) => Answer::Deny,
            Ok(numbers) => {
                let token = |study| core.keys.row_token(check_id, holder, study, numbers.first());
                Answer::Permit { because, token: self.version.map(token) }
            }
        };
        rows.iter().map(answer).collect()
    }
}

async fn planned<'a>(db: &Tx, asked_for: &AskedFor, catalogue: &'a Catalogue, now: Timestamp) -> Result<Planned<'a>, Failure> {
    match asked_for {
        AskedFor::Purpose { code, commercial } => {
            let purpose = catalogue.find(code).ok_or(Problem::UnknownPurpose)?;
            Ok(Planned { intended: Intended { study: None, commercial: *commercial, purposes: vec![purpose] }, version: None })
        }
        AskedFor::Study(id) => {
            let study = studies::study(db, *id).await?.ok_or(Problem::UnknownStudy)?;
            if study.status == Status::Draft {
                return Err(Problem::UnknownStudy.into());
            }
            if study.over_at(now) {
                return Err(Problem::StudyEnded.into());
            }
            let intended = study.intended(catalogue);
            // A purpose that the catalogue does not know cannot be compared with what a person refused.
            if intended.purposes.len() != study.registration.purposes.len() {
                return Err(Failure::Inconsistent { table: "study_versions", column: "document", row: format!("{id}/{}", study.version) });
            }
            Ok(Planned { intended, version: Some((study.id, study.version)) })
        }
    }
}

async fn systems_of(core: &Core, db: &Tx, holder: HolderId) -> Result<Systems, Failure> {
    let holder = holders::holder(db, holder).await?.ok_or_else(|| no_holder(holder))?;
    let local = Systems::local_of(&holder, &core.config.base_url);
    Ok(Systems { insured_numbers: core.config.insured_numbers, local: Some(local) })
}

/// For each known person who was reached that this holder asked, for which purposes, never for which study.
fn asked(
    holder: HolderId,
    planned: &Planned<'_>,
    rows: &Rows,
    persons: &Persons,
    test_persons: &BTreeSet<SubjectId>,
    (answers, at): (&[Answer], Timestamp),
) -> Vec<(About, Tally)> {
    let mut told: BTreeMap<SubjectId, bool> = BTreeMap::new();
    for (row, answer) in rows.iter().zip(answers) {
        let permitted = matches!(answer, Answer::Permit { .. });
        for subject in row.iter().flat_map(|numbers| persons.known(numbers)).filter(|subject| !test_persons.contains(subject)) {
            // Several rows of one question may reach a person; they were asked about once.
            *told.entry(subject).or_insert(true) &= permitted;
        }
    }
    let purposes = planned.purposes_key();
    told.into_iter().map(|(subject, permitted)| ((subject, holder, purposes.clone()), Tally::once(at, permitted))).collect()
}

/// What an answer says of the log that it was read from.
fn state_of_log(core: &Core, head: Head) -> Checkpoint {
    Checkpoint { origin: core.config.log_origin(), size: head.size.0, root: head.root }
}

/// How many were permitted, denied and not answered.
fn counted(answers: &[Answer]) -> [u64; 3] {
    let mut counts = [0; 3];
    for answer in answers {
        counts[match answer {
            Answer::Permit { .. } => 0,
            Answer::Deny => 1,
            Answer::Error(_) => 2,
        }] += 1;
    }
    counts
}
