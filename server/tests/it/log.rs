//! The invariants of the log (P1–P9 of log.md). Those that stand in the tables are checked by [`check_log`], with which any
//! story can end; the others have a file each.

mod failpoints;
mod flips;
mod foreign;
mod hammer;
mod histories;
pub mod load;
mod published;
mod restore;
pub mod seen;

use domain::choice::Decision;
use domain::log::leaf::LeafHash;
use sea_orm::{EntityTrait, QueryOrder};
use server::store::Store;
use server::store::entity::{current_choices, kin, links, log_entries, log_head, log_leaves, subject_chains};
use std::collections::BTreeMap;

/// P2: head, tiles and checkpoints are the tree over the leaves.
/// P3: no gap, no duplicate, times never go back, every leaf hash is the hash of its leaf, every subject's chain holds.
/// P4: what holds now is the fold of the log. The product's own checker says the same.
pub async fn check_log(store: &Store) {
    let leaves = whole_log(store).await;
    let hashes: Vec<_> = leaves.iter().map(|leaf| LeafHash::of(&leaf.bytes)).collect();
    published::published_is_what_the_log_holds(store, &hashes).await;
    server::log::checker::check_log(store).await.unwrap_or_else(|faults| panic!("{faults:?}"));
    chains_hold(store, &leaves).await;
    current_choices_are_the_fold(store, &leaves).await;
    kin_is_what_the_links_say(store).await;
}

async fn whole_log(store: &Store) -> Vec<log_leaves::Model> {
    let head = log_head::Entity::find().one(store.db()).await.unwrap().unwrap();
    let entries = log_entries::Entity::find().order_by_asc(log_entries::Column::Position).all(store.db()).await.unwrap();
    let leaves = log_leaves::Entity::find().order_by_asc(log_leaves::Column::Position).all(store.db()).await.unwrap();
    assert_eq!(head.size, i64::try_from(entries.len()).unwrap(), "the head counts the entries");
    assert_eq!(entries.len(), leaves.len());
    let mut before = 0;
    for (position, (entry, leaf)) in (0..).zip(entries.iter().zip(&leaves)) {
        assert_eq!((entry.position, leaf.position), (position, position), "no gap, no duplicate");
        assert_eq!(entry.leaf_hash, LeafHash::of(&leaf.bytes).0, "the hash of entry {position}");
        assert!(leaf.recorded_at >= before, "times go back at {position}");
        before = leaf.recorded_at;
    }
    assert_eq!(head.time, before);
    leaves
}

async fn chains_hold(store: &Store, leaves: &[log_leaves::Model]) {
    let mut ends: BTreeMap<uuid::Uuid, (i64, LeafHash)> = BTreeMap::new();
    for leaf in leaves.iter().filter(|leaf| leaf.kind == "decision") {
        let json: serde_json::Value = serde_json::from_slice(&leaf.bytes).unwrap();
        let subject = leaf.subject_id.unwrap();
        let before = ends.get(&subject).copied();
        assert_eq!(json["seq"], before.map_or(1, |(seq, _)| seq + 1));
        assert_eq!(json["prev"].as_str().map(str::to_owned), before.map(|(_, hash)| hash.to_string()));
        for (field, column) in [("scope", &leaf.scope), ("stance", &leaf.stance), ("channel", &leaf.channel), ("actor", &leaf.decided_by)] {
            assert_eq!(json[field].as_str(), column.as_deref(), "{field} of {}", leaf.position);
        }
        ends.insert(subject, (json["seq"].as_i64().unwrap(), LeafHash::of(&leaf.bytes)));
    }
    let kept = subject_chains::Entity::find().all(store.db()).await.unwrap();
    let kept: BTreeMap<_, _> = kept.into_iter().map(|row| (row.subject_id, (row.seq, row.leaf_hash))).collect();
    let expected: BTreeMap<_, _> = ends.into_iter().map(|(subject, (seq, hash))| (subject, (seq, hash.0.to_vec()))).collect();
    assert_eq!(kept, expected);
}

async fn current_choices_are_the_fold(store: &Store, leaves: &[log_leaves::Model]) {
    let mut latest: BTreeMap<(uuid::Uuid, String), &log_leaves::Model> = BTreeMap::new();
    for leaf in leaves.iter().filter(|leaf| leaf.kind == "decision") {
        let key = (leaf.subject_id.unwrap(), leaf.scope.clone().unwrap());
        let there = latest.entry(key).or_insert(leaf);
        if (leaf.effective_at, leaf.position) > (there.effective_at, there.position) {
            *there = leaf;
        }
    }
    let expected: BTreeMap<_, _> = latest.into_iter().map(|(key, leaf)| (key, current(leaf))).collect();
    let kept = current_choices::Entity::find().all(store.db()).await.unwrap();
    let kept: BTreeMap<_, _> = kept.into_iter().map(|row| ((row.subject_id, row.scope.clone()), row)).collect();
    assert_eq!(kept, expected);
}

fn current(leaf: &log_leaves::Model) -> current_choices::Model {
    current_choices::Model {
        subject_id: leaf.subject_id.unwrap(),
        scope: leaf.scope.clone().unwrap(),
        stance: leaf.stance.clone().unwrap(),
        effective_at: leaf.effective_at.unwrap(),
        position: leaf.position,
        recorded_at: leaf.recorded_at,
        account_id: leaf.account_id,
        channel: leaf.channel.clone().unwrap(),
        decided_by: leaf.decided_by.clone().unwrap(),
        notice: leaf.notice.clone().unwrap(),
    }
}

async fn kin_is_what_the_links_say(store: &Store) {
    let events = links::Entity::find().order_by_asc(links::Column::Position).all(store.db()).await.unwrap();
    let ends: Vec<_> = events.iter().flat_map(|event| [event.one, event.other]).map(domain::id::SubjectId).collect();
    let read = server::store::links::events_around(store.db(), &ends).await.unwrap();
    assert_eq!(read.len(), events.len());
    let now = domain::link::Kin::from_links(server::store::links::in_force(read));
    for row in kin::Entity::find().all(store.db()).await.unwrap() {
        let since = now.since(domain::id::SubjectId(row.subject_id), domain::id::SubjectId(row.other_id));
        assert_eq!(since, Some(domain::log::Position(row.since_position.try_into().unwrap())));
    }
    let pairs = kin::Entity::find().all(store.db()).await.unwrap().len();
    let mut people = ends;
    people.sort_unstable();
    people.dedup();
    assert_eq!(pairs, people.iter().map(|one| now.with(*one).len() - 1).sum::<usize>());
}

/// The decisions that stand in the log, as the store reads them.
pub async fn decisions(store: &Store, of: &[domain::id::SubjectId]) -> Vec<Decision> {
    server::store::choices::all_decisions_of(store.db(), of).await.unwrap()
}
