//! The invariants of the log (P1–P9 of log.md). Those that stand in the tables are checked by [`check_log`], with which any
//! story can end; the others have a file each.

mod failpoints;
mod flips;
mod foreign;
mod forged;
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
use server::store::entity::{current_choices, erased_leaves, kin, links, log_entries, log_head, log_leaves, subject_chains};
use std::collections::{BTreeMap, BTreeSet};

/// P2: head, tiles and checkpoints are the tree over the leaves.
/// P3: no gap, no duplicate, times never go back, every leaf hash is the hash of its leaf, every subject's chain holds.
/// P4: what holds now is the fold of the log. The product's own checker says the same.
pub async fn check_log(store: &Store) {
    let (hashes, leaves, erased) = whole_log(store).await;
    published::published_is_what_the_log_holds(store, &hashes).await;
    server::log::checker::check_log(store).await.unwrap_or_else(|faults| panic!("{faults:?}"));
    chains_hold(store, &leaves, &erased).await;
    current_choices_are_the_fold(store, &leaves).await;
    kin_is_what_the_links_say(store).await;
}

/// The hash of every entry, the leaves that are still there, and the hashes of those that an erasure names.
async fn whole_log(store: &Store) -> (Vec<LeafHash>, Vec<log_leaves::Model>, Vec<LeafHash>) {
    let head = log_head::Entity::find().one(store.db()).await.unwrap().unwrap();
    let entries = log_entries::Entity::find().order_by_asc(log_entries::Column::Position).all(store.db()).await.unwrap();
    let leaves = log_leaves::Entity::find().order_by_asc(log_leaves::Column::Position).all(store.db()).await.unwrap();
    let gone = erased_leaves::Entity::find().all(store.db()).await.unwrap();
    let gone: BTreeSet<_> = gone.into_iter().map(|row| row.position).collect();
    assert_eq!(head.size, i64::try_from(entries.len()).unwrap(), "the head counts the entries");
    assert_eq!(entries.len(), leaves.len() + gone.len(), "a leaf is there, or erased");
    let (mut before, mut left) = (0, leaves.iter());
    let (mut hashes, mut erased) = (Vec::new(), Vec::new());
    for (position, entry) in (0..).zip(entries) {
        assert_eq!(entry.position, position, "no gap, no duplicate");
        hashes.push(LeafHash(entry.leaf_hash.try_into().unwrap()));
        if gone.contains(&position) {
            erased.extend(hashes.last().copied());
            continue;
        }
        let leaf = left.next().unwrap();
        assert_eq!((leaf.position, LeafHash::of(&leaf.bytes)), (position, hashes[hashes.len() - 1]), "the hash of entry {position}");
        assert!(leaf.recorded_at >= before, "times go back at {position}");
        before = leaf.recorded_at;
    }
    assert_eq!(head.time, before);
    (hashes, leaves, erased)
}

async fn chains_hold(store: &Store, leaves: &[log_leaves::Model], erased: &[LeafHash]) {
    let mut ends: BTreeMap<uuid::Uuid, (i64, LeafHash)> = BTreeMap::new();
    for leaf in leaves.iter().filter(|leaf| leaf.kind == "decision") {
        let json: serde_json::Value = serde_json::from_slice(&leaf.bytes).unwrap();
        let subject = leaf.subject_id.unwrap();
        let before = ends.get(&subject).copied();
        let (seq, prev) = (json["seq"].as_i64().unwrap(), json["prev"].as_str());
        if seq == before.map_or(1, |(seq, _)| seq + 1) {
            assert_eq!(prev.map(str::to_owned), before.map(|(_, hash)| hash.to_string()));
        } else {
            let erased = erased.iter().any(|hash| Some(&*hash.to_string()) == prev);
            assert!(erased && before.is_none_or(|(before, _)| before < seq), "only erased ones stood between: {}", leaf.position);
        }
        for (field, column) in [("scope", &leaf.scope), ("stance", &leaf.stance), ("channel", &leaf.channel), ("actor", &leaf.decided_by)] {
            assert_eq!(json[field].as_str(), column.as_deref(), "{field} of {}", leaf.position);
        }
        ends.insert(subject, (seq, LeafHash::of(&leaf.bytes)));
    }
    for row in subject_chains::Entity::find().all(store.db()).await.unwrap() {
        let kept = (row.seq, LeafHash(row.leaf_hash.try_into().unwrap()));
        let last = ends.remove(&row.subject_id);
        assert!(
            last == Some(kept) || (erased.contains(&kept.1) && last.is_none_or(|last| last.0 < kept.0)),
            "the end of {}",
            row.subject_id
        );
    }
    assert!(ends.is_empty(), "every chain has an end: {ends:?}");
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
