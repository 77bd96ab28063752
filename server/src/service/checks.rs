//! Checks: what a holder asks before it discloses, answered row by row with certainty or with an error.

mod persons;
mod rows;

use super::Core;
use super::written_behind::{Trace, WrittenBehind};
use crate::store::audit::Line;
use crate::store::who_asked::{self, Tally};
use crate::store::{Tx, commit, holders, log, studies};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::check::{Answer, Answers, AskedFor, MAX_ROWS, PermitReason, Question, VALIDITY};
use domain::choice::Intended;
use domain::clock::Span;
use domain::failure::{Failure, Problem};
use domain::id::{HolderId, StudyId, SubjectId};
use domain::identifier::Systems;
use domain::ports::ChecksPort;
use domain::purpose::Catalogue;
use domain::study::Status;
use persons::Persons;
use rows::Rows;
use std::collections::BTreeMap;

/// How long a person sees who asked: three years (product.md, "Who asked about me").
const WHO_ASKED_KEPT: Span = Span::days(3 * 365 + 1);
/// How much is forgotten at once.
const FORGET_AT_ONCE: u64 = 10_000;

/// Answers holders.
#[derive(Clone)]
pub struct ChecksService {
    core: Core,
    behind: WrittenBehind,
}

impl ChecksService {
    /// What its answers leave behind goes through `behind`.
    #[must_use]
    pub fn new(core: Core, behind: WrittenBehind) -> Self {
        Self { core, behind }
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
}

#[async_trait]
impl ChecksPort for ChecksService {
    async fn check(&self, actor: &Actor, question: Question) -> Result<Answers, Failure> {
        actor.may(Operation::Check)?;
        let Actor::Client { holder, .. } = *actor else { return Err(Problem::NotAllowed.into()) };
        if question.rows.len() > MAX_ROWS {
            return Err(Problem::TooManyRows.into());
        }

        // Before the snapshot: what is decided from here on is in the answer or after it, never before it and missing.
        let checked_at = self.core.now();
        let snapshot = self.core.store.snapshot().await?;
        let log_size = log::head(&snapshot).await?.size;
        let catalogue = studies::catalogue(&snapshot).await?;
        let planned = planned(&snapshot, &question.asked_for, &catalogue).await?;
        let open = self.systems_of(&snapshot, holder).await?;
        let rows = Rows::read(&snapshot, &self.core, holder, &open, &question.rows).await?;
        let persons = Persons::reached(&snapshot, rows.digests()).await?;
        commit(snapshot).await?;

        let check_id = self.core.keys.check_id(holder, &question, checked_at, log_size);
        let permits = persons.verdicts(&planned.intended, &catalogue);
        let because = if planned.intended.exempt() { PermitReason::ExemptByLaw } else { PermitReason::NoObjection };
        let answer = |row: &rows::Row| match row {
            Err(error) => Answer::Error(*error),
            Ok(numbers) if !permits.all(numbers) => Answer::Deny,
            Ok(numbers) => {
                let token = |study| self.core.keys.row_token(&check_id, holder, study, numbers.first());
                Answer::Permit { because, token: planned.version.map(token) }
            }
        };
        let results: Vec<Answer> = rows.iter().map(answer).collect();
        let answers = Answers { check_id, checked_at, valid_until: checked_at + VALIDITY, log_size, results };
        self.behind.put(self.trace(actor, holder, &planned, &rows, &persons, &answers))?;
        Ok(answers)
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
}

async fn planned<'a>(db: &Tx, asked_for: &AskedFor, catalogue: &'a Catalogue) -> Result<Planned<'a>, Failure> {
    match asked_for {
        AskedFor::Purpose { code, commercial } => {
            let purpose = catalogue.find(code).ok_or(Problem::UnknownPurpose)?;
            Ok(Planned { intended: Intended { study: None, commercial: *commercial, purposes: vec![purpose] }, version: None })
        }
        AskedFor::Study(id) => {
            let study = studies::study(db, *id).await?.ok_or(Problem::UnknownStudy)?;
            match study.status {
                Status::Draft => return Err(Problem::UnknownStudy.into()),
                Status::Ended | Status::Deleted => return Err(Problem::StudyEnded.into()),
                Status::Published => {}
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

impl ChecksService {
    async fn systems_of(&self, db: &Tx, holder: HolderId) -> Result<Systems, Failure> {
        let missing = || Failure::Inconsistent { table: "clients", column: "holder_id", row: holder.to_string() };
        let holder = holders::holder(db, holder).await?.ok_or_else(missing)?;
        let local = Systems::local_of(&holder, &self.core.config.base_url);
        Ok(Systems { insured_numbers: self.core.config.insured_numbers, local: Some(local) })
    }

    /// What the answers leave behind: for each known person who was reached that this holder asked, for which purposes,
    /// never for which study; and the audit line.
    fn trace(&self, actor: &Actor, holder: HolderId, planned: &Planned<'_>, rows: &Rows, persons: &Persons, answers: &Answers) -> Trace {
        let mut told: BTreeMap<SubjectId, bool> = BTreeMap::new();
        let mut counts = [0_usize; 3];
        for (row, answer) in rows.iter().zip(&answers.results) {
            let permitted = matches!(answer, Answer::Permit { .. });
            counts[match answer {
                Answer::Permit { .. } => 0,
                Answer::Deny => 1,
                Answer::Error(_) => 2,
            }] += 1;
            for subject in row.iter().flat_map(|numbers| persons.known(numbers)) {
                // Several rows of one question may reach a person; they were asked about once.
                *told.entry(subject).or_insert(true) &= permitted;
            }
        }
        let purposes = planned.purposes_key();
        let once = |(subject, permitted)| ((subject, holder, purposes.clone()), Tally::once(answers.checked_at, permitted));
        let asked_for = planned.version.map_or_else(|| purposes.clone(), |(study, version)| format!("study {study} version {version}"));
        let [permit, deny, error] = counts;
        let line = Line::of(actor, Operation::Check, answers.checked_at).to(&answers.check_id);
        Trace {
            asked: told.into_iter().map(once).collect(),
            attested: rows.attested().map(|times| (holder, times)),
            line: Line { reason: Some(format!("{asked_for}: permit {permit}, deny {deny}, error {error}")), ..line },
        }
    }
}
