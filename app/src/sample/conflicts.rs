//! Samples of conflicts: open, answered, closed, in a report that was withdrawn.

use super::{at, studies};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::disclosure::case::{CaseNote, CaseStatus, ConflictLine, Incident, IncidentView, NoteBy};
use domain::disclosure::report::{Before, Changed};
use domain::disclosure::{Conflict, Page};
use domain::failure::Failure;
use domain::id::{ConflictId, DisclosureId};
use domain::ports::ConflictsPort;
use uuid::Uuid;

pub(crate) struct Sample;

fn note(by: NoteBy, text: &str, closes: bool) -> CaseNote {
    CaseNote { by, text: text.to_owned(), at: at("2026-11-21T02:00:00.000Z"), closes }
}

fn answer() -> CaseNote {
    note(NoteBy::Holder, "確認の前に作った一覧を使っていました。</p><script>手順を改め、\n照会の結果だけから抽出します。", false)
}

fn line(n: u128, kind: Conflict, status: CaseStatus, notes: Vec<CaseNote>) -> ConflictLine {
    ConflictLine {
        id: ConflictId(Uuid::from_u128(0x0193_0700 + n)),
        disclosure: DisclosureId(Uuid::from_u128(0x0193_0600 + n)),
        row: (n != 4).then_some(11),
        kind,
        found_at: at("2026-11-20T02:00:00.000Z"),
        disclosed_at: at("2026-11-20T01:00:00.000Z"),
        study: studies::all()[1].clone(),
        status,
        notes,
    }
}

fn incident(n: u128, open: u32) -> Incident {
    Incident {
        disclosure: DisclosureId(Uuid::from_u128(0x0193_0600 + n)),
        holder: studies::aoba(),
        study: studies::all()[1].clone(),
        disclosed_at: at("2026-11-20T01:00:00.000Z"),
        reported_at: at("2026-11-20T02:00:00.000Z"),
        counts: vec![(Conflict::CheckedBefore, 3), (Conflict::Against, 12)],
        hidden: 1,
        open,
        answered: open / 2,
        changed: (n == 3).then(|| Changed { at: at("2026-11-21T02:00:00.000Z"), by: None }),
    }
}

#[async_trait]
impl ConflictsPort for Sample {
    async fn of_holder(
        &self,
        actor: &Actor,
        before: Option<Before<ConflictId>>,
    ) -> Result<Page<ConflictLine, Before<ConflictId>>, Failure> {
        actor.may(Operation::AnswerConflict)?;
        if before.is_some() {
            return Ok(Page { items: vec![], next: None });
        }
        let closing = note(NoteBy::Desk, "改めた手順を確かめました。", true);
        let items = vec![
            line(1, Conflict::Against, CaseStatus::Open, vec![]),
            line(2, Conflict::CheckedBefore, CaseStatus::Answered, vec![answer()]),
            line(3, Conflict::Against, CaseStatus::Closed, vec![answer(), closing]),
            line(4, Conflict::LateEntry, CaseStatus::Changed, vec![]),
        ];
        let next = items.last().map(|last| Before { at: last.found_at, id: last.id });
        Ok(Page { items, next })
    }
    async fn answer(&self, actor: &Actor, _: ConflictId, _: &str, _: bool) -> Result<(), Failure> {
        Ok(actor.may(Operation::AnswerConflict)?)
    }
    async fn incidents(
        &self,
        actor: &Actor,
        only_open: bool,
        before: Option<DisclosureId>,
    ) -> Result<Page<Incident, DisclosureId>, Failure> {
        actor.may(Operation::SeeIncidents)?;
        let items = if before.is_some() { vec![] } else { vec![incident(1, 15), incident(2, 0), incident(3, 0)] };
        let items: Vec<_> = items.into_iter().filter(|one| !only_open || one.open > 0).collect();
        let next = items.last().map(|last| last.disclosure);
        Ok(Page { items, next })
    }
    async fn incident(&self, actor: &Actor, id: DisclosureId) -> Result<Option<IncidentView>, Failure> {
        actor.may(Operation::SeeIncidents)?;
        let notes = vec![answer(), note(NoteBy::Desk, "電話で確かめた。", false)];
        let all = [incident(1, 15), incident(2, 0), incident(3, 0)];
        Ok(all
            .into_iter()
            .find(|one| one.disclosure == id)
            .map(|incident| IncidentView { incident, recipient: "東都大学".into(), notes }))
    }
    async fn note(&self, actor: &Actor, _: DisclosureId, _: &str, _: bool) -> Result<(), Failure> {
        Ok(actor.may(Operation::SeeIncidents)?)
    }
    async fn told(&self, actor: &Actor, id: DisclosureId) -> Result<Vec<CaseNote>, Failure> {
        actor.may(Operation::SeeUses)?;
        let answered = id.0 == Uuid::from_u128(0x0193_0303);
        Ok(if answered { vec![answer(), note(NoteBy::Desk, "改めた手順を確かめました。", true)] } else { vec![] })
    }
}
