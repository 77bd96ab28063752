//! What the log's checker reads: rows as they are stored, in pieces of bounded size. It shares nothing with what writes them.

use super::StoreError;
use super::entity::{
    current_choices, kin, links, log_checkpoints, log_edge_tiles, log_entries, log_head, log_leaves, log_tiles, proxies, purposes,
    study_versions, subject_chains,
};
use super::many::KEYS_PER_QUERY;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Rows of one kind.
type Rows<M> = Result<Vec<M>, StoreError>;

/// The entries from that position on; at most so many.
pub async fn entries<C: ConnectionTrait>(db: &C, from: i64, at_most: u64) -> Rows<log_entries::Model> {
    use log_entries::{Column, Entity};
    Ok(Entity::find().filter(Column::Position.gte(from)).order_by_asc(Column::Position).limit(at_most).all(db).await?)
}

/// The leaves from one position to another.
pub async fn leaves<C: ConnectionTrait>(db: &C, from: i64, to: i64) -> Rows<log_leaves::Model> {
    use log_leaves::{Column, Entity};
    Ok(Entity::find().filter(Column::Position.between(from, to)).order_by_asc(Column::Position).all(db).await?)
}

/// The leaves of one kind from that position on; at most so many. Not for decisions.
pub async fn leaves_of_kind<C: ConnectionTrait>(db: &C, kind: &str, from: i64, at_most: u64) -> Rows<log_leaves::Model> {
    use log_leaves::{Column, Entity};
    // In these very words: otherwise the databases do not see that the index without decisions will do.
    let others = Entity::find().filter(Expr::cust("kind <> 'decision'")).filter(Column::Kind.eq(kind));
    Ok(others.filter(Column::Position.gte(from)).order_by_asc(Column::Position).limit(at_most).all(db).await?)
}

/// The links and unlinks from one position to another.
pub async fn links<C: ConnectionTrait>(db: &C, from: i64, to: i64) -> Rows<links::Model> {
    use links::{Column, Entity};
    Ok(Entity::find().filter(Column::Position.between(from, to)).order_by_asc(Column::Position).all(db).await?)
}

/// The links and unlinks from that position on; at most so many.
pub async fn links_from<C: ConnectionTrait>(db: &C, from: i64, at_most: u64) -> Rows<links::Model> {
    use links::{Column, Entity};
    Ok(Entity::find().filter(Column::Position.gte(from)).order_by_asc(Column::Position).limit(at_most).all(db).await?)
}

/// Who is one person with whom, after these two; at most so many.
pub async fn kin_after<C: ConnectionTrait>(db: &C, after: Option<(Uuid, Uuid)>, at_most: u64) -> Rows<kin::Model> {
    use kin::{Column, Entity};
    let (subject, other) = after.unwrap_or_default();
    let same = Column::SubjectId.eq(subject).and(Column::OtherId.gt(other));
    let select = Entity::find().filter(Column::SubjectId.gt(subject).or(same));
    Ok(select.order_by_asc(Column::SubjectId).order_by_asc(Column::OtherId).limit(at_most).all(db).await?)
}

/// These grants to act for somebody.
pub async fn proxies_of<C: ConnectionTrait>(db: &C, grants: &[Uuid]) -> Rows<proxies::Model> {
    let mut rows = Vec::new();
    for chunk in grants.chunks(KEYS_PER_QUERY) {
        let these = proxies::Column::Id.is_in(chunk.iter().copied());
        rows.extend(proxies::Entity::find().filter(these).all(db).await?);
    }
    Ok(rows)
}

/// The grants after that id; at most so many.
pub async fn proxies_after<C: ConnectionTrait>(db: &C, after: Option<Uuid>, at_most: u64) -> Rows<proxies::Model> {
    use proxies::{Column, Entity};
    Ok(Entity::find().filter(Column::Id.gt(after.unwrap_or_default())).order_by_asc(Column::Id).limit(at_most).all(db).await?)
}

/// The purposes, in the order in which they are shown: few.
pub async fn purposes<C: ConnectionTrait>(db: &C) -> Rows<purposes::Model> {
    Ok(purposes::Entity::find().order_by_asc(purposes::Column::SortOrder).all(db).await?)
}

/// The versions of these studies.
pub async fn study_versions<C: ConnectionTrait>(db: &C, studies: &[Uuid]) -> Rows<study_versions::Model> {
    let mut versions = Vec::new();
    for chunk in studies.chunks(KEYS_PER_QUERY) {
        let theirs = study_versions::Column::StudyId.is_in(chunk.iter().copied());
        versions.extend(study_versions::Entity::find().filter(theirs).all(db).await?);
    }
    Ok(versions)
}

/// The head; more than one row is one too many.
pub async fn heads<C: ConnectionTrait>(db: &C) -> Rows<log_head::Model> {
    Ok(log_head::Entity::find().all(db).await?)
}

/// A full tile, as it is stored.
pub async fn tile<C: ConnectionTrait>(db: &C, level: i16, tile: i64) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(log_tiles::Entity::find_by_id((level, tile)).one(db).await?.map(|row| row.hashes))
}

/// The first full tile of a level from that place on, if there is one.
pub async fn tile_from<C: ConnectionTrait>(db: &C, level: i16, tile: i64) -> Result<Option<i64>, StoreError> {
    use log_tiles::{Column, Entity};
    let beyond = Entity::find().filter(Column::Level.eq(level)).filter(Column::Tile.gte(tile)).order_by_asc(Column::Tile);
    Ok(beyond.one(db).await?.map(|row| row.tile))
}

/// The tiles at the right edge: one for each level.
pub async fn edge_tiles<C: ConnectionTrait>(db: &C) -> Rows<log_edge_tiles::Model> {
    Ok(log_edge_tiles::Entity::find().order_by_asc(log_edge_tiles::Column::Level).all(db).await?)
}

/// The checkpoints: one of each kind.
pub async fn checkpoints<C: ConnectionTrait>(db: &C) -> Rows<log_checkpoints::Model> {
    Ok(log_checkpoints::Entity::find().all(db).await?)
}

/// The next subjects, by their ids, of whom anything is said: in decisions, in chains, or among what holds now.
pub async fn subjects_after<C: ConnectionTrait>(db: &C, after: Option<Uuid>, at_most: u64) -> Result<Vec<Uuid>, StoreError> {
    let after = after.unwrap_or(Uuid::nil());
    let chains = subject_chains::Entity::find()
        .select_only()
        .column(subject_chains::Column::SubjectId)
        .filter(subject_chains::Column::SubjectId.gt(after))
        .order_by_asc(subject_chains::Column::SubjectId)
        .limit(at_most)
        .into_tuple::<Uuid>()
        .all(db)
        .await?;
    let current = current_choices::Entity::find()
        .select_only()
        .column(current_choices::Column::SubjectId)
        .distinct()
        .filter(current_choices::Column::SubjectId.gt(after))
        .order_by_asc(current_choices::Column::SubjectId)
        .limit(at_most)
        .into_tuple::<Uuid>()
        .all(db)
        .await?;
    let leaves = log_leaves::Entity::find()
        .select_only()
        .column(log_leaves::Column::SubjectId)
        .distinct()
        .filter(log_leaves::Column::SubjectId.gt(after))
        .order_by_asc(log_leaves::Column::SubjectId)
        .limit(at_most)
        .into_tuple::<Uuid>()
        .all(db)
        .await?;
    // Each list is whole up to its own end, so the first of all three are the next there are.
    let mut all: Vec<Uuid> = chains.into_iter().chain(current).chain(leaves).collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(usize::try_from(at_most).unwrap_or(usize::MAX));
    Ok(all)
}

/// The decisions of everybody from the first of these ids to the last, as leaves, person by person in log order, after that one; at most
/// so many.
pub async fn decisions_between<C: ConnectionTrait>(
    db: &C,
    (first, last): (Uuid, Uuid),
    after: Option<(Uuid, i64)>,
    at_most: u64,
) -> Rows<log_leaves::Model> {
    use log_leaves::{Column, Entity};
    let mut select = Entity::find().filter(Column::SubjectId.between(first, last)).filter(Column::Kind.eq("decision"));
    if let Some((subject, position)) = after {
        let same = Column::SubjectId.eq(subject).and(Column::Position.gt(position));
        select = select.filter(Column::SubjectId.gt(subject).or(same));
    }
    Ok(select.order_by_asc(Column::SubjectId).order_by_asc(Column::Position).limit(at_most).all(db).await?)
}

/// Where the chains of these subjects end.
pub async fn chains_of<C: ConnectionTrait>(db: &C, subjects: &[Uuid]) -> Rows<subject_chains::Model> {
    use subject_chains::{Column, Entity};
    Ok(Entity::find().filter(Column::SubjectId.is_in(subjects.iter().copied())).all(db).await?)
}

/// What holds now for these subjects.
pub async fn current_of<C: ConnectionTrait>(db: &C, subjects: &[Uuid]) -> Rows<current_choices::Model> {
    use current_choices::{Column, Entity};
    Ok(Entity::find().filter(Column::SubjectId.is_in(subjects.iter().copied())).all(db).await?)
}
