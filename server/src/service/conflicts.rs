//! Uses that went against a choice: what the holder answers, what the desk notes, what the person is told of it.

mod incidents;

use super::Core;
use super::disclosures::holder_of;
use super::uses::UsesService;
use crate::keys::Keys;
use crate::store::audit::{self, Line};
use crate::store::cases::{self, Case, NOTE, SealedNote};
use crate::store::disclosures::disclosures;
use crate::store::{Tx, commit, inconsistent, links, studies};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::disclosure::Page;
use domain::disclosure::case::{CaseNote, CaseStatus, ConflictLine, Incident, IncidentView, MAX_NOTE, NoteBy};
use domain::disclosure::report::Before;
use domain::failure::{Failure, Problem};
use domain::id::{ConflictId, DisclosureId};
use domain::ports::{ConflictsPort, UsesPort};
use std::collections::BTreeSet;

/// How many conflicts one page of the list holds.
const PAGE: usize = 20;

/// Conflicts and incidents.
#[derive(Clone)]
pub struct ConflictsService {
    core: Core,
}

impl ConflictsService {
    /// The conflicts of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    /// Everything that the lines of a holder's list show.
    async fn lines(&self, found: Vec<Case>) -> Result<Vec<ConflictLine>, Failure> {
        let db = self.core.store.db();
        let ids: BTreeSet<_> = found.iter().map(|case| case.disclosure).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let reports = disclosures(db, &ids).await?;
        let named: Vec<_> = reports.values().map(|report| report.study.0).collect();
        let registered = studies::every_version(db, &named).await?;
        let notes = cases::notes_in(db, &ids).await?;
        let line = |case: Case| {
            let report = reports.get(&case.disclosure).ok_or_else(|| inconsistent("conflicts", "disclosure_id", case.id))?;
            let study = registered.get(&report.study).ok_or_else(|| inconsistent("disclosures", "study_version", report.id))?;
            let about = |note: &&SealedNote| {
                note.disclosure == case.disclosure && note.conflict.is_none_or(|id| id == case.id) && leaves_the_desk(note)
            };
            Ok(ConflictLine {
                id: case.id,
                disclosure: case.disclosure,
                row: case.row,
                kind: case.kind,
                found_at: case.found_at,
                disclosed_at: report.disclosed_at,
                study: study.clone(),
                status: case.status,
                notes: opened(&self.core.keys, notes.iter().filter(about))?,
            })
        };
        found.into_iter().map(line).collect()
    }

    /// Keeps a note in the caller's transaction, with its audit line.
    async fn say(&self, tx: &Tx, actor: &Actor, operation: Operation, new: NewNote<'_>) -> Result<(), Failure> {
        let (core, now) = (&self.core, self.core.now());
        let id = ConflictId::new(now, &*core.random).0;
        let note = SealedNote {
            id,
            disclosure: new.disclosure,
            conflict: new.conflict,
            by: new.by,
            account: actor.account().ok_or(Problem::NotAllowed)?,
            sealed: core.keys.seal(&*core.random, NOTE, id, new.text),
            at: now,
            closes: new.closes,
        };
        cases::add_note(tx, note).await?;
        let what = if new.closes { "closed" } else { "note" };
        let object = new.conflict.map_or_else(|| new.disclosure.to_string(), |id| format!("{}/{id}", new.disclosure));
        Ok(audit::append(tx, &core.config.node, [Line::of(actor, operation, now).to(object).because(what)]).await?)
    }
}

/// Something that is being said.
struct NewNote<'a> {
    disclosure: DisclosureId,
    conflict: Option<ConflictId>,
    by: NoteBy,
    text: &'a str,
    closes: bool,
}

/// A text that is neither empty nor too long.
pub(super) fn sound(text: &str, missing: Problem) -> Result<&str, Problem> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(missing),
        count if count > MAX_NOTE => Err(Problem::TextTooLong),
        _ => Ok(text),
    }
}

/// What the desk notes for itself is nobody else's; its closing is, and so is what the holder answers.
fn leaves_the_desk(note: &SealedNote) -> bool {
    note.by == NoteBy::Holder || note.closes
}

/// What was written, readable again.
fn opened<'a>(keys: &Keys, notes: impl IntoIterator<Item = &'a SealedNote>) -> Result<Vec<CaseNote>, Failure> {
    let open = |note: &SealedNote| {
        let text = keys.unseal(NOTE, note.id, &note.sealed)?;
        Ok(CaseNote { by: note.by, text, at: note.at, closes: note.closes })
    };
    notes.into_iter().map(open).collect()
}

#[async_trait]
impl ConflictsPort for ConflictsService {
    async fn of_holder(
        &self,
        actor: &Actor,
        before: Option<Before<ConflictId>>,
    ) -> Result<Page<ConflictLine, Before<ConflictId>>, Failure> {
        actor.may(Operation::AnswerConflict)?;
        // One more than is shown tells whether there is a next page.
        let mut found = cases::cases_of_holder(self.core.store.db(), holder_of(actor)?, before, PAGE as u64 + 1).await?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let next = if more { found.last().map(|last| Before { at: last.found_at, id: last.id }) } else { None };
        Ok(Page { items: self.lines(found).await?, next })
    }

    async fn answer(&self, actor: &Actor, id: ConflictId, text: &str, for_all: bool) -> Result<(), Failure> {
        actor.may(Operation::AnswerConflict)?;
        let text = sound(text, Problem::TextNeeded)?;
        let tx = self.core.store.begin().await?;
        let case = cases::case_of_holder(&tx, holder_of(actor)?, id).await?.ok_or(Problem::NotFound)?;
        let only = (!for_all).then_some(id);
        if !case.status.is_open() {
            return Err(Problem::AlreadyDone.into());
        }
        cases::move_on(&tx, case.disclosure, only, &[CaseStatus::Open, CaseStatus::Answered], CaseStatus::Answered).await?;
        let new = NewNote { disclosure: case.disclosure, conflict: only, by: NoteBy::Holder, text, closes: false };
        self.say(&tx, actor, Operation::AnswerConflict, new).await?;
        Ok(commit(tx).await?)
    }

    async fn incidents(
        &self,
        actor: &Actor,
        only_open: bool,
        before: Option<DisclosureId>,
    ) -> Result<Page<Incident, DisclosureId>, Failure> {
        actor.may(Operation::SeeIncidents)?;
        incidents::page(&self.core, only_open, before).await
    }

    async fn incident(&self, actor: &Actor, id: DisclosureId) -> Result<Option<IncidentView>, Failure> {
        actor.may(Operation::SeeIncidents)?;
        incidents::one(&self.core, id).await
    }

    async fn note(&self, actor: &Actor, id: DisclosureId, text: &str, closes: bool) -> Result<(), Failure> {
        actor.may(Operation::SeeIncidents)?;
        let text = sound(text, if closes { Problem::ReasonNeeded } else { Problem::TextNeeded })?;
        let tx = self.core.store.begin().await?;
        if cases::cases_in(&tx, &[id]).await?.is_empty() {
            return Err(Problem::NotFound.into());
        }
        let open = [CaseStatus::Open, CaseStatus::Answered];
        if closes && cases::move_on(&tx, id, None, &open, CaseStatus::Closed).await? == 0 {
            return Err(Problem::AlreadyDone.into());
        }
        let new = NewNote { disclosure: id, conflict: None, by: NoteBy::Desk, text, closes };
        self.say(&tx, actor, Operation::SeeIncidents, new).await?;
        Ok(commit(tx).await?)
    }

    async fn told(&self, actor: &Actor, id: DisclosureId) -> Result<Vec<CaseNote>, Failure> {
        actor.may(Operation::SeeUses)?;
        // Only of a use that the person may see at all: not while a recovery keeps the history closed, not at level 1 from
        // others, not under the veil of a protected person.
        let seen = UsesService::new(self.core.clone()).one_use(actor, id).await?;
        if seen.is_none_or(|of| of.veiled.is_some()) {
            return Ok(Vec::new());
        }
        let db = self.core.store.db();
        let own = cases::told_cases_of(db, &links::proved_with(db, actor.subject()?).await?, id).await?;
        if own.is_empty() {
            return Ok(Vec::new());
        }
        let notes = cases::notes_in(db, &[id]).await?;
        let about = |note: &SealedNote| note.conflict.is_none_or(|id| own.iter().any(|case| case.id == id));
        let told = |note: &&SealedNote| about(note) && leaves_the_desk(note);
        opened(&self.core.keys, notes.iter().filter(told))
    }
}
