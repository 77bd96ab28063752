//! Samples of inquiries: waiting, taken, answered, closed; about a conflict, about nothing; with what somebody hostile wrote.

use super::{Person, at, uses};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::disclosure::{Page, UseView};
use domain::failure::Failure;
use domain::id::{InquiryId, LookUpId};
use domain::inquiry::{Asking, Author, Case, Inquiry, Kind, Language, Listed, Message, Queued, Status};
use domain::ports::{InquiriesPort, InquiriesView, Queue};
use uuid::Uuid;

pub(crate) struct Sample(pub(crate) Person);

const ASKED: &str = "青葉台クリニックから渡ったと知りました。\n断ったのは8月です。なぜ使われたのですか。";
const HOSTILE: &str = "</textarea><script>alert(1)</script> <b>太字</b> {\"$x\"}";

/// What somebody wrote who wrote too much.
fn refused(person: Person) -> Option<String> {
    (person == Person::Fresh).then(|| format!("{HOSTILE}\n{}", "長い。".repeat(1_400)))
}

fn id(n: u128) -> InquiryId {
    InquiryId(Uuid::from_u128(0x0193_0500 + n))
}

fn conflict(person: Person) -> Option<UseView> {
    uses::uses(person).into_iter().find(|of| of.conflict().is_some())
}

fn message(author: Author, text: &str, when: &str) -> Message {
    Message { author, text: text.to_owned(), at: at(when) }
}

fn queued(n: u128, kind: Kind, status: Status, when: &str) -> Queued {
    let language = if n.is_multiple_of(2) { Language::En } else { Language::Ja };
    Queued { id: id(n), kind, status, language, asked_at: at(when) }
}

fn all() -> [Queued; 4] {
    [
        queued(1, Kind::Conflict, Status::Answered, "2026-11-19T03:20:00.000Z"),
        queued(2, Kind::General, Status::Open, "2026-11-18T09:02:00.000Z"),
        queued(3, Kind::Use, Status::Taken, "2026-11-12T23:40:00.000Z"),
        queued(4, Kind::General, Status::Closed, "2026-06-02T05:00:00.000Z"),
    ]
}

fn messages(of: &Queued) -> Vec<Message> {
    let mut messages = vec![message(Author::Person, if of.kind == Kind::General { HOSTILE } else { ASKED }, &of.asked_at.to_string())];
    if matches!(of.status, Status::Answered | Status::Closed) {
        messages.push(message(
            Author::Desk,
            "お知らせくださり、ありがとうございます。\nいま、その機関に確かめています。",
            "2026-11-20T01:00:00.000Z",
        ));
    }
    messages
}

#[async_trait]
impl InquiriesPort for Sample {
    async fn ask(&self, _: &Actor, _: Asking) -> Result<InquiryId, Failure> {
        Ok(id(1))
    }
    async fn inquiries(&self, actor: &Actor, before: Option<InquiryId>) -> Result<InquiriesView, Failure> {
        actor.may(Operation::Inquire)?;
        let none = self.0 == Person::Newcomer;
        let begins = |of: &Queued, person: Person| {
            (person != Person::Recovered).then(|| messages(of)[0].text.lines().next().unwrap_or_default().to_owned())
        };
        let listed =
            |of: Queued| Listed { id: of.id, kind: of.kind, status: of.status, asked_at: of.asked_at, begins: begins(&of, self.0) };
        let items = if none { vec![] } else { all().into_iter().map(listed).collect() };
        let next = (!none && before.is_none()).then(|| id(4));
        Ok(InquiriesView { listed: Page { items, next }, draft: refused(self.0) })
    }
    async fn inquiry(&self, actor: &Actor, wanted: InquiryId) -> Result<Option<Inquiry>, Failure> {
        actor.may(Operation::Inquire)?;
        let found = all().into_iter().find(|of| of.id == wanted);
        Ok(found.map(|of| Inquiry {
            id: of.id,
            kind: of.kind,
            status: of.status,
            about: (of.kind != Kind::General).then(|| conflict(self.0)).flatten(),
            messages: if self.0 == Person::Recovered { vec![] } else { messages(&of) },
            closed_until: self.0.closed_until(),
            draft: refused(self.0),
        }))
    }
    async fn reply(&self, _: &Actor, _: InquiryId, _: &str, _: Option<&str>) -> Result<(), Failure> {
        Ok(())
    }
    async fn close(&self, _: &Actor, _: InquiryId) -> Result<(), Failure> {
        Ok(())
    }
    async fn desk(&self, actor: &Actor, after: Option<InquiryId>) -> Result<Queue, Failure> {
        actor.may(Operation::SeeDesk)?;
        let mine = all().into_iter().filter(|of| matches!(of.status, Status::Taken | Status::Answered)).collect();
        let waiting = all().into_iter().filter(|of| of.status == Status::Open).chain([
            queued(5, Kind::Use, Status::Open, "2026-11-21T23:59:00.000Z"),
            queued(6, Kind::Conflict, Status::Open, "2026-11-22T01:10:00.000Z"),
        ]);
        Ok(Queue { mine, waiting: Page { items: waiting.collect(), next: after.is_none().then(|| id(6)) } })
    }
    async fn take(&self, _: &Actor, _: InquiryId) -> Result<(), Failure> {
        Ok(())
    }
    async fn give_back(&self, _: &Actor, _: InquiryId) -> Result<(), Failure> {
        Ok(())
    }
    async fn case(&self, actor: &Actor, wanted: InquiryId) -> Result<Option<Case>, Failure> {
        actor.may(Operation::AnswerInquiry)?;
        let found = all().into_iter().find(|of| of.id == wanted && matches!(of.status, Status::Taken | Status::Answered));
        Ok(found.map(|of| Case {
            queued: of,
            about: conflict(Person::Patient),
            messages: messages(&of),
            look_up: (of.status == Status::Taken).then(|| LookUpId(Uuid::from_u128(0x0193_0600))),
            draft: None,
        }))
    }
    async fn look(&self, _: &Actor, _: InquiryId) -> Result<LookUpId, Failure> {
        Ok(LookUpId(Uuid::from_u128(0x0193_0600)))
    }
    async fn answer(&self, _: &Actor, _: InquiryId, _: &str, _: Option<&str>) -> Result<(), Failure> {
        Ok(())
    }
    async fn close_case(&self, _: &Actor, _: InquiryId) -> Result<(), Failure> {
        Ok(())
    }
}
