//! Organisations that hold records.

use super::entity::holders;
use super::{StoreError, inconsistent, locked};
use domain::clock::Timestamp;
use domain::holder::{Holder, SourceKind};
use domain::id::HolderId;
use domain::words::Words;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// One holder.
pub(crate) async fn holder<C: ConnectionTrait>(db: &C, id: HolderId) -> Result<Option<Holder>, StoreError> {
    holders::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// That holder, held until the transaction ends.
pub(crate) async fn holder_locked<C: ConnectionTrait>(db: &C, id: HolderId) -> Result<Option<Holder>, StoreError> {
    locked(holders::Entity::find_by_id(id.0), db).one(db).await?.map(read).transpose()
}

/// When it joined, and how many rows of its checks said that the person has no insured number.
pub(crate) async fn joined_and_attested<C: ConnectionTrait>(db: &C, id: HolderId) -> Result<Option<(Timestamp, u64)>, StoreError> {
    let Some(row) = holders::Entity::find_by_id(id.0).one(db).await? else { return Ok(None) };
    let broken = |_| inconsistent("holders", "no_insured_number_attested", id);
    Ok(Some((Timestamp::from_millis(row.joined_at), u64::try_from(row.no_insured_number_attested).map_err(broken)?)))
}

/// Those of these holders that exist.
pub(crate) async fn holders<C: ConnectionTrait>(db: &C, ids: &[HolderId]) -> Result<BTreeMap<HolderId, Holder>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = holders::Entity::find().filter(holders::Column::Id.is_in(ids.iter().map(|id| id.0))).all(db).await?;
    rows.into_iter().map(|row| Ok((HolderId(row.id), read(row)?))).collect()
}

/// The holder with that institution number.
pub(crate) async fn with_institution_number<C: ConnectionTrait>(db: &C, number: &str) -> Result<Option<Holder>, StoreError> {
    let found = holders::Entity::find().filter(holders::Column::InstitutionNumber.eq(number));
    found.one(db).await?.map(read).transpose()
}

/// Those that joined and when, latest taken in first, before that one.
pub(crate) async fn joined<C: ConnectionTrait>(
    db: &C,
    before: Option<HolderId>,
    limit: u64,
) -> Result<Vec<(Holder, Timestamp)>, StoreError> {
    let mut found = holders::Entity::find().order_by_desc(holders::Column::Id).limit(limit);
    if let Some(before) = before {
        found = found.filter(holders::Column::Id.lt(before.0));
    }
    let rows = found.all(db).await?;
    let read_one = |row: holders::Model| {
        let at = Timestamp::from_millis(row.joined_at);
        Ok((read(row)?, at))
    };
    rows.into_iter().map(read_one).collect()
}

/// Whether no organisation has joined yet, which is how a new installation looks.
pub(crate) async fn nobody<C: ConnectionTrait>(db: &C) -> Result<bool, StoreError> {
    Ok(holders::Entity::find().limit(1).one(db).await?.is_none())
}

/// Takes in a holder.
pub async fn insert<C: ConnectionTrait>(db: &C, holder: &Holder, joined_at: Timestamp) -> Result<(), StoreError> {
    holders::ActiveModel {
        id: Set(holder.id.0),
        name_ja: Set(holder.name.ja.clone()),
        name_en: Set(holder.name.en.clone()),
        kind: Set(holder.kind.code().to_owned()),
        institution_number: Set(holder.institution_number.clone()),
        joined_at: Set(joined_at.millis()),
        no_insured_number_attested: Set(0),
    }
    .insert(db)
    .await?;
    Ok(())
}

fn read(row: holders::Model) -> Result<Holder, StoreError> {
    let id = HolderId(row.id);
    Ok(Holder {
        id,
        name: Words { ja: row.name_ja, en: row.name_en },
        kind: SourceKind::from_code(&row.kind).ok_or_else(|| inconsistent("holders", "kind", id))?,
        institution_number: row.institution_number,
    })
}
