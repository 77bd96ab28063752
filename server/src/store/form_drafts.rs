//! What was typed into forms that were refused: sealed, and each row its author's alone.

use super::StoreError;
use super::entity::form_drafts;
use domain::clock::Timestamp;
use domain::id::AccountId;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

/// Whose draft it is, in which kind of form, about what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub account: AccountId,
    pub place: &'static str,
    pub about: Uuid,
}

/// A draft: its id, to which its seal is bound, and what was sealed.
pub(crate) struct SealedDraft {
    pub id: Uuid,
    pub sealed: Vec<u8>,
}

/// Keeps a draft in place of the one before. Of two that are kept at once the later one stays.
pub(crate) async fn keep<C: ConnectionTrait>(db: &C, slot: Slot, draft: SealedDraft, until: Timestamp) -> Result<(), StoreError> {
    let row = form_drafts::ActiveModel {
        id: Set(draft.id),
        account_id: Set(slot.account.0),
        place: Set(slot.place.to_owned()),
        about: Set(slot.about),
        sealed: Set(draft.sealed),
        ends_at: Set(until.millis()),
    };
    let slot = [form_drafts::Column::AccountId, form_drafts::Column::Place, form_drafts::Column::About];
    let again = OnConflict::columns(slot)
        .update_columns([form_drafts::Column::Id, form_drafts::Column::Sealed, form_drafts::Column::EndsAt])
        .to_owned();
    form_drafts::Entity::insert(row).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}

/// What is kept there.
pub(crate) async fn kept<C: ConnectionTrait>(db: &C, slot: Slot, now: Timestamp) -> Result<Option<SealedDraft>, StoreError> {
    let row = in_slot(slot).filter(form_drafts::Column::EndsAt.gt(now.millis())).one(db).await?;
    Ok(row.map(|row| SealedDraft { id: row.id, sealed: row.sealed }))
}

fn in_slot(slot: Slot) -> Select<form_drafts::Entity> {
    form_drafts::Entity::find()
        .filter(form_drafts::Column::AccountId.eq(slot.account.0))
        .filter(form_drafts::Column::Place.eq(slot.place))
        .filter(form_drafts::Column::About.eq(slot.about))
}

/// It is not needed any more.
pub(crate) async fn remove<C: ConnectionTrait>(db: &C, slot: Slot) -> Result<(), StoreError> {
    form_drafts::Entity::delete_many()
        .filter(form_drafts::Column::AccountId.eq(slot.account.0))
        .filter(form_drafts::Column::Place.eq(slot.place))
        .filter(form_drafts::Column::About.eq(slot.about))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes everything that one account typed and did not get done.
pub(crate) async fn remove_all_of<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<(), StoreError> {
    form_drafts::Entity::delete_many().filter(form_drafts::Column::AccountId.eq(account.0)).exec(db).await?;
    Ok(())
}

/// Removes what is over; at most `limit`.
pub(crate) async fn remove_ended<C: ConnectionTrait>(db: &C, now: Timestamp, limit: u64) -> Result<(), StoreError> {
    let over = form_drafts::Entity::find().filter(form_drafts::Column::EndsAt.lte(now.millis())).limit(limit).all(db).await?;
    let ids = over.into_iter().map(|row| row.id);
    form_drafts::Entity::delete_many().filter(form_drafts::Column::Id.is_in(ids)).exec(db).await?;
    Ok(())
}
