//! The published log: tiles, the right edge and checkpoints. Whoever reads the log reads these tables, and none that a decision
//! waits for.

use super::entity::{log_checkpoints, log_edge_tiles, log_tiles};
use super::many::{self, KEYS_PER_QUERY};
use super::{StoreError, inconsistent, locked};
use domain::clock::Timestamp;
use domain::log::tree::{ChangedTile, TILE_WIDTH, TileAt, Tiles, TreeHash};
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// How far a checkpoint has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckpointKind {
    /// Signed: what answers to people rest on.
    Signed,
    /// Shown to everybody.
    Published,
    /// Shown, and cosigned by the witnesses.
    Cosigned,
}

impl CheckpointKind {
    /// What it is stored under.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Published => "published",
            Self::Cosigned => "cosigned",
        }
    }
}

/// A checkpoint as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// Of how many entries.
    pub size: u64,
    /// The root over them.
    pub root: TreeHash,
    /// When it was signed.
    pub time: Timestamp,
    /// The signed note.
    pub note: String,
}

/// The latest checkpoint of that kind.
pub async fn checkpoint<C: ConnectionTrait>(db: &C, kind: CheckpointKind) -> Result<Option<StoredCheckpoint>, StoreError> {
    log_checkpoints::Entity::find_by_id(kind.code().to_owned()).one(db).await?.map(read_checkpoint).transpose()
}

fn read_checkpoint(row: log_checkpoints::Model) -> Result<StoredCheckpoint, StoreError> {
    let broken = |column| inconsistent("log_checkpoints", column, &row.kind);
    let size = u64::try_from(row.size).map_err(|_| broken("size"))?;
    let root = TreeHash(row.root.try_into().map_err(|_| broken("root"))?);
    Ok(StoredCheckpoint { size, root, time: Timestamp::from_millis(row.time), note: row.note })
}

/// The root that the published log had when it had so many entries; `None`: it never had so many.
pub(crate) async fn root_at<C: ConnectionTrait>(db: &C, size: u64) -> Result<Option<TreeHash>, StoreError> {
    Ok(tiles(db, &Tiles::for_root(size)).await?.root(size).ok())
}

/// Whether what is signed is the log of that size and root, or grew out of it.
pub(crate) async fn grew_out_of<C: ConnectionTrait>(
    db: &C,
    (size, root): (u64, TreeHash),
    signed: Option<&StoredCheckpoint>,
) -> Result<bool, StoreError> {
    let there = signed.map_or_else(|| (0, TreeHash::empty()), |signed| (signed.size, signed.root));
    Ok(there == (size, root) || (size <= there.0 && root_at(db, size).await? == Some(root)))
}

/// Replaces the checkpoint of that kind, if it still is the one that was read. Never by a smaller one, nor by one of the same size
/// with another root.
pub async fn replace_checkpoint<C: ConnectionTrait>(
    db: &C,
    kind: CheckpointKind,
    read: Option<&StoredCheckpoint>,
    new: &StoredCheckpoint,
) -> Result<(), StoreError> {
    use log_checkpoints::Column;
    let row = log_checkpoints::ActiveModel {
        kind: Set(kind.code().to_owned()),
        size: Set(i64::try_from(new.size).map_err(|_| inconsistent("log_checkpoints", "size", kind.code()))?),
        root: Set(new.root.0.to_vec()),
        time: Set(new.time.millis()),
        note: Set(new.note.clone()),
    };
    let Some(read) = read else {
        row.insert(db).await?;
        return Ok(());
    };
    if new.size < read.size || (new.size == read.size && new.root != read.root) {
        return Err(inconsistent("log_checkpoints", "size", kind.code()));
    }
    let size = i64::try_from(read.size).map_err(|_| inconsistent("log_checkpoints", "size", kind.code()))?;
    let still = Column::Kind.eq(kind.code()).and(Column::Size.eq(size)).and(Column::Root.eq(read.root.0.to_vec()));
    match log_checkpoints::Entity::update_many().set(row).filter(still).exec(db).await?.rows_affected {
        1 => Ok(()),
        _ => Err(DbErr::Custom(format!("the {} checkpoint is no longer the one of size {}", kind.code(), read.size)).into()),
    }
}

/// These tiles, as far as they are published. One that is not full yet has the hashes that it has now.
pub async fn tiles<C: ConnectionTrait>(db: &C, wanted: &[TileAt]) -> Result<Tiles, StoreError> {
    let mut found = Tiles::default();
    // First the edge: what has moved on from it meanwhile is full by then.
    for row in log_edge_tiles::Entity::find().all(db).await? {
        let at = tile_at("log_edge_tiles", row.level, row.tile)?;
        if wanted.contains(&at) && !row.hashes.is_empty() {
            found.insert(at, hashes("log_edge_tiles", at, &row.hashes)?);
        }
    }
    for chunk in wanted.chunks(KEYS_PER_QUERY) {
        let mut these = Condition::any();
        for at in chunk {
            let Ok((level, tile)) = stored(*at) else { continue };
            these = these.add(log_tiles::Column::Level.eq(level).and(log_tiles::Column::Tile.eq(tile)));
        }
        if these.is_empty() {
            continue;
        }
        for row in log_tiles::Entity::find().filter(these).all(db).await? {
            let at = tile_at("log_tiles", row.level, row.tile)?;
            found.insert(at, hashes("log_tiles", at, &row.hashes)?);
        }
    }
    Ok(found)
}

/// Of how many entries the tiles hold the hashes; held until the transaction ends: nobody else publishes meanwhile.
pub(crate) async fn lock_covered<C: ConnectionTrait>(db: &C) -> Result<u64, StoreError> {
    read_covered(locked(log_edge_tiles::Entity::find_by_id(0_i16), db).one(db).await?)
}

/// The same, for who only looks.
pub(crate) async fn covered<C: ConnectionTrait>(db: &C) -> Result<u64, StoreError> {
    read_covered(log_edge_tiles::Entity::find_by_id(0_i16).one(db).await?)
}

fn read_covered(row: Option<log_edge_tiles::Model>) -> Result<u64, StoreError> {
    let broken = || inconsistent("log_edge_tiles", "tile", 0);
    let row = row.ok_or_else(broken)?;
    let at = tile_at("log_edge_tiles", row.level, row.tile)?;
    let width = hashes("log_edge_tiles", at, &row.hashes)?.len() as u64;
    at.first_leaf().and_then(|first| first.checked_add(width)).ok_or_else(broken)
}

/// Writes the tiles that growing to that size has changed: the full ones once and for all, the others in the place of their level.
pub(crate) async fn save_tiles<C: ConnectionTrait>(db: &C, size: u64, grown: &Tiles, changed: &[ChangedTile]) -> Result<(), StoreError> {
    let bytes = |at| grown.get(at).into_iter().flatten().flat_map(|hash| hash.0).collect::<Vec<u8>>();
    let mut full = Vec::new();
    for ChangedTile { at, .. } in changed.iter().filter(|changed| changed.full) {
        let (level, tile) = stored(*at)?;
        full.push(log_tiles::ActiveModel { level: Set(level), tile: Set(tile), hashes: Set(bytes(*at)) });
    }
    many::insert::<log_tiles::Entity, _>(db, full).await?;
    let levels: std::collections::BTreeSet<u8> = changed.iter().map(|changed| changed.at.level).collect();
    let mut edge = Vec::new();
    for level in levels {
        let hashes_of_level = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
        let at = TileAt { level, index: hashes_of_level / u64::from(TILE_WIDTH) };
        let (level, tile) = stored(at)?;
        edge.push(log_edge_tiles::ActiveModel { level: Set(level), tile: Set(tile), hashes: Set(bytes(at)) });
    }
    use log_edge_tiles::Column;
    let moved = OnConflict::column(Column::Level).update_columns([Column::Tile, Column::Hashes]).to_owned();
    Ok(many::insert_or::<log_edge_tiles::Entity, _>(db, edge, moved).await?)
}

fn stored(at: TileAt) -> Result<(i16, i64), StoreError> {
    Ok((i16::from(at.level), i64::try_from(at.index).map_err(|_| inconsistent("log_tiles", "tile", at.index))?))
}

fn tile_at(table: &'static str, level: i16, tile: i64) -> Result<TileAt, StoreError> {
    let broken = |column| inconsistent(table, column, format!("{level}/{tile}"));
    Ok(TileAt { level: u8::try_from(level).map_err(|_| broken("level"))?, index: u64::try_from(tile).map_err(|_| broken("tile"))? })
}

fn hashes(table: &'static str, at: TileAt, bytes: &[u8]) -> Result<Vec<TreeHash>, StoreError> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    if !rest.is_empty() {
        return Err(inconsistent(table, "hashes", format!("{}/{}", at.level, at.index)));
    }
    Ok(hashes.iter().copied().map(TreeHash).collect())
}
