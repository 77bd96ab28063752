//! What changes the catalogue of purposes: drafts, and the versions that came of them. It is read in `studies`.

use super::entity::{catalogue_versions, purpose_drafts, purposes};
use super::{StoreError, inconsistent};
use domain::clock::Timestamp;
use domain::id::{AccountId, PurposeDraftId};
use domain::ports::purposes::{Event, Version};
use domain::purpose::Purpose;
use domain::purpose::draft::Draft;
use domain::words::Words;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};

/// A change as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct KeptDraft {
    pub id: PurposeDraftId,
    pub draft: Draft,
    pub drafted_by: AccountId,
    pub saved_at: Timestamp,
}

/// Keeps a change that waits.
pub(crate) async fn insert_draft<C: ConnectionTrait>(db: &C, kept: &KeptDraft) -> Result<(), StoreError> {
    let document = serde_json::to_string(&kept.draft).map_err(|_| inconsistent("purpose_drafts", "document", kept.id))?;
    let row = purpose_drafts::ActiveModel {
        id: Set(kept.id.0),
        document: Set(document),
        drafted_by: Set(kept.drafted_by.0),
        saved_at: Set(kept.saved_at.millis()),
    };
    row.insert(db).await?;
    Ok(())
}

/// Everything that waits, longest waiting first; at most `limit`.
pub(crate) async fn drafts<C: ConnectionTrait>(db: &C, limit: u64) -> Result<Vec<KeptDraft>, StoreError> {
    use purpose_drafts::Column::{Id, SavedAt};
    let all = purpose_drafts::Entity::find().order_by_asc(SavedAt).order_by_asc(Id).limit(limit).all(db).await?;
    all.into_iter().map(kept).collect()
}

/// One of them.
pub(crate) async fn draft<C: ConnectionTrait>(db: &C, id: PurposeDraftId) -> Result<Option<KeptDraft>, StoreError> {
    purpose_drafts::Entity::find_by_id(id.0).one(db).await?.map(kept).transpose()
}

/// It was published, or thrown away: whether it was there.
pub(crate) async fn remove_draft<C: ConnectionTrait>(db: &C, id: PurposeDraftId) -> Result<bool, StoreError> {
    Ok(purpose_drafts::Entity::delete_by_id(id.0).exec(db).await?.rows_affected == 1)
}

/// Writes a purpose as it stands from that version on, at the end of the list if it is new.
pub(crate) async fn put<C: ConnectionTrait>(db: &C, purpose: &Purpose, version: u32) -> Result<(), StoreError> {
    let broken = || inconsistent("purposes", "since_version", &purpose.code);
    let (version, since) = (i32::try_from(version).map_err(|_| broken())?, i32::try_from(purpose.since).map_err(|_| broken())?);
    let known = purposes::Entity::find_by_id(purpose.code.to_string()).one(db).await?;
    let both = |words: Option<&Words>| (words.map(|words| words.ja.clone()), words.map(|words| words.en.clone()));
    let ((law_ja, law_en), (why_ja, why_en)) = (both(purpose.legal_basis.as_ref()), both(purpose.why.as_ref()));
    let last = purposes::Entity::find().order_by_desc(purposes::Column::SortOrder).one(db).await?.map_or(0, |row| row.sort_order);
    let row = purposes::ActiveModel {
        code: Set(purpose.code.to_string()),
        sort_order: Set(known.as_ref().map_or(last + 1, |row| row.sort_order)),
        name_ja: Set(purpose.name.ja.clone()),
        name_en: Set(purpose.name.en.clone()),
        ehds: Set(purpose.ehds.clone()),
        act_reason: Set(purpose.act_reason.clone()),
        legal_basis_ja: Set(law_ja),
        legal_basis_en: Set(law_en),
        parent: Set(purpose.parent.as_ref().map(ToString::to_string)),
        since_version: Set(since),
        why_ja: Set(why_ja),
        why_en: Set(why_en),
        exempt_until: Set(purpose.exempt_until.clone()),
        changed_version: Set(Some(version)),
    };
    if known.is_some() {
        row.update(db).await?;
    } else {
        row.insert(db).await?;
    }
    Ok(())
}

/// Writes a version down. `by`: who wrote and who published it.
pub(crate) async fn insert_version<C: ConnectionTrait>(
    db: &C,
    version: u32,
    (code, event): (&str, Event),
    by: Option<(AccountId, AccountId)>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = catalogue_versions::ActiveModel {
        version: Set(i32::try_from(version).map_err(|_| inconsistent("catalogue_versions", "version", version))?),
        code: Set(code.to_owned()),
        event: Set(event.code().to_owned()),
        drafted_by: Set(by.map(|(writer, _)| writer.0)),
        published_by: Set(by.map(|(_, publisher)| publisher.0)),
        published_at: Set(at.millis()),
    };
    row.insert(db).await?;
    Ok(())
}

/// The versions after the first, newest first; at most `limit`.
pub(crate) async fn versions<C: ConnectionTrait>(db: &C, limit: u64) -> Result<Vec<Version>, StoreError> {
    let newest = catalogue_versions::Entity::find().order_by_desc(catalogue_versions::Column::Version).limit(limit);
    let read = |row: catalogue_versions::Model| {
        let broken = |column| inconsistent("catalogue_versions", column, row.version);
        Ok(Version {
            number: u32::try_from(row.version).map_err(|_| broken("version"))?,
            code: row.code.parse().map_err(|_| broken("code"))?,
            event: Event::from_code(&row.event).ok_or_else(|| broken("event"))?,
            at: Timestamp::from_millis(row.published_at),
        })
    };
    newest.all(db).await?.into_iter().map(read).collect()
}

fn kept(row: purpose_drafts::Model) -> Result<KeptDraft, StoreError> {
    let id = PurposeDraftId(row.id);
    Ok(KeptDraft {
        id,
        draft: serde_json::from_str(&row.document).map_err(|_| inconsistent("purpose_drafts", "document", id))?,
        drafted_by: AccountId(row.drafted_by),
        saved_at: Timestamp::from_millis(row.saved_at),
    })
}
