//! The view of the asker that an inquiry opens to whoever took it: a look-up like any other, which the asker sees.

use super::InquiriesService;
use crate::service::desk::in_view::{Beginning, begin};
use crate::store::audit::{self, Line};
use crate::store::inquiries::{self, Inquiry};
use crate::store::look_ups;
use crate::store::{Tx, commit, facts, links};
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::desk::FoundBy;
use domain::disclosure::UseView;
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, InquiryId, LookUpId};

impl InquiriesService {
    /// Opens it. Of a protected person it shows nothing until a second member of staff agreed.
    pub(super) async fn open_view(&self, tx: &Tx, staff: AccountId, inquiry: &Inquiry) -> Result<LookUpId, Failure> {
        let new = Beginning {
            account: staff,
            subject: Some(inquiry.subject),
            reason: &format!("inquiry {}", inquiry.queued.id),
            undated: false,
            found_by: FoundBy::Inquiry,
            inquiry: Some(inquiry.queued.id),
            about: inquiry.about,
        };
        Ok(begin(&self.core, tx, &new).await?.id)
    }

    /// Ends it with the work on the inquiry.
    pub(super) async fn close_view(&self, tx: &Tx, inquiry: InquiryId, now: Timestamp) -> Result<(), Failure> {
        Ok(look_ups::close_of_inquiry(tx, inquiry, now).await?)
    }

    /// Opens it once more, after the one before has ended.
    pub(super) async fn looked_again(&self, actor: &Actor, staff: AccountId, id: InquiryId) -> Result<LookUpId, Failure> {
        let (core, now) = (&self.core, self.core.now());
        let tx = core.store.begin().await?;
        let inquiry = inquiries::case_of_locked(&tx, staff, id).await?.ok_or(Problem::NotFound)?;
        if let Some(living) = look_ups::living_of_inquiry(&tx, id, staff, now).await? {
            return Ok(living.id);
        }
        let look_up = self.open_view(&tx, staff, &inquiry).await?;
        audit::append(&tx, &core.config.node, [Line::of(actor, Operation::LookUp, now).to(look_up).because("inquiry")]).await?;
        commit(tx).await?;
        Ok(look_up)
    }

    /// The use that an inquiry is about, as its person sees it. Not that of a protected person: it names who holds their
    /// records, and so where they may be found.
    pub(super) async fn use_asked_about(&self, inquiry: &Inquiry) -> Result<Option<UseView>, Failure> {
        let Some(about) = inquiry.about else { return Ok(None) };
        let db = self.core.store.db();
        let person = links::subjects_with(db, &[inquiry.subject]).await?;
        if facts::facts_of(db, &person).await?.protected.is_some() {
            return Ok(None);
        }
        self.uses.asked_about(inquiry.account, about).await
    }
}
