//! What people ask the desk: asking, reading, writing on.

mod desk;
mod looking;
mod texts;
mod tidy;

pub use tidy::tidy;

use crate::service::Core;
use crate::service::form_drafts::slot;
use crate::service::uses::UsesService;
use crate::store::audit::{self, Line};
use crate::store::inquiries::{self, Inquiry as Row};
use crate::store::{Tx, commit, form_drafts, inquiry_messages};
use async_trait::async_trait;
use domain::account::CLOSED_AFTER_RECOVERY;
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::disclosure::{Page, UseView};
use domain::failure::{Failure, Problem};
use domain::form_draft::Place;
use domain::id::{AccountId, DisclosureId, InquiryId, LookUpId};
use domain::inquiry::{Asking, Author, Case, Inquiry, Kind, Listed, Queued, Status, UNANSWERED_AT_MOST, WAITING_AT_MOST, text};
use domain::ports::{InquiriesPort, InquiriesView, Queue, UsesPort};
use texts::{Writing, beginning};

/// How many inquiries one page of a list holds.
const PAGE: usize = 20;

/// The inquiries.
#[derive(Clone)]
pub struct InquiriesService {
    core: Core,
    uses: UsesService,
}

impl InquiriesService {
    /// The inquiries of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { uses: UsesService::new(core.clone()), core }
    }

    async fn asked(&self, actor: &Actor, asking: &Asking) -> Result<InquiryId, Failure> {
        let (core, patient, now) = (&self.core, actor.patient()?, self.core.now());
        let plain = text(&asking.text)?;
        let kind = self.kind_of(actor, asking.about).await?;
        let id = InquiryId::new(now, &*core.random);
        let writing = Writing::new(core, (patient.account, Author::Person), asking.key.as_deref(), &plain);
        let tx = core.store.begin().await?;
        // Two copies of one form come one after the other: the second finds what the first did.
        inquiries::lock_account(&tx, patient.account).await?;
        if let Some(before) = writing.written_before(&tx, None).await? {
            return Ok(before);
        }
        if inquiries::owed_to(&tx, patient.account, WAITING_AT_MOST).await? >= WAITING_AT_MOST {
            return Err(Problem::TooManyWaiting.into());
        }
        let queued = Queued { id, kind, status: Status::Open, language: asking.language, asked_at: now };
        let row = Row { queued, subject: patient.subject, account: patient.account, about: asking.about };
        inquiries::insert(&tx, &row).await?;
        writing.add_to(&tx, id, now).await?;
        form_drafts::remove(&tx, slot(patient.account, Place::Inquiry(None))).await?;
        self.note(&tx, actor, (id, "ask"), now).await?;
        commit(tx).await?;
        Ok(id)
    }

    /// What an inquiry about that use is about; of a use that the person does not see, nobody asks.
    async fn kind_of(&self, actor: &Actor, about: Option<DisclosureId>) -> Result<Kind, Failure> {
        let Some(about) = about else { return Ok(Kind::General) };
        let of = self.uses.one_use(actor, about).await?.ok_or(Problem::NotFound)?;
        Ok(if of.conflict().is_some() { Kind::Conflict } else { Kind::Use })
    }

    async fn replied(&self, actor: &Actor, id: InquiryId, typed: &str, key: Option<&str>) -> Result<(), Failure> {
        let (core, account, now) = (&self.core, actor.patient()?.account, self.core.now());
        let plain = text(typed)?;
        let writing = Writing::new(core, (account, Author::Person), key, &plain);
        let tx = core.store.begin().await?;
        let inquiry = inquiries::inquiry_of_locked(&tx, account, id).await?.ok_or(Problem::NotFound)?;
        if writing.written_before(&tx, Some(id)).await?.is_some() {
            return Ok(());
        }
        may_write_on(&tx, &inquiry).await?;
        writing.add_to(&tx, id, now).await?;
        if inquiry.queued.status == Status::Answered {
            inquiries::release(&tx, id).await?;
            self.close_view(&tx, id, now).await?;
        }
        form_drafts::remove(&tx, slot(account, Place::Inquiry(Some(id)))).await?;
        self.note(&tx, actor, (id, "reply"), now).await?;
        commit(tx).await?;
        Ok(())
    }

    async fn about(&self, actor: &Actor, about: Option<DisclosureId>) -> Result<Option<UseView>, Failure> {
        match about {
            // While the history is closed the inquiry would open it again.
            Some(about) if actor.may(Operation::SeeUses).is_ok() => self.uses.one_use(actor, about).await,
            _ => Ok(None),
        }
    }

    /// The audit line of something that a person or the desk did with an inquiry; last in the transaction.
    async fn note(&self, tx: &Tx, actor: &Actor, (id, what): (InquiryId, &str), now: Timestamp) -> Result<(), Failure> {
        let operation = if actor.patient().is_ok() { Operation::Inquire } else { Operation::AnswerInquiry };
        audit::append(tx, &self.core.config.node, [Line::of(actor, operation, now).to(id).because(what)]).await?;
        Ok(())
    }
}

/// Puts a new inquiry with its first text into the queue.
///
/// # Errors
/// The database cannot be reached.
pub(crate) async fn enter(core: &Core, tx: &Tx, inquiry: &Row, plain: &str) -> Result<(), Failure> {
    inquiries::insert(tx, inquiry).await?;
    let Queued { id, asked_at, .. } = inquiry.queued;
    Writing::new(core, (inquiry.account, Author::Person), None, plain).add_to(tx, id, asked_at).await
}

/// Whether the person may write into it now: it is not over, and the desk is not already behind.
async fn may_write_on(tx: &Tx, inquiry: &Row) -> Result<(), Failure> {
    if inquiry.queued.status == Status::Closed {
        return Err(Problem::AlreadyDone.into());
    }
    let messages = inquiry_messages::messages_of(tx, inquiry.queued.id).await?;
    let unanswered = messages.iter().rev().take_while(|message| message.author == Author::Person).count();
    if unanswered >= UNANSWERED_AT_MOST { Err(Problem::TooManyWaiting.into()) } else { Ok(()) }
}

#[async_trait]
impl InquiriesPort for InquiriesService {
    async fn ask(&self, actor: &Actor, asking: Asking) -> Result<InquiryId, Failure> {
        actor.may(Operation::Inquire)?;
        let account = actor.patient()?.account;
        let outcome = self.asked(actor, &asking).await;
        self.keep_refused((account, None), &asking.text, outcome).await
    }

    async fn inquiries(&self, actor: &Actor, before: Option<InquiryId>) -> Result<InquiriesView, Failure> {
        actor.may(Operation::Inquire)?;
        let (db, account) = (self.core.store.db(), actor.patient()?.account);
        // One more than is shown tells whether there is a next page.
        let mut rows = inquiries::inquiries_of(db, account, before, PAGE as u64 + 1).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = if more { rows.last().map(|last| last.queued.id) } else { None };
        let since = closed_since(actor);
        let listed = Page { items: self.listed(&rows, since).await?, next };
        Ok(InquiriesView { listed, draft: self.draft((account, None), since).await? })
    }

    async fn inquiry(&self, actor: &Actor, id: InquiryId) -> Result<Option<Inquiry>, Failure> {
        actor.may(Operation::Inquire)?;
        let (db, account) = (self.core.store.db(), actor.patient()?.account);
        let Some(row) = inquiries::inquiry_of(db, account, id).await? else { return Ok(None) };
        let Queued { kind, status, .. } = row.queued;
        let since = closed_since(actor);
        let (mut messages, draft) = (self.messages(id).await?, self.draft((account, Some(id)), since).await?);
        let all = messages.len();
        messages.retain(|message| since.is_none_or(|since| message.at >= since));
        let hidden = since.filter(|_| messages.len() < all);
        let closed_until = hidden.map(|since| since + CLOSED_AFTER_RECOVERY);
        Ok(Some(Inquiry { id, kind, status, about: self.about(actor, row.about).await?, messages, closed_until, draft }))
    }

    async fn reply(&self, actor: &Actor, id: InquiryId, text: &str, key: Option<&str>) -> Result<(), Failure> {
        actor.may(Operation::Inquire)?;
        let account = actor.patient()?.account;
        let outcome = self.replied(actor, id, text, key).await;
        self.keep_refused((account, Some(id)), text, outcome).await
    }

    async fn close(&self, actor: &Actor, id: InquiryId) -> Result<(), Failure> {
        actor.may(Operation::Inquire)?;
        let (account, now) = (actor.patient()?.account, self.core.now());
        let tx = self.core.store.begin().await?;
        let inquiry = inquiries::inquiry_of_locked(&tx, account, id).await?.ok_or(Problem::NotFound)?;
        if inquiry.queued.status != Status::Closed {
            inquiries::set_closed(&tx, id, now).await?;
            self.close_view(&tx, id, now).await?;
            self.note(&tx, actor, (id, "close"), now).await?;
        }
        commit(tx).await?;
        Ok(())
    }

    async fn desk(&self, actor: &Actor, after: Option<InquiryId>) -> Result<Queue, Failure> {
        actor.may(Operation::SeeDesk)?;
        self.queue(staff(actor)?, after).await
    }

    async fn take(&self, actor: &Actor, id: InquiryId) -> Result<(), Failure> {
        actor.may(Operation::AnswerInquiry)?;
        self.taken(actor, staff(actor)?, id).await
    }

    async fn give_back(&self, actor: &Actor, id: InquiryId) -> Result<(), Failure> {
        actor.may(Operation::AnswerInquiry)?;
        self.given_back(actor, staff(actor)?, id).await
    }

    async fn case(&self, actor: &Actor, id: InquiryId) -> Result<Option<Case>, Failure> {
        actor.may(Operation::AnswerInquiry)?;
        self.case_of(staff(actor)?, id).await
    }

    async fn look(&self, actor: &Actor, id: InquiryId) -> Result<LookUpId, Failure> {
        actor.may(Operation::AnswerInquiry)?;
        self.looked_again(actor, staff(actor)?, id).await
    }

    async fn answer(&self, actor: &Actor, id: InquiryId, text: &str, key: Option<&str>) -> Result<(), Failure> {
        actor.may(Operation::AnswerInquiry)?;
        let staff = staff(actor)?;
        let outcome = self.answered(actor, staff, (id, text, key)).await;
        self.keep_refused((staff, Some(id)), text, outcome).await
    }

    async fn close_case(&self, actor: &Actor, id: InquiryId) -> Result<(), Failure> {
        actor.may(Operation::AnswerInquiry)?;
        self.case_closed(actor, staff(actor)?, id).await
    }
}

/// Since when the account is closed after a recovery. Older texts tell of uses: while the history is closed, so are they.
fn closed_since(actor: &Actor) -> Option<Timestamp> {
    actor.patient().ok().and_then(|patient| patient.standing.closed_since())
}

fn staff(actor: &Actor) -> Result<AccountId, Problem> {
    actor.account().ok_or(Problem::SignInNeeded)
}

impl InquiriesService {
    async fn listed(&self, rows: &[Row], since: Option<Timestamp>) -> Result<Vec<Listed>, Failure> {
        let ids: Vec<_> = rows.iter().map(|row| row.queued.id).collect();
        let firsts = inquiry_messages::first_of(self.core.store.db(), &ids).await?;
        let listed = |row: &Row| {
            let Queued { id, kind, status, asked_at, .. } = row.queued;
            let first = firsts.iter().find(|message| message.inquiry == id);
            let first = first.filter(|first| since.is_none_or(|since| first.at >= since));
            let begins = first.map(|first| self.opened(first)).transpose()?.map(|text| beginning(&text));
            Ok(Listed { id, kind, status, asked_at, begins })
        };
        rows.iter().map(listed).collect()
    }
}
