//! What a look-up needs for a step later: the digests of what was told, a letter that waits to be printed.

use super::entity::{look_up_scratch, look_ups};
use super::{StoreError, inconsistent};
use crate::keys::IdentifierDigest;
use domain::clock::Timestamp;
use domain::id::{LookUpId, SubjectId};
use domain::identifier::Kind;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::Query;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// What was told, as it would be kept of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who was found, or who would be made known.
    pub subject: SubjectId,
    /// The number.
    pub digest: IdentifierDigest,
    /// Its kind.
    pub kind: Kind,
    /// The birth date, bound to that subject.
    pub birth_digest: [u8; 32],
}

/// Keeps what was told.
pub async fn insert<C: ConnectionTrait>(db: &C, id: LookUpId, told: &Told) -> Result<(), StoreError> {
    let row = look_up_scratch::ActiveModel {
        look_up_id: Set(id.0),
        subject_id: Set(told.subject.0),
        digest: Set(Some(told.digest.to_vec())),
        kind: Set(Some(told.kind.number())),
        birth_digest: Set(Some(told.birth_digest.to_vec())),
        letter: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// What was told.
pub async fn told<C: ConnectionTrait>(db: &C, id: LookUpId) -> Result<Option<Told>, StoreError> {
    let Some(row) = look_up_scratch::Entity::find_by_id(id.0).one(db).await? else { return Ok(None) };
    let broken = |column| inconsistent("look_up_scratch", column, id);
    let (Some(digest), Some(kind), Some(birth)) = (row.digest, row.kind, row.birth_digest) else { return Ok(None) };
    Ok(Some(Told {
        subject: SubjectId(row.subject_id),
        digest: digest.try_into().map_err(|_| broken("digest"))?,
        kind: [Kind::Insured, Kind::PublicPayer, Kind::Local].into_iter().find(|of| of.number() == kind).ok_or_else(|| broken("kind"))?,
        birth_digest: birth.try_into().map_err(|_| broken("birth_digest"))?,
    }))
}

/// Keeps a letter until it was printed, sealed; one that was there before gives way.
pub async fn set_letter<C: ConnectionTrait>(db: &C, id: LookUpId, subject: SubjectId, sealed: Vec<u8>) -> Result<(), StoreError> {
    if look_up_scratch::Entity::find_by_id(id.0).one(db).await?.is_some() {
        look_up_scratch::Entity::update_many()
            .col_expr(look_up_scratch::Column::Letter, Expr::value(sealed))
            .filter(look_up_scratch::Column::LookUpId.eq(id.0))
            .exec(db)
            .await?;
        return Ok(());
    }
    let row = look_up_scratch::ActiveModel {
        look_up_id: Set(id.0),
        subject_id: Set(subject.0),
        digest: Set(None),
        kind: Set(None),
        birth_digest: Set(None),
        letter: Set(Some(sealed)),
    };
    row.insert(db).await?;
    Ok(())
}

/// The letter, sealed.
pub async fn letter<C: ConnectionTrait>(db: &C, id: LookUpId) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(look_up_scratch::Entity::find_by_id(id.0).one(db).await?.and_then(|row| row.letter))
}

/// Removes what a look-up kept.
pub async fn remove<C: ConnectionTrait>(db: &C, id: LookUpId) -> Result<(), StoreError> {
    look_up_scratch::Entity::delete_by_id(id.0).exec(db).await?;
    Ok(())
}

/// Removes what ended look-ups kept.
pub async fn remove_ended<C: ConnectionTrait>(db: &C, now: Timestamp) -> Result<(), StoreError> {
    let ended = Query::select()
        .column(look_ups::Column::Id)
        .from(look_ups::Entity)
        .and_where(look_ups::Column::EndsAt.lte(now.millis()))
        .to_owned();
    look_up_scratch::Entity::delete_many().filter(look_up_scratch::Column::LookUpId.in_subquery(ended)).exec(db).await?;
    Ok(())
}
