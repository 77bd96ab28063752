//! Samples of what the desk sees of one person, and of who looked at the person.

use super::{Person, at, choices, log, studies, uses};
use async_trait::async_trait;
use domain::account::Level;
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::code::ActivationCode;
use domain::desk::{Act, Facts, FoundBy, Telling, WaitsFor};
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::id::{InquiryId, LookUpId};
use domain::identifier::{INSURED, PUBLIC_PAYER};
use domain::log::Position;
use domain::log::leaf::LeafHash;
use domain::ports::desk::{ActSeen, DeskLetter, DeskReceipt, LookSeen, LookUpBy, LookUpHead, Looked, NumberKind, PersonView, WaitingLook};
use domain::ports::{Decided, DeskPort, QrCode};
use domain::purpose::Catalogue;
use uuid::Uuid;

pub(crate) struct Sample(pub(crate) Person);

/// A look-up that found somebody.
pub(crate) const FOUND: LookUpId = LookUpId(Uuid::from_u128(0x0193_0700));
/// One that found nobody.
pub(crate) const NOBODY: LookUpId = LookUpId(Uuid::from_u128(0x0193_0701));
/// One that waits for a second member of staff.
pub(crate) const WAITS: LookUpId = LookUpId(Uuid::from_u128(0x0193_0702));
/// One that an inquiry opened, with the history opened too, of a person without an account.
pub(crate) const OPENED: LookUpId = LookUpId(Uuid::from_u128(0x0193_0703));
/// One of a person who died.
pub(crate) const DEAD: LookUpId = LookUpId(Uuid::from_u128(0x0193_0704));

fn head(id: LookUpId, found_by: FoundBy) -> LookUpHead {
    LookUpHead {
        id,
        reason: "電話。すべて断りたいとのこと。".to_owned(),
        found_by,
        inquiry: (found_by == FoundBy::Inquiry).then_some(InquiryId(Uuid::from_u128(0x0193_0710))),
        at: at("2026-11-22T01:10:00.000Z"),
        ends_at: at("2026-11-22T01:40:00.000Z"),
    }
}

fn person(id: LookUpId) -> PersonView {
    let of = if id == OPENED { Person::Newcomer } else { Person::Patient };
    PersonView {
        head: head(id, if id == OPENED { FoundBy::Inquiry } else { FoundBy::Told }),
        account: (id == FOUND).then_some(Level::One),
        linked: usize::from(id == FOUND),
        facts: Facts {
            protected: (id == OPENED).then(|| at("2026-11-22T01:12:00.000Z")),
            deceased_on: if id == DEAD { domain::clock::parse_date("2026-11-01").ok() } else { None },
        },
        choices: choices::choices(of),
        catalogue: Catalogue::version_1(),
        decisions: choices::decisions(of),
        studies: studies::all(),
        uses: if id == OPENED { uses::uses(Person::Patient) } else { vec![] },
        history_open: id == OPENED,
        acts: if id == OPENED {
            vec![(Act::UseSeen, at("2026-11-22T01:11:00.000Z")), (Act::Protected, at("2026-11-22T01:12:00.000Z"))]
        } else {
            vec![]
        },
        entered: (id == FOUND).then_some(Position(12_044)),
        letter: id == DEAD,
    }
}

/// Who looked at the person, newest first.
fn looked() -> Vec<LookSeen> {
    let look = |n: u128, when: &str, found_by, reason: &str, acts| LookSeen {
        id: LookUpId(Uuid::from_u128(0x0193_0720 + n)),
        at: at(when),
        found_by,
        reason: reason.to_owned(),
        shown: n != 2,
        acts,
    };
    let act = |act, when: &str, reason: Option<&str>, decision| ActSeen { act, at: at(when), reason: reason.map(str::to_owned), decision };
    vec![
        look(
            3,
            "2026-11-20T02:00:00.000Z",
            FoundBy::Told,
            "電話。すべて断りたいとのこと。",
            vec![
                act(Act::Decided, "2026-11-20T02:04:00.000Z", None, Some(Position(12_044))),
                act(Act::UseSeen, "2026-11-20T02:06:00.000Z", Some("どの病院かを本人が尋ねた。"), None),
                act(Act::LevelRaised, "2026-11-20T02:08:00.000Z", None, None),
            ],
        ),
        look(2, "2026-11-10T02:00:00.000Z", FoundBy::Approved, "手紙への返事。", vec![]),
        look(1, "2026-10-10T02:00:00.000Z", FoundBy::Inquiry, "inquiry", vec![]),
    ]
}

fn no_form() -> Failure {
    Failure::Internal("the samples take no forms".to_owned())
}

#[async_trait]
impl DeskPort for Sample {
    async fn number_kinds(&self, actor: &Actor) -> Result<Vec<NumberKind>, Failure> {
        actor.may(Operation::LookUp)?;
        let own = studies::sakuradai();
        Ok(vec![
            NumberKind { system: INSURED.to_owned(), holder: None },
            NumberKind { system: PUBLIC_PAYER.to_owned(), holder: None },
            NumberKind { system: "urn:oid:1.2.392.100495.20.3.51.11310000001".to_owned(), holder: Some(own.name) },
        ])
    }
    async fn typed(&self, actor: &Actor) -> Result<Option<LookUpBy>, Failure> {
        actor.may(Operation::LookUp)?;
        Ok(Some(LookUpBy {
            system: INSURED.to_owned(),
            value: "0613201312-34".to_owned(),
            birth_date: "1979-04-02".to_owned(),
            reason: "電話。</textarea><script>alert(1)</script>".to_owned(),
        }))
    }
    async fn look_up(&self, _: &Actor, _: LookUpBy) -> Result<LookUpId, Failure> {
        Err(no_form())
    }
    async fn create(&self, _: &Actor, _: LookUpId) -> Result<(), Failure> {
        Err(no_form())
    }
    async fn person(&self, actor: &Actor, id: LookUpId) -> Result<Looked, Failure> {
        actor.may(Operation::LookUp)?;
        match id {
            FOUND | OPENED | DEAD => Ok(Looked::Person(Box::new(person(id)))),
            NOBODY => Ok(Looked::Nobody(head(id, FoundBy::Told))),
            WAITS => Ok(Looked::Waiting(head(id, FoundBy::Approved), WaitsFor::Protection)),
            _ => Err(Problem::NotFound.into()),
        }
    }
    async fn close(&self, _: &Actor, _: LookUpId) -> Result<(), Failure> {
        Err(no_form())
    }
    async fn waiting(&self, actor: &Actor) -> Result<Vec<WaitingLook>, Failure> {
        actor.may(Operation::Approve)?;
        Ok(vec![WaitingLook {
            id: WAITS,
            reason: "本人が電話で住所の変更を相談。".to_owned(),
            waits_for: WaitsFor::BirthDate,
            at: at("2026-11-22T01:10:00.000Z"),
        }])
    }
    async fn let_look(&self, _: &Actor, _: LookUpId, _: bool) -> Result<(), Failure> {
        Err(no_form())
    }
    async fn decide(&self, _: &Actor, _: LookUpId, _: Telling, _: Option<String>) -> Result<Decided, Failure> {
        Err(no_form())
    }
    async fn receipt(&self, actor: &Actor, _: LookUpId, position: Position) -> Result<Option<DeskReceipt>, Failure> {
        actor.may(Operation::ActOnBehalf)?;
        let found = choices::decisions(Person::Patient).into_iter().find(|said| said.position == position);
        Ok(found.map(|decision| DeskReceipt {
            decided: Decided { decision, leaf_hash: LeafHash([7; 32]), catalogue: Some(1) },
            study: None,
            proof: log::receipt(position),
        }))
    }
    async fn open_history(&self, _: &Actor, _: LookUpId, _: &str) -> Result<(), Failure> {
        Err(no_form())
    }
    async fn raise_level(&self, _: &Actor, _: LookUpId, _: [&str; 2]) -> Result<(), Failure> {
        Err(no_form())
    }
    async fn issue_letter(&self, _: &Actor, _: LookUpId) -> Result<(), Failure> {
        Err(no_form())
    }
    async fn letter(&self, actor: &Actor, _: LookUpId) -> Result<Option<DeskLetter>, Failure> {
        actor.may(Operation::ActOnBehalf)?;
        let code = ActivationCode::read("2345-6789-ABCD-EF").ok_or(Problem::NotFound)?;
        let qr = QrCode { size: 41, path: "M4 4h7v1h-7zM4 5h1v1h-1zM10 5h1v1h-1zM13 13h3v1h-3zM30 30h5v1h-5z".to_owned() };
        Ok(Some(DeskLetter { code, qr, expires_at: at("2026-12-13T01:10:00.000Z"), base_url: "https://hikae.example".to_owned() }))
    }
    async fn protect(&self, _: &Actor, _: LookUpId, _: &str) -> Result<(), Failure> {
        Err(no_form())
    }
    async fn deceased(&self, _: &Actor, _: LookUpId, _: &str, _: [&str; 2]) -> Result<(), Failure> {
        Err(no_form())
    }
    async fn looked(&self, actor: &Actor, before: Option<LookUpId>) -> Result<Page<LookSeen, LookUpId>, Failure> {
        actor.may(Operation::SeeLookUps)?;
        let items = if self.0 == Person::Newcomer || before.is_some() { vec![] } else { looked() };
        let next = items.last().map(|last| last.id);
        Ok(Page { items, next })
    }
    async fn last_look(&self, actor: &Actor) -> Result<Option<Timestamp>, Failure> {
        actor.may(Operation::SeeLookUps)?;
        Ok((self.0 != Person::Newcomer).then(|| at("2026-11-20T02:00:00.000Z")))
    }
}
