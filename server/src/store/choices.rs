//! Decisions as they stand in the log, and what holds now.

mod whole;

use super::entity::{current_choices, idempotency_keys, log_leaves};
use super::log::{LockedHead, position, stored};
use super::many::{self, KEYS_PER_QUERY};
use super::{StoreError, inconsistent};
use domain::choice::{Channel, DecidedBy, Decision};
use domain::clock::Timestamp;
use domain::id::{AccountId, SubjectId};
use domain::log::Position;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use std::collections::BTreeMap;

pub(crate) use whole::{Whole, whole_of};

/// The `kind` of leaves that carry a decision.
const DECISION: &str = "decision";

/// The latest decision of each of these subjects on each scope.
pub async fn current_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Vec<Decision>, StoreError> {
    let mut current = Vec::new();
    for chunk in subjects.chunks(KEYS_PER_QUERY) {
        let theirs = current_choices::Column::SubjectId.is_in(chunk.iter().map(|subject| subject.0));
        for row in current_choices::Entity::find().filter(theirs).all(db).await? {
            current.push(read_current(row)?);
        }
    }
    Ok(current)
}

fn read_current(row: current_choices::Model) -> Result<Decision, StoreError> {
    let broken = |column| inconsistent("current_choices", column, format!("{}/{}", SubjectId(row.subject_id), row.scope));
    Ok(Decision {
        position: position("current_choices", "position", row.position)?,
        subject: SubjectId(row.subject_id),
        scope: row.scope.parse().map_err(|_| broken("scope"))?,
        stance: row.stance.parse().map_err(|_| broken("stance"))?,
        effective: Timestamp::from_millis(row.effective_at),
        recorded: Timestamp::from_millis(row.recorded_at),
        channel: Channel::from_code(&row.channel).ok_or_else(|| broken("channel"))?,
        by: DecidedBy::from_code(&row.decided_by).ok_or_else(|| broken("decided_by"))?,
        notice: row.notice.clone(),
    })
}

/// Makes a decision the current one of its subject and scope, unless one that takes effect later is there already.
pub async fn save_current<C: ConnectionTrait>(
    db: &C,
    head: &LockedHead,
    decision: &Decision,
    account: Option<AccountId>,
) -> Result<(), StoreError> {
    save_current_many(db, head, &[(decision, account)]).await
}

/// The same for several, of which no two are about the same subject and scope.
pub(crate) async fn save_current_many<C: ConnectionTrait>(
    db: &C,
    _head: &LockedHead,
    decisions: &[(&Decision, Option<AccountId>)],
) -> Result<(), StoreError> {
    let rows = decisions.iter().map(|(decision, account)| current_row(decision, *account)).collect::<Result<Vec<_>, _>>()?;
    Ok(many::insert_or::<current_choices::Entity, _>(db, rows, unless_later()).await?)
}

fn current_row(decision: &Decision, account: Option<AccountId>) -> Result<current_choices::ActiveModel, StoreError> {
    Ok(current_choices::ActiveModel {
        subject_id: Set(decision.subject.0),
        scope: Set(decision.scope.to_string()),
        stance: Set(decision.stance.code().to_owned()),
        effective_at: Set(decision.effective.millis()),
        position: Set(stored(decision.position)?),
        recorded_at: Set(decision.recorded.millis()),
        account_id: Set(account.map(|account| account.0)),
        channel: Set(decision.channel.code().to_owned()),
        decided_by: Set(decision.by.code().to_owned()),
        notice: Set(decision.notice.clone()),
    })
}

/// What is there is replaced, unless it takes effect later, or at the same moment and stands later in the log.
fn unless_later() -> OnConflict {
    use current_choices::Column;
    let new = |column: Column| Expr::col((Alias::new("excluded"), column));
    let there = |column: Column| Expr::col((current_choices::Entity, column));
    let same_moment = new(Column::EffectiveAt).eq(there(Column::EffectiveAt));
    let later =
        new(Column::EffectiveAt).gt(there(Column::EffectiveAt)).or(same_moment.and(new(Column::Position).gt(there(Column::Position))));
    let replaced = [
        Column::Stance,
        Column::EffectiveAt,
        Column::Position,
        Column::RecordedAt,
        Column::AccountId,
        Column::Channel,
        Column::DecidedBy,
        Column::Notice,
    ];
    OnConflict::columns([Column::SubjectId, Column::Scope]).update_columns(replaced).action_and_where(later).to_owned()
}

/// The decisions of these subjects, newest first, from just before `before`; at most `limit`.
pub async fn decisions_of<C: ConnectionTrait>(
    db: &C,
    subjects: &[SubjectId],
    before: Option<Position>,
    limit: u64,
) -> Result<Vec<Decision>, StoreError> {
    let mut select = leaves_of(subjects).order_by_desc(log_leaves::Column::Position).limit(limit);
    if let Some(before) = before {
        // A page that begins beyond every position we could store begins at the newest.
        select = select.filter(log_leaves::Column::Position.lt(stored(before).unwrap_or(i64::MAX)));
    }
    select.all(db).await?.iter().map(read).collect()
}

/// Everything that these subjects ever said, in log order.
pub async fn all_decisions_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Vec<Decision>, StoreError> {
    Ok(entered_of(db, subjects).await?.into_iter().map(|(decision, _)| decision).collect())
}

/// Everything that these subjects ever said, in log order, each with the account with which it was entered.
pub async fn entered_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<Vec<(Decision, Option<AccountId>)>, StoreError> {
    let mut entered = Vec::new();
    for chunk in subjects.chunks(KEYS_PER_QUERY) {
        for row in leaves_of(chunk).order_by_asc(log_leaves::Column::Position).all(db).await? {
            entered.push((read(&row)?, row.account_id.map(AccountId)));
        }
    }
    entered.sort_by_key(|(decision, _)| decision.position);
    Ok(entered)
}

/// The decision at that position, if it is one of these subjects'.
pub async fn decision_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId], at: Position) -> Result<Option<Decision>, StoreError> {
    let Ok(number) = stored(at) else { return Ok(None) };
    let row = leaves_of(subjects).filter(log_leaves::Column::Position.eq(number)).one(db).await?;
    row.as_ref().map(read).transpose()
}

/// The version of the catalogue of purposes that was shown with the decision at that position, if that was kept.
pub(crate) async fn catalogue_shown<C: ConnectionTrait>(db: &C, at: Position) -> Result<Option<u32>, StoreError> {
    let Ok(number) = stored(at) else { return Ok(None) };
    let row = log_leaves::Entity::find_by_id(number).one(db).await?;
    let version = row.and_then(|row| row.catalogue_version).map(u32::try_from).transpose();
    version.map_err(|_| inconsistent("log_leaves", "catalogue_version", at))
}

/// The leaf bytes of the decision at that position, if it is one of these subjects'.
pub async fn leaf_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId], at: Position) -> Result<Option<Vec<u8>>, StoreError> {
    let Ok(number) = stored(at) else { return Ok(None) };
    let row = leaves_of(subjects).filter(log_leaves::Column::Position.eq(number)).one(db).await?;
    Ok(row.map(|row| row.bytes))
}

/// Everybody who decided anything at that position or after it.
pub async fn deciders_since<C: ConnectionTrait>(db: &C, at: Position) -> Result<Vec<SubjectId>, StoreError> {
    let subjects: Vec<Option<uuid::Uuid>> = log_leaves::Entity::find()
        .select_only()
        .column(log_leaves::Column::SubjectId)
        .filter(log_leaves::Column::Position.gte(stored(at)?))
        .filter(log_leaves::Column::Kind.eq(DECISION))
        .into_tuple()
        .all(db)
        .await?;
    Ok(subjects.into_iter().flatten().map(SubjectId).collect())
}

fn leaves_of(subjects: &[SubjectId]) -> Select<log_leaves::Entity> {
    log_leaves::Entity::find()
        .filter(log_leaves::Column::SubjectId.is_in(subjects.iter().map(|subject| subject.0)))
        .filter(log_leaves::Column::Kind.eq(DECISION))
}

fn read(row: &log_leaves::Model) -> Result<Decision, StoreError> {
    let broken = |column| inconsistent("log_leaves", column, row.position);
    let there = |value: &Option<String>, column| value.clone().ok_or_else(|| broken(column));
    Ok(Decision {
        position: position("log_leaves", "position", row.position)?,
        subject: SubjectId(row.subject_id.ok_or_else(|| broken("subject_id"))?),
        scope: there(&row.scope, "scope")?.parse().map_err(|_| broken("scope"))?,
        stance: there(&row.stance, "stance")?.parse().map_err(|_| broken("stance"))?,
        effective: Timestamp::from_millis(row.effective_at.ok_or_else(|| broken("effective_at"))?),
        recorded: Timestamp::from_millis(row.recorded_at),
        channel: row.channel.as_deref().and_then(Channel::from_code).ok_or_else(|| broken("channel"))?,
        by: row.decided_by.as_deref().and_then(DecidedBy::from_code).ok_or_else(|| broken("decided_by"))?,
        notice: there(&row.notice, "notice")?,
    })
}

/// What an idempotency key was used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// SHA-256 of the body that came with it.
    pub body_hash: [u8; 32],
    /// The decision it made.
    pub position: Position,
}

/// What the key with that digest was used for, if it was.
pub async fn key_use<C: ConnectionTrait>(db: &C, digest: [u8; 32]) -> Result<Option<KeyUse>, StoreError> {
    Ok(key_uses(db, &[digest]).await?.remove(&digest))
}

/// What the keys with these digests were used for; those that were not are not among them.
pub(crate) async fn key_uses<C: ConnectionTrait>(db: &C, digests: &[[u8; 32]]) -> Result<BTreeMap<[u8; 32], KeyUse>, StoreError> {
    let asked: Vec<_> = digests.iter().map(|digest| digest.to_vec()).collect();
    let mut uses = BTreeMap::new();
    for row in many::with_keys::<idempotency_keys::Entity, _, _>(db, idempotency_keys::Column::Digest, &asked).await? {
        let position = position("idempotency_keys", "position", row.position)?;
        let broken = |column| inconsistent("idempotency_keys", column, position);
        let body_hash = row.body_hash.try_into().map_err(|_| broken("body_hash"))?;
        uses.insert(row.digest.try_into().map_err(|_| broken("digest"))?, KeyUse { body_hash, position });
    }
    Ok(uses)
}

/// Remembers what a key was used for.
pub async fn save_key<C: ConnectionTrait>(db: &C, digest: [u8; 32], used: KeyUse, at: Timestamp) -> Result<(), StoreError> {
    save_keys(db, &[(digest, used, at)]).await
}

/// The same for several keys, each named once.
pub(crate) async fn save_keys<C: ConnectionTrait>(db: &C, keys: &[([u8; 32], KeyUse, Timestamp)]) -> Result<(), StoreError> {
    let row = |(digest, used, at): &([u8; 32], KeyUse, Timestamp)| {
        Ok(idempotency_keys::ActiveModel {
            digest: Set(digest.to_vec()),
            body_hash: Set(used.body_hash.to_vec()),
            position: Set(stored(used.position)?),
            at: Set(at.millis()),
        })
    };
    let rows = keys.iter().map(row).collect::<Result<Vec<_>, StoreError>>()?;
    Ok(many::insert::<idempotency_keys::Entity, _>(db, rows).await?)
}
