//! Decisions that go into the log together: those that wait for each other, and nodes that know nothing of each other.

use crate::ground::{Ground, on_both, signed_in};
use crate::log::check_log;
use domain::actor::{Actor, Patient};
use domain::choice::{Channel, Stance};
use domain::failure::{Failure, Problem};
use domain::log::Position;
use domain::ports::{ChoicesPort, Choosing, Decided};
use domain::study::Status;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, PaginatorTrait};
use server::service::choices::ChoicesService;
use server::store::entity::{idempotency_keys, log_edge_tiles, log_entries, log_head, subject_chains};
use server::store::log::{self, LeafOf};
use server::store::log_tree::{CheckpointKind, checkpoint};
use std::collections::BTreeSet;
use tokio::task::JoinSet;

const AI: &str = "purpose:ai-development";

fn refusing(scope: &str) -> Choosing {
    Choosing { scope: scope.parse().unwrap(), stance: Stance::Refuse, channel: Channel::Online, made_for: None, key: None }
}

fn keyed(scope: &str, key: &str) -> Choosing {
    Choosing { key: Some(key.to_owned()), ..refusing(scope) }
}

async fn people(ground: &Ground, count: usize) -> Vec<Patient> {
    let mut people = Vec::new();
    for _ in 0..count {
        people.push(ground.patient().await);
    }
    people
}

/// Everybody decides at once; the answers in the order in which they were asked.
async fn at_once(asked: impl IntoIterator<Item = (ChoicesService, Actor, Choosing)>) -> Vec<Result<Decided, Failure>> {
    let mut running = JoinSet::new();
    for (number, (choices, actor, choosing)) in asked.into_iter().enumerate() {
        running.spawn(async move { (number, choices.decide(&actor, choosing).await) });
    }
    let mut answers = running.join_all().await;
    answers.sort_by_key(|(number, _)| *number);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

async fn entries(ground: &Ground) -> u64 {
    log_entries::Entity::find().count(ground.core.store.db()).await.unwrap()
}

/// What was answered is signed for.
async fn all_is_signed(ground: &Ground) {
    let db = ground.core.store.db();
    let (head, signed) = (log::head(db).await.unwrap(), checkpoint(db, CheckpointKind::Signed).await.unwrap().unwrap());
    assert_eq!((signed.size, signed.root), (head.size.0, head.root));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_on_one_database_put_everything_into_one_order() {
    on_both(async |ground: Ground| {
        let (nodes, people) = ([ground.choices(), ground.choices()], people(&ground, 20).await);
        let asked = (0..300).map(|n| {
            let scope = if n % 3 == 0 { "all" } else { AI };
            (nodes[n % 2].clone(), signed_in(&people[n % 20]), keyed(scope, &format!("k{n}")))
        });
        let answers = at_once(asked).await;
        let places: BTreeSet<u64> = answers.iter().map(|answer| answer.as_ref().unwrap().decision.position.0).collect();
        assert_eq!(places, (0..300).collect());
        check_log(&ground.core.store).await;
        all_is_signed(&ground).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_with_two_bodies_at_once_is_one_decision_and_a_refusal() {
    on_both(async |ground: Ground| {
        let (nodes, taro) = ([ground.choices(), ground.choices()], ground.patient().await);
        let asked = (0..16).map(|n| (nodes[n / 8].clone(), signed_in(&taro), keyed(if n % 2 == 0 { AI } else { "all" }, "k")));
        let answers = at_once(asked).await;
        let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!((made.len(), refused.len()), (8, 8));
        assert!(refused.iter().all(|answer| answer.as_ref().unwrap_err().problem() == Problem::DecisionKeyReused));
        let first = made[0].as_ref().unwrap();
        assert!(made.iter().all(|answer| answer.as_ref().unwrap() == first));
        assert_eq!(entries(&ground).await, 1);
        assert_eq!(idempotency_keys::Entity::find().count(ground.core.store.db()).await.unwrap(), 1);
        check_log(&ground.core.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_may_not_decide_spoils_it_for_nobody() {
    on_both(async |ground: Ground| {
        let (choices, people) = (ground.choices(), people(&ground, 5).await);
        let draft = ground.study(&["education"], false, Status::Draft).await.id;
        let open = ground.study(&["education"], false, Status::Published).await.id;
        let scopes = ["all", "purpose:no-such", "purpose:infectious-disease-control", &format!("study:{draft}"), &format!("study:{open}")];
        let asked = (0..25).map(|n| (choices.clone(), signed_in(&people[n / 5]), refusing(scopes[n % 5])));
        let answers = at_once(asked).await;
        let told: Vec<_> = answers.iter().map(|answer| answer.as_ref().map(|_| ()).map_err(Failure::problem)).collect();
        let expected = [Ok(()), Err(Problem::UnknownPurpose), Err(Problem::NotRefusable), Err(Problem::UnknownStudy), Ok(())];
        assert_eq!(told, expected.repeat(5));
        assert_eq!(entries(&ground).await, 10);
        check_log(&ground.core.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_broken_row_of_one_person_stops_that_person_alone() {
    on_both(async |ground: Ground| {
        let (choices, people) = (ground.choices(), people(&ground, 6).await);
        let broken = subject_chains::ActiveModel { subject_id: Set(people[3].subject.0), seq: Set(-1), leaf_hash: Set(vec![0; 32]) };
        broken.insert(ground.core.store.db()).await.unwrap();
        let answers = at_once(people.iter().map(|one| (choices.clone(), signed_in(one), refusing(AI)))).await;
        for (number, answer) in answers.iter().enumerate() {
            match answer {
                Err(Failure::Inconsistent { table: "subject_chains", column: "seq", .. }) if number == 3 => {}
                other => assert!(other.is_ok() && number != 3, "{number}: {other:?}"),
            }
        }
        assert_eq!(entries(&ground).await, 5);
    })
    .await;
}

#[tokio::test]
async fn a_head_that_moved_although_it_was_locked_takes_nothing() {
    on_both(async |ground: Ground| {
        let (choices, taro) = (ground.choices(), ground.patient().await);
        choices.decide(&signed_in(&taro), refusing(AI)).await.unwrap();
        let before = log::head(ground.core.store.db()).await.unwrap();
        let one_more = log_head::ActiveModel { id: Set(1), size: Set(2), ..Default::default() };
        let another_root = log_head::ActiveModel { id: Set(1), root: Set(vec![7; 32]), ..Default::default() };
        for moved in [one_more, another_root] {
            let tx = ground.core.store.begin().await.unwrap();
            let mut head = log::lock(&tx).await.unwrap();
            moved.update(&tx).await.unwrap();
            let link = LeafOf::Link { joins: true, at: ground.core.now() };
            let appended = log::append(&tx, &mut head, b"leaf".to_vec(), link).await.unwrap_err();
            assert!(appended.to_string().contains("no longer the one of size 1"), "{appended}");
        }
        assert_eq!(log::head(ground.core.store.db()).await.unwrap(), before);
        assert_eq!((before.size, entries(&ground).await), (Position(1), 1));
    })
    .await;
}

/// What the right edge of the published log holds now.
async fn set_edge(ground: &Ground, hashes: Vec<u8>) {
    let edge = log_edge_tiles::ActiveModel { level: Set(0), hashes: Set(hashes), ..Default::default() };
    edge.update(ground.core.store.db()).await.unwrap();
}

#[tokio::test]
async fn while_the_log_is_not_sound_nothing_is_decided_and_afterwards_it_is() {
    on_both(async |ground: Ground| {
        let (sequencer, taro) = (ground.sequencer(), ground.patient().await);
        let choices = ChoicesService::new(ground.core.clone(), sequencer.clone());
        let decide = async |key: &str| choices.decide(&signed_in(&taro), keyed(AI, key)).await.map_err(|failure| failure.problem());
        let first = decide("k0").await.unwrap();
        set_edge(&ground, vec![7; 32]).await;
        assert_eq!(decide("k1").await, Err(Problem::Unavailable));
        assert_eq!(entries(&ground).await, 2, "it was committed before anybody looked");
        assert_eq!(decide("k2").await, Err(Problem::Unavailable));
        assert_eq!(entries(&ground).await, 2, "from then on nothing is");
        let fault = ground.core.soundness.sound().unwrap_err().to_string();
        assert!(fault.contains("log_edge_tiles.hashes"), "{fault}");
        set_edge(&ground, first.leaf_hash.0.to_vec()).await;
        sequencer.publisher().beat().await.unwrap();
        assert_eq!(decide("k1").await.unwrap().decision.position, Position(1));
        assert_eq!(decide("k2").await.unwrap().decision.position, Position(2));
        check_log(&ground.core.store).await;
        all_is_signed(&ground).await;
    })
    .await;
}
