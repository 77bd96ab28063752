//! The order of everything that must be provable later: gap-free positions under one locked row.

use super::entity::{log_entries, log_head, log_leaves, subject_chains};
use super::{StoreError, inconsistent, locked};
use domain::choice::Decision;
use domain::clock::Timestamp;
use domain::id::{AccountId, SubjectId};
use domain::log::Position;
use domain::log::leaf::{ChainEnd, Head, LeafHash};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};

/// The only row of `log_head`.
const HEAD: i16 = 1;

/// The head of the log, held until the transaction ends: nobody else appends meanwhile.
#[derive(Debug)]
pub struct LockedHead(Head);

impl LockedHead {
    /// The position that the next entry takes.
    #[must_use]
    pub const fn next(&self) -> Position {
        self.0.size
    }

    /// The time of an entry made now: the machine's, unless the log is ahead of it, for times in the log never go back.
    #[must_use]
    pub fn time(&self, now: Timestamp) -> Timestamp {
        now.max(self.0.time)
    }
}

/// What a leaf is about, beside its bytes.
#[derive(Clone, Copy, Debug)]
pub enum LeafOf<'a> {
    /// A decision (whose position is the one the leaf takes), and with which account it was entered.
    Decision(&'a Decision, Option<AccountId>),
    /// Two subjects that were joined, or parted.
    Link {
        /// `true` joins, `false` parts.
        joins: bool,
        /// When.
        at: Timestamp,
    },
}

/// How far the log has come.
pub async fn head<C: ConnectionTrait>(db: &C) -> Result<Head, StoreError> {
    read(log_head::Entity::find_by_id(HEAD).one(db).await?)
}

/// Takes the head for writing. First of all locks of a transaction.
pub async fn lock<C: ConnectionTrait>(db: &C) -> Result<LockedHead, StoreError> {
    Ok(LockedHead(read(locked(log_head::Entity::find_by_id(HEAD), db).one(db).await?)?))
}

fn read(row: Option<log_head::Model>) -> Result<Head, StoreError> {
    let row = row.ok_or_else(|| inconsistent("log_head", "id", HEAD))?;
    Ok(Head { size: position("log_head", "size", row.size)?, time: Timestamp::from_millis(row.time) })
}

/// Appends a leaf and answers where it stands.
pub async fn append<C: ConnectionTrait>(
    db: &C,
    head: &mut LockedHead,
    bytes: Vec<u8>,
    of: LeafOf<'_>,
) -> Result<(Position, LeafHash), StoreError> {
    let (at, hash) = (head.next(), LeafHash::of(&bytes));
    let number = stored(at)?;
    log_entries::ActiveModel { position: Set(number), leaf_hash: Set(hash.0.to_vec()) }.insert(db).await?;
    let leaf = leaf_row(number, bytes, of);
    let time = Timestamp::from_millis(*leaf.recorded_at.as_ref());
    leaf.insert(db).await?;
    head.0 = Head { size: at.next(), time: head.time(time) };
    let moved = log_head::ActiveModel { id: Set(HEAD), size: Set(stored(head.0.size)?), time: Set(head.0.time.millis()) };
    moved.update(db).await?;
    Ok((at, hash))
}

fn leaf_row(position: i64, bytes: Vec<u8>, of: LeafOf<'_>) -> log_leaves::ActiveModel {
    match of {
        LeafOf::Decision(decision, account) => log_leaves::ActiveModel {
            position: Set(position),
            kind: Set("decision".to_owned()),
            bytes: Set(bytes),
            subject_id: Set(Some(decision.subject.0)),
            account_id: Set(account.map(|account| account.0)),
            scope: Set(Some(decision.scope.to_string())),
            stance: Set(Some(decision.stance.code().to_owned())),
            effective_at: Set(Some(decision.effective.millis())),
            recorded_at: Set(decision.recorded.millis()),
            channel: Set(Some(decision.channel.code().to_owned())),
            decided_by: Set(Some(decision.by.code().to_owned())),
            notice: Set(Some(decision.notice.clone())),
        },
        LeafOf::Link { joins, at } => log_leaves::ActiveModel {
            position: Set(position),
            kind: Set(if joins { "link" } else { "unlink" }.to_owned()),
            bytes: Set(bytes),
            subject_id: Set(None),
            account_id: Set(None),
            scope: Set(None),
            stance: Set(None),
            effective_at: Set(None),
            recorded_at: Set(at.millis()),
            channel: Set(None),
            decided_by: Set(None),
            notice: Set(None),
        },
    }
}

/// The leaf hash that the log shows at that position.
pub async fn leaf_hash<C: ConnectionTrait>(db: &C, at: Position) -> Result<Option<LeafHash>, StoreError> {
    let Ok(number) = stored(at) else { return Ok(None) };
    let Some(entry) = log_entries::Entity::find_by_id(number).one(db).await? else { return Ok(None) };
    Ok(Some(LeafHash(entry.leaf_hash.try_into().map_err(|_| inconsistent("log_entries", "leaf_hash", at))?)))
}

/// Where a subject's own chain of leaves stands; `None` before its first.
pub async fn chain_end_of<C: ConnectionTrait>(db: &C, subject: SubjectId) -> Result<Option<ChainEnd>, StoreError> {
    let Some(row) = subject_chains::Entity::find_by_id(subject.0).one(db).await? else { return Ok(None) };
    let seq = u64::try_from(row.seq).map_err(|_| inconsistent("subject_chains", "seq", subject))?;
    let hash = row.leaf_hash.try_into().map_err(|_| inconsistent("subject_chains", "leaf_hash", subject))?;
    Ok(Some(ChainEnd { seq, hash: LeafHash(hash) }))
}

/// Moves a subject's chain on. Guarded by the lock on the head.
pub async fn set_chain_end<C: ConnectionTrait>(db: &C, _head: &LockedHead, subject: SubjectId, end: ChainEnd) -> Result<(), StoreError> {
    let seq = i64::try_from(end.seq).map_err(|_| inconsistent("subject_chains", "seq", subject))?;
    let row = subject_chains::ActiveModel { subject_id: Set(subject.0), seq: Set(seq), leaf_hash: Set(end.hash.0.to_vec()) };
    let moved = OnConflict::column(subject_chains::Column::SubjectId)
        .update_columns([subject_chains::Column::Seq, subject_chains::Column::LeafHash])
        .to_owned();
    subject_chains::Entity::insert(row).on_conflict(moved).exec_without_returning(db).await?;
    Ok(())
}

/// A position as it is stored.
pub(crate) fn stored(at: Position) -> Result<i64, StoreError> {
    i64::try_from(at.0).map_err(|_| inconsistent("log_entries", "position", at))
}

/// A stored position.
pub(crate) fn position(table: &'static str, column: &'static str, number: i64) -> Result<Position, StoreError> {
    u64::try_from(number).map(Position).map_err(|_| inconsistent(table, column, number))
}
