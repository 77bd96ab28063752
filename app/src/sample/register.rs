//! Samples of the register: the studies, a draft of one's own that is not complete, and one of somebody else that is.

use super::{Person, at, studies};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::category::{Category, version_1};
use domain::clock::Timestamp;
use domain::disclosure::Page;
use domain::failure::Failure;
use domain::id::StudyId;
use domain::ports::register::{Drafted, Entry, RegisterPort, Saving, Table, Work};
use domain::purpose::Catalogue;
use domain::study::Status;
use domain::study::draft::{Draft, UserRow};
use domain::study::search::{RegisterCursor, Search};
use domain::words::Words;
use uuid::Uuid;

pub(crate) struct Sample(pub(crate) Person);

/// Nobody has written or published anything yet.
fn empty(person: Person) -> bool {
    person == Person::Administrator
}

fn entries() -> Vec<Entry> {
    let now = at(super::NOW);
    let entry = |study: domain::study::Study| Entry {
        versions: vec![(1, at("2024-03-10T01:00:00.000Z")), (2, at("2025-09-01T02:30:00.000Z"))],
        results_overdue: study.results_overdue(now),
        prolongable: study.status == Status::Published,
        study: domain::study::Study { version: 2, ..study }.as_of(now),
    };
    studies::all().into_iter().map(entry).collect()
}

fn drafted(id: u128, draft: Draft, own: bool) -> Drafted {
    let examined = draft.examine(&Catalogue::version_1(), &version_1());
    Drafted {
        study: StudyId(Uuid::from_u128(id)),
        draft,
        version: 1,
        revision: 3,
        own,
        wrote: own,
        left: false,
        saved_at: saved_at(),
        examined,
    }
}

fn saved_at() -> Timestamp {
    at("2026-11-21T05:40:00.000Z")
}

/// 01…60G1: one's own, with a title in one language, one user, and the rest missing.
fn begun() -> Drafted {
    let draft = Draft {
        title: Words::new("高血圧の薬と認知症の関係", ""),
        summary: Words::new("</textarea>血圧の薬を飲んだ人の、その後の様子を調べます。", ""),
        purposes: vec!["academic-research".to_owned()],
        users: vec![UserRow { name: Words::new("北海大学 医学部", ""), commercial: false }],
        from: "2026-12-01".to_owned(),
        to: "2026-02-30".to_owned(),
        ..Draft::default()
    };
    drafted(0x0193_0601, draft, true)
}

/// 01…60G2: somebody else's, complete.
fn waiting() -> Drafted {
    let mut study = studies::all().swap_remove(1);
    study.registration.title = Words::new("眠りを助ける薬の安全性に関する調査", "Survey of the safety of medicines for sleep");
    drafted(0x0193_0602, Draft::of(&study.registration), false)
}

/// 01…60G3: one's own, complete: it waits for somebody else.
fn complete() -> Drafted {
    Drafted { own: true, wrote: true, study: StudyId(Uuid::from_u128(0x0193_0603)), ..waiting() }
}

/// 01…60G4: somebody else's, who left it; the reader wrote a part of it.
fn left() -> Drafted {
    Drafted { wrote: true, left: true, study: StudyId(Uuid::from_u128(0x0193_0604)), ..waiting() }
}

#[async_trait]
impl RegisterPort for Sample {
    async fn search(&self, actor: &Actor, search: &Search, before: Option<RegisterCursor>) -> Result<Page<Entry, RegisterCursor>, Failure> {
        actor.may(Operation::ReadPublic)?;
        if empty(self.0) {
            return Ok(Page { items: vec![], next: None });
        }
        let items: Vec<_> = entries().into_iter().filter(|entry| search.finds(&entry.study, at(super::NOW))).collect();
        let last = items.last().map(|entry| RegisterCursor { published_at: entry.versions[0].1, study: entry.study.id });
        Ok(Page { items, next: last.filter(|_| before.is_none() && search.is_everything()) })
    }
    async fn entry(&self, actor: &Actor, id: StudyId) -> Result<Option<Entry>, Failure> {
        actor.may(Operation::ReadPublic)?;
        Ok(entries().into_iter().find(|entry| entry.study.id == id))
    }
    async fn categories(&self, _: &Actor) -> Result<Vec<Category>, Failure> {
        Ok(version_1())
    }
    async fn table(&self, actor: &Actor) -> Result<Table, Failure> {
        actor.may(Operation::PublishStudy)?;
        if empty(self.0) {
            return Ok(Table { own: vec![], waiting: vec![], left: vec![] });
        }
        Ok(Table { own: vec![begun(), complete()], waiting: vec![waiting()], left: vec![left()] })
    }
    async fn work(&self, actor: &Actor, id: Option<StudyId>) -> Result<Option<Work>, Failure> {
        actor.may(Operation::PublishStudy)?;
        let work = |entry, draft| Some(Work { entry, draft, catalogue: Catalogue::version_1(), categories: version_1() });
        let Some(id) = id else { return Ok(work(None, None)) };
        let draft = [begun(), waiting(), complete(), left()].into_iter().find(|drafted| drafted.study == id);
        let entry = entries().into_iter().find(|entry| entry.study.id == id);
        Ok(if draft.is_none() && entry.is_none() { None } else { work(entry, draft) })
    }
    async fn save(&self, actor: &Actor, saving: Saving) -> Result<StudyId, Failure> {
        actor.may(Operation::DraftStudy)?;
        saving.draft.tidy()?;
        Ok(begun().study)
    }
    async fn discard(&self, actor: &Actor, _: StudyId) -> Result<(), Failure> {
        Ok(actor.may(Operation::DraftStudy)?)
    }
    async fn take_over(&self, actor: &Actor, _: StudyId) -> Result<(), Failure> {
        Ok(actor.may(Operation::DraftStudy)?)
    }
    async fn publish(&self, actor: &Actor, _: StudyId, _: i32) -> Result<(), Failure> {
        Ok(actor.may(Operation::PublishStudy)?)
    }
    async fn end(&self, actor: &Actor, _: StudyId) -> Result<(), Failure> {
        Ok(actor.may(Operation::PublishStudy)?)
    }
    async fn deleted(&self, actor: &Actor, _: StudyId) -> Result<(), Failure> {
        Ok(actor.may(Operation::PublishStudy)?)
    }
    async fn results(&self, actor: &Actor, _: StudyId, _: Words) -> Result<(), Failure> {
        Ok(actor.may(Operation::PublishStudy)?)
    }
}
