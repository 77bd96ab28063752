//! The desk's side: who works on what, and who reads it.

use super::texts::Writing;
use super::{InquiriesService, PAGE};
use crate::service::contact::outbox;
use crate::service::form_drafts::slot;
use crate::store::audit::{self, Line};
use crate::store::{commit, form_drafts, inquiries, look_ups, notices};
use domain::account::{Notice, NoticeKind};
use domain::actor::{Actor, Operation};
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::form_draft::Place;
use domain::id::{AccountId, InquiryId, NoticeId};
use domain::inquiry::{Author, Case, Status, text};
use domain::ports::Queue;

/// How many cases of one member of staff the desk shows.
const MINE: u64 = 50;

impl InquiriesService {
    pub(super) async fn queue(&self, staff: AccountId, after: Option<InquiryId>) -> Result<Queue, Failure> {
        let db = self.core.store.db();
        let mine = inquiries::taken_by(db, staff, MINE).await?;
        // One more than is shown tells whether there is a next page.
        let mut waiting = inquiries::waiting(db, after, PAGE as u64 + 1).await?;
        let more = waiting.len() > PAGE;
        waiting.truncate(PAGE);
        let next = if more { waiting.last().map(|last| last.queued.id) } else { None };
        let queued = |rows: Vec<inquiries::Inquiry>| rows.into_iter().map(|row| row.queued).collect();
        Ok(Queue { mine: queued(mine), waiting: Page { items: queued(waiting), next } })
    }

    pub(super) async fn taken(&self, actor: &Actor, staff: AccountId, id: InquiryId) -> Result<(), Failure> {
        let (core, now) = (&self.core, self.core.now());
        let tx = core.store.begin().await?;
        let Some(inquiry) = inquiries::take(&tx, id, staff, now).await? else {
            let problem = if inquiries::exists(&tx, id).await? { Problem::AlreadyDone } else { Problem::NotFound };
            return Err(problem.into());
        };
        let look_up = self.open_view(&tx, staff, &inquiry).await?;
        let taken = Line::of(actor, Operation::AnswerInquiry, now).to(id).because("take");
        let looked = Line::of(actor, Operation::LookUp, now).to(look_up).because("inquiry");
        audit::append(&tx, &core.config.node, [taken, looked]).await?;
        commit(tx).await?;
        Ok(())
    }

    pub(super) async fn given_back(&self, actor: &Actor, staff: AccountId, id: InquiryId) -> Result<(), Failure> {
        let now = self.core.now();
        let tx = self.core.store.begin().await?;
        let inquiry = inquiries::case_of_locked(&tx, staff, id).await?.ok_or(Problem::NotFound)?;
        if inquiry.queued.status != Status::Taken {
            return Err(Problem::AlreadyDone.into());
        }
        inquiries::release(&tx, id).await?;
        form_drafts::remove(&tx, slot(staff, Place::Inquiry(Some(id)))).await?;
        self.close_view(&tx, id, now).await?;
        self.note(&tx, actor, (id, "give-back"), now).await?;
        commit(tx).await?;
        Ok(())
    }

    pub(super) async fn case_of(&self, staff: AccountId, id: InquiryId) -> Result<Option<Case>, Failure> {
        let db = self.core.store.db();
        let Some(inquiry) = inquiries::case_of(db, staff, id).await? else { return Ok(None) };
        let about = self.use_asked_about(&inquiry).await?;
        let look_up = look_ups::living_of_inquiry(db, id, staff, self.core.now()).await?.map(|look_up| look_up.id);
        let (messages, draft) = (self.messages(id).await?, self.draft((staff, Some(id)), None).await?);
        Ok(Some(Case { queued: inquiry.queued, about, messages, look_up, draft }))
    }

    pub(super) async fn answered(
        &self,
        actor: &Actor,
        staff: AccountId,
        (id, typed, key): (InquiryId, &str, Option<&str>),
    ) -> Result<(), Failure> {
        let (core, now) = (&self.core, self.core.now());
        let plain = text(typed)?;
        let writing = Writing::new(core, (staff, Author::Desk), key, &plain);
        let tx = core.store.begin().await?;
        let inquiry = inquiries::case_of_locked(&tx, staff, id).await?.ok_or(Problem::NotFound)?;
        if writing.written_before(&tx, Some(id)).await?.is_some() {
            return Ok(());
        }
        writing.add_to(&tx, id, now).await?;
        inquiries::set_answered(&tx, id, now).await?;
        let notice = Notice { id: NoticeId::new(now, &*core.random), kind: NoticeKind::InquiryAnswered, at: now };
        notices::insert(&tx, inquiry.account, &notice).await?;
        outbox::tell_of(core, &tx, inquiry.account, notice.kind).await?;
        form_drafts::remove(&tx, slot(staff, Place::Inquiry(Some(id)))).await?;
        self.note(&tx, actor, (id, "answer"), now).await?;
        commit(tx).await?;
        Ok(())
    }

    pub(super) async fn case_closed(&self, actor: &Actor, staff: AccountId, id: InquiryId) -> Result<(), Failure> {
        let now = self.core.now();
        let tx = self.core.store.begin().await?;
        let inquiry = inquiries::case_of_locked(&tx, staff, id).await?.ok_or(Problem::NotFound)?;
        // Nobody is left without an answer.
        if inquiry.queued.status != Status::Answered {
            return Err(Problem::TextNeeded.into());
        }
        inquiries::set_closed(&tx, id, now).await?;
        self.close_view(&tx, id, now).await?;
        self.note(&tx, actor, (id, "close"), now).await?;
        commit(tx).await?;
        Ok(())
    }
}
