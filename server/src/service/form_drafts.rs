//! Nothing that somebody wrote is lost because it was refused: a form without JavaScript comes back through an address, which
//! can carry no text, and finds it here (docs/decisions/0004-refused-text-is-a-draft.md).

use crate::service::Core;
use crate::store::form_drafts::{self, SealedDraft, Slot};
use crate::store::look_ups;
use async_trait::async_trait;
use domain::actor::Actor;
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::form_draft::{Place, Typed};
use domain::id::{AccountId, NoticeId};
use domain::ports::FormDraftsPort;

/// What the seals are bound to, besides their rows.
const DRAFT: &str = "form_drafts";
/// How many rows one round of tidying touches.
const BATCH: u64 = 500;

/// Drafts of forms.
#[derive(Clone)]
pub struct FormDraftsService {
    core: Core,
}

impl FormDraftsService {
    /// The drafts of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    /// Whose draft it is. What is about a person is kept for the person, not for the look-up, which lasts for minutes.
    async fn slot(&self, actor: &Actor, place: Place) -> Result<Slot, Failure> {
        actor.may(place.operation())?;
        let account = actor.account().ok_or(Problem::NotAllowed)?;
        let slot = slot(account, place);
        let Some(id) = place.look_up() else { return Ok(slot) };
        let look_up = look_ups::look_up_of(self.core.store.db(), id, account).await?.ok_or(Problem::NotFound)?;
        Ok(Slot { about: look_up.subject.map_or(slot.about, |subject| subject.0), ..slot })
    }
}

/// The slot of a draft that is about nobody who was looked up.
pub(super) fn slot(account: AccountId, place: Place) -> Slot {
    Slot { account, place: place.code(), about: place.about() }
}

/// Keeps what was typed there.
pub(super) async fn keep(core: &Core, slot: Slot, place: Place, typed: &Typed) -> Result<(), Failure> {
    let id = NoticeId::new(core.now(), &*core.random).0;
    let plain = serde_json::to_string(typed).map_err(|error| Failure::Internal(error.to_string()))?;
    let draft = SealedDraft { id, sealed: core.keys.seal(&*core.random, DRAFT, id, &plain) };
    Ok(form_drafts::keep(core.store.db(), slot, draft, core.now() + place.kept_for()).await?)
}

/// What was typed there and refused.
pub(super) async fn typed(core: &Core, slot: Slot) -> Result<Option<Typed>, Failure> {
    ending_after(core, slot, core.now()).await
}

/// The same, unless it was typed before that moment.
pub(super) async fn typed_since(core: &Core, slot: Slot, place: Place, since: Option<Timestamp>) -> Result<Option<Typed>, Failure> {
    let earliest = since.map(|since| since + place.kept_for());
    ending_after(core, slot, earliest.map_or(core.now(), |earliest| earliest.max(core.now()))).await
}

async fn ending_after(core: &Core, slot: Slot, end: Timestamp) -> Result<Option<Typed>, Failure> {
    let Some(draft) = form_drafts::kept(core.store.db(), slot, end).await? else { return Ok(None) };
    let plain = core.keys.unseal(DRAFT, draft.id, &draft.sealed)?;
    let broken = |_| Failure::Inconsistent { table: "form_drafts", column: "sealed", row: draft.id.to_string() };
    Ok(Some(serde_json::from_str(&plain).map_err(broken)?))
}

/// Removes what nobody came back to.
///
/// # Errors
/// The store cannot be reached; the next round goes on.
pub async fn tidy(core: &Core) -> Result<(), Failure> {
    Ok(form_drafts::remove_ended(core.store.db(), core.now(), BATCH).await?)
}

#[async_trait]
impl FormDraftsPort for FormDraftsService {
    async fn keep(&self, actor: &Actor, place: Place, typed: &Typed) -> Result<(), Failure> {
        let slot = self.slot(actor, place).await?;
        if typed.is_empty() { Ok(()) } else { keep(&self.core, slot, place, typed).await }
    }

    async fn typed(&self, actor: &Actor, place: Place) -> Result<Option<Typed>, Failure> {
        typed(&self.core, self.slot(actor, place).await?).await
    }

    async fn forget(&self, actor: &Actor, place: Place) -> Result<(), Failure> {
        let slot = self.slot(actor, place).await?;
        Ok(form_drafts::remove(self.core.store.db(), slot).await?)
    }
}
