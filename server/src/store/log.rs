//! The order of everything that must be provable later: gap-free positions under one locked row, which also keeps the root
//! and the right edge of the tree over them.

use super::entity::{log_entries, log_head, log_leaves, subject_chains};
use super::many;
use super::{StoreError, inconsistent, locked};
use domain::choice::Decision;
use domain::clock::Timestamp;
use domain::id::{AccountId, SubjectId};
use domain::log::Position;
use domain::log::head::Head;
use domain::log::leaf::{ChainEnd, Kind, LeafHash};
use domain::log::tree::{Edge, TreeHash};
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

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
    /// A decision (whose position is the one the leaf takes), with which account it was entered, and which version of the
    /// catalogue was shown.
    Decision(&'a Decision, Option<AccountId>, u32),
    /// Two subjects that were joined, or parted.
    Link {
        /// `true` joins, `false` parts.
        joins: bool,
        /// When.
        at: Timestamp,
    },
    /// Something that is no decision and no link, and when it was.
    Event(Kind, Timestamp),
}

/// How far the log has come.
pub async fn head<C: ConnectionTrait>(db: &C) -> Result<Head, StoreError> {
    read(log_head::Entity::find_by_id(HEAD).one(db).await?)
}

/// Takes the head for writing. First of all locks of a transaction. Its time is that of the newest entry: whatever is entered next gets
/// none that is earlier, and none that somebody wrote there.
pub async fn lock<C: ConnectionTrait>(db: &C) -> Result<LockedHead, StoreError> {
    let head = read(locked(log_head::Entity::find_by_id(HEAD), db).one(db).await?)?;
    let newest = stored(head.size)? - 1;
    let select = log_leaves::Entity::find().select_only().column(log_leaves::Column::RecordedAt);
    let recorded: Option<i64> = select.filter(log_leaves::Column::Position.eq(newest)).into_tuple().one(db).await?;
    if recorded.is_some_and(|recorded| recorded != head.time.millis()) {
        return Err(inconsistent("log_head", "time", HEAD));
    }
    Ok(LockedHead(head))
}

/// The head as it is stored, if root and right edge belong together.
fn read(row: Option<log_head::Model>) -> Result<Head, StoreError> {
    let broken = |column| inconsistent("log_head", column, HEAD);
    let row = row.ok_or_else(|| broken("id"))?;
    let size = position("log_head", "size", row.size)?;
    let edge = Edge::from_bytes(size.0, &row.edge).map_err(|_| broken("edge"))?;
    let root = TreeHash(row.root.try_into().map_err(|_| broken("root"))?);
    if edge.root() != root {
        return Err(broken("root"));
    }
    Ok(Head { size, time: Timestamp::from_millis(row.time), root, edge })
}

/// A leaf that is about to be appended.
#[derive(Debug)]
pub struct NewLeaf<'a> {
    /// Its hash.
    pub hash: LeafHash,
    bytes: Vec<u8>,
    of: LeafOf<'a>,
}

impl<'a> NewLeaf<'a> {
    /// A leaf of these bytes.
    #[must_use]
    pub fn new(bytes: Vec<u8>, of: LeafOf<'a>) -> Self {
        Self { hash: LeafHash::of(&bytes), bytes, of }
    }
}

/// Appends a leaf and answers where it stands.
pub async fn append<C: ConnectionTrait>(
    db: &C,
    head: &mut LockedHead,
    bytes: Vec<u8>,
    of: LeafOf<'_>,
) -> Result<(Position, LeafHash), StoreError> {
    let (at, leaf) = (head.next(), NewLeaf::new(bytes, of));
    let hash = leaf.hash;
    append_many(db, head, vec![leaf]).await?;
    Ok((at, hash))
}

/// Appends leaves, one after the other from [`LockedHead::next`] on.
pub async fn append_many<C: ConnectionTrait>(db: &C, head: &mut LockedHead, leaves: Vec<NewLeaf<'_>>) -> Result<(), StoreError> {
    let mut moved = head.0.clone();
    let (mut entries, mut rows) = (Vec::with_capacity(leaves.len()), Vec::with_capacity(leaves.len()));
    for leaf in leaves {
        let number = stored(moved.size)?;
        entries.push(log_entries::ActiveModel { position: Set(number), leaf_hash: Set(leaf.hash.0.to_vec()) });
        let row = leaf_row(number, leaf.bytes, leaf.of);
        moved.time = moved.time.max(Timestamp::from_millis(*row.recorded_at.as_ref()));
        moved.edge.push(leaf.hash);
        moved.size = moved.size.next();
        rows.push(row);
    }
    moved.root = moved.edge.root();
    // The leaves carry the entries' keys, so these come first.
    many::insert::<log_entries::Entity, _>(db, entries).await?;
    many::insert::<log_leaves::Entity, _>(db, rows).await?;
    head.0 = swap(db, &head.0, moved).await?;
    Ok(())
}

/// Moves the stored head, if it still is the one that was read: the lock says so already, and the log does not rest on a
/// lock alone.
async fn swap<C: ConnectionTrait>(db: &C, read: &Head, moved: Head) -> Result<Head, StoreError> {
    use log_head::Column;
    let row = log_head::ActiveModel {
        size: Set(stored(moved.size)?),
        time: Set(moved.time.millis()),
        root: Set(moved.root.0.to_vec()),
        edge: Set(moved.edge.to_bytes()),
        ..Default::default()
    };
    let still = Column::Id.eq(HEAD).and(Column::Size.eq(stored(read.size)?)).and(Column::Root.eq(read.root.0.to_vec()));
    match log_head::Entity::update_many().set(row).filter(still).exec(db).await?.rows_affected {
        1 => Ok(moved),
        _ => Err(DbErr::Custom(format!("the head of the log is no longer the one of size {}", read.size)).into()),
    }
}

fn leaf_row(position: i64, bytes: Vec<u8>, of: LeafOf<'_>) -> log_leaves::ActiveModel {
    match of {
        LeafOf::Decision(decision, account, catalogue) => log_leaves::ActiveModel {
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
            catalogue_version: Set(i32::try_from(catalogue).ok()),
        },
        LeafOf::Link { joins, at } => event_row(position, bytes, if joins { Kind::Link } else { Kind::Unlink }, at),
        LeafOf::Event(kind, at) => event_row(position, bytes, kind, at),
    }
}

/// What is no decision has nothing to read beside its bytes.
fn event_row(position: i64, bytes: Vec<u8>, kind: Kind, at: Timestamp) -> log_leaves::ActiveModel {
    log_leaves::ActiveModel {
        position: Set(position),
        kind: Set(kind.code().to_owned()),
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
        catalogue_version: Set(None),
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
    subject_chains::Entity::find_by_id(subject.0).one(db).await?.map(chain_end).transpose()
}

fn chain_end(row: subject_chains::Model) -> Result<ChainEnd, StoreError> {
    let broken = |column| inconsistent("subject_chains", column, SubjectId(row.subject_id));
    let seq = u64::try_from(row.seq).map_err(|_| broken("seq"))?;
    let hash = row.leaf_hash.try_into().map_err(|_| broken("leaf_hash"))?;
    Ok(ChainEnd { seq, hash: LeafHash(hash) })
}

/// Moves a subject's chain on. Guarded by the lock on the head.
pub async fn set_chain_end<C: ConnectionTrait>(db: &C, head: &LockedHead, subject: SubjectId, end: ChainEnd) -> Result<(), StoreError> {
    set_chain_ends(db, head, [(subject, end)]).await
}

/// Moves the chains of these subjects on, each named once. Guarded by the lock on the head.
pub(crate) async fn set_chain_ends<C: ConnectionTrait>(
    db: &C,
    _head: &LockedHead,
    ends: impl IntoIterator<Item = (SubjectId, ChainEnd)>,
) -> Result<(), StoreError> {
    let row = |(subject, end): (SubjectId, ChainEnd)| {
        let seq = i64::try_from(end.seq).map_err(|_| inconsistent("subject_chains", "seq", subject))?;
        Ok(subject_chains::ActiveModel { subject_id: Set(subject.0), seq: Set(seq), leaf_hash: Set(end.hash.0.to_vec()) })
    };
    let rows: Vec<_> = ends.into_iter().map(row).collect::<Result<_, StoreError>>()?;
    let moved = OnConflict::column(subject_chains::Column::SubjectId)
        .update_columns([subject_chains::Column::Seq, subject_chains::Column::LeafHash])
        .to_owned();
    Ok(many::insert_or::<subject_chains::Entity, _>(db, rows, moved).await?)
}

/// Where the chains of these subjects stand; those without a leaf are not among them.
pub(crate) async fn chain_ends_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId]) -> Result<BTreeMap<SubjectId, ChainEnd>, StoreError> {
    let asked: Vec<_> = subjects.iter().map(|subject| subject.0).collect();
    let rows = many::with_keys::<subject_chains::Entity, _, _>(db, subject_chains::Column::SubjectId, &asked).await?;
    rows.into_iter().map(|row| Ok((SubjectId(row.subject_id), chain_end(row)?))).collect()
}

/// An entry as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct StoredEntry {
    /// Where it stands.
    pub position: Position,
    /// The hash that is in the tree.
    pub hash: LeafHash,
    /// The leaf, unless it was erased.
    pub leaf: Option<Vec<u8>>,
    /// When it was entered; of an erased one that is not known any more.
    pub recorded: Option<Timestamp>,
}

/// The entries from that position on, in order, at most `limit`.
pub(crate) async fn entries_from<C: ConnectionTrait>(db: &C, from: Position, limit: u64) -> Result<Vec<StoredEntry>, StoreError> {
    use log_entries::Column;
    let select = log_entries::Entity::find().filter(Column::Position.gte(stored(from)?)).order_by_asc(Column::Position).limit(limit);
    let entries = select.all(db).await?;
    let Some(last) = entries.last() else { return Ok(Vec::new()) };
    let among = log_leaves::Column::Position.between(stored(from)?, last.position);
    let leaves: Vec<(i64, Vec<u8>, i64)> = log_leaves::Entity::find()
        .select_only()
        .columns([log_leaves::Column::Position, log_leaves::Column::Bytes, log_leaves::Column::RecordedAt])
        .filter(among)
        .into_tuple()
        .all(db)
        .await?;
    let mut leaves: BTreeMap<_, _> =
        leaves.into_iter().map(|(position, bytes, at)| (position, (bytes, Timestamp::from_millis(at)))).collect();
    let read = |row: log_entries::Model| {
        let hash = row.leaf_hash.try_into().map_err(|_| inconsistent("log_entries", "leaf_hash", row.position))?;
        let at = position("log_entries", "position", row.position)?;
        let (leaf, recorded) = leaves.remove(&row.position).unzip();
        Ok(StoredEntry { position: at, hash: LeafHash(hash), leaf, recorded })
    };
    entries.into_iter().map(read).collect()
}

/// A position as it is stored.
pub(crate) fn stored(at: Position) -> Result<i64, StoreError> {
    i64::try_from(at.0).map_err(|_| inconsistent("log_entries", "position", at))
}

/// A stored position.
pub(crate) fn position(table: &'static str, column: &'static str, number: i64) -> Result<Position, StoreError> {
    u64::try_from(number).map(Position).map_err(|_| inconsistent(table, column, number))
}
