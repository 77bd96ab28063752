//! The step in which the log became a tree, over entries that were there before it.

use crate::ground::{Ground, on_both};
use migrations::{Migrator, MigratorTrait};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use server::store::entity::{log_days, log_edge_tiles, log_entries, log_head, log_leaves, log_tiles};
use sha2::{Digest, Sha256};

/// How many steps there were before the log became a tree.
const BEFORE_THE_TREE: usize = 15;

fn leaf_row(position: i64) -> log_leaves::Model {
    log_leaves::Model {
        position,
        kind: "link".into(),
        bytes: format!("leaf {position}").into_bytes(),
        subject_id: None,
        account_id: None,
        scope: None,
        stance: None,
        effective_at: None,
        recorded_at: position,
        channel: None,
        decided_by: None,
        notice: None,
        catalogue_version: None,
    }
}

fn hash(parts: &[&[u8]]) -> Vec<u8> {
    Sha256::digest(parts.concat()).to_vec()
}

/// RFC 6962 §2.1, as it stands there.
fn root(leaves: &[Vec<u8>]) -> Vec<u8> {
    match leaves {
        [] => hash(&[]),
        [one] => one.clone(),
        _ => {
            let (left, right) = leaves.split_at(1 << (leaves.len() - 1).ilog2());
            hash(&[&[1], &root(left), &root(right)])
        }
    }
}

#[tokio::test]
async fn the_entries_that_are_there_become_the_first_leaves() {
    const COUNT: usize = 600;
    on_both(async |ground: Ground| {
        let db = ground.core.store.db();
        let later = u32::try_from(Migrator::migrations().len() - BEFORE_THE_TREE).unwrap();
        Migrator::down(db, Some(later)).await.unwrap();
        let rows: Vec<_> = (0..COUNT as i64).map(leaf_row).collect();
        let hashes: Vec<_> = rows.iter().map(|row| hash(&[&[0], &row.bytes])).collect();
        let entries =
            (0..).zip(&hashes).map(|(position, hash)| log_entries::ActiveModel { position: Set(position), leaf_hash: Set(hash.clone()) });
        log_entries::Entity::insert_many(entries).exec_without_returning(db).await.unwrap();
        // The column of a later step is not there yet.
        let as_they_were = rows.into_iter().map(|row| log_leaves::ActiveModel { catalogue_version: NotSet, ..row.into_active_model() });
        log_leaves::Entity::insert_many(as_they_were).exec_without_returning(db).await.unwrap();
        db.execute_unprepared("UPDATE log_head SET size = 600, time = 599").await.unwrap();
        db.execute_unprepared("UPDATE log_leaves SET kind = 'unlink', bytes = '' WHERE position = 517").await.unwrap();
        let refused = Migrator::up(db, None).await.unwrap_err().to_string();
        assert!(refused.contains("log entry 517"), "{refused}");
        let mended = log_leaves::ActiveModel { bytes: Set(leaf_row(517).bytes), ..Default::default() };
        log_leaves::Entity::update_many().set(mended).filter(log_leaves::Column::Position.eq(517)).exec(db).await.unwrap();
        Migrator::up(db, None).await.unwrap();
        let head = log_head::Entity::find().one(db).await.unwrap().unwrap();
        assert_eq!((head.size, head.time, head.root), (600, 599, root(&hashes)));
        let edge = [root(&hashes[..512]), root(&hashes[512..576]), root(&hashes[576..592]), root(&hashes[592..])];
        assert_eq!(head.edge, edge.concat());
        let tiles = log_tiles::Entity::find().order_by_asc(log_tiles::Column::Tile).all(db).await.unwrap();
        let tiles: Vec<_> = tiles.into_iter().map(|tile| (tile.level, tile.tile, tile.hashes)).collect();
        assert_eq!(tiles, [(0, 0, hashes[..256].concat()), (0, 1, hashes[256..512].concat())]);
        let at_the_edge = log_edge_tiles::Entity::find().order_by_asc(log_edge_tiles::Column::Level).all(db).await.unwrap();
        let at_the_edge: Vec<_> = at_the_edge.into_iter().map(|tile| (tile.level, tile.tile, tile.hashes)).collect();
        assert_eq!(at_the_edge, [(0, 2, hashes[512..].concat()), (1, 0, [root(&hashes[..256]), root(&hashes[256..512])].concat())]);
        let days = log_days::Entity::find().all(db).await.unwrap();
        assert_eq!(days, [log_days::Model { day: -32_400_000, size: 600 }], "the first day of 1970 began at nine in Tokyo");
        assert_eq!(log_leaves::Entity::find_by_id(599).one(db).await.unwrap(), Some(leaf_row(599)));
    })
    .await;
}
