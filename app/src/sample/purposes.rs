//! Samples of the catalogue's changes: one of one's own, one of somebody else, one that does not fit any more.

use super::{Person, at};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::failure::Failure;
use domain::id::PurposeDraftId;
use domain::ports::PurposesPort;
use domain::ports::purposes::{Event, Version, Waiting, Work};
use domain::purpose::Catalogue;
use domain::purpose::draft::{Draft, Field, Flaw};
use domain::words::Words;
use uuid::Uuid;

pub(crate) struct Sample(pub(crate) Person);

fn now() -> Timestamp {
    at(super::NOW)
}

fn new() -> Draft {
    Draft {
        code: "genome-research".into(),
        name: Words::new("ゲノムの研究", "Genome research"),
        why: Words::new("遺伝子の情報から、<病気>のなりやすさを調べます。", "Looks for <risks> in genes."),
        ehds: "e".into(),
        act_reason: "HRESCH".into(),
        parent: "academic-research".into(),
        ..Draft::default()
    }
}

fn exempt(code: &str) -> Draft {
    let law = Words::new("統計法 第2条", "Statistics Act, Article 2");
    Draft { code: code.into(), exempt: "yes".into(), legal_basis: law, until: "2029-03-31".into(), ..Draft::default() }
}

fn waiting(n: u128, draft: Draft, own: bool) -> Waiting {
    let examined = draft.examine(&Catalogue::version_1(), now());
    Waiting { id: PurposeDraftId(Uuid::from_u128(0x0193_0a00 + n)), draft, own, saved_at: at("2026-11-21T05:40:00.000Z"), examined }
}

#[async_trait]
impl PurposesPort for Sample {
    async fn work(&self, actor: &Actor) -> Result<Work, Failure> {
        actor.may(Operation::PublishStudy)?;
        let catalogue = Catalogue::version_1();
        if self.0 == Person::Administrator {
            return Ok(Work { catalogue, versions: vec![], waiting: vec![] });
        }
        let version =
            |number, code: &str, event| Version { number, code: code.parse().unwrap(), event, at: at("2026-10-01T01:00:00.000Z") };
        let versions =
            vec![version(4, "education", Event::Lapsed), version(3, "education", Event::Exempted), version(2, "care-quality", Event::New)];
        let waiting = vec![waiting(1, new(), true), waiting(2, exempt("official-statistics"), false), waiting(3, exempt("nothing"), false)];
        Ok(Work { catalogue, versions, waiting })
    }
    async fn flaws(&self, actor: &Actor, draft: &Draft) -> Result<Vec<(Field, Flaw)>, Failure> {
        actor.may(Operation::DraftStudy)?;
        Ok(draft.examine(&Catalogue::version_1(), now()).err().unwrap_or_default())
    }
    async fn propose(&self, actor: &Actor, _: Draft) -> Result<PurposeDraftId, Failure> {
        actor.may(Operation::DraftStudy)?;
        Ok(PurposeDraftId(Uuid::from_u128(0x0193_0a01)))
    }
    async fn discard(&self, actor: &Actor, _: PurposeDraftId) -> Result<(), Failure> {
        Ok(actor.may(Operation::DraftStudy)?)
    }
    async fn publish(&self, actor: &Actor, _: PurposeDraftId) -> Result<(), Failure> {
        Ok(actor.may(Operation::PublishStudy)?)
    }
}
