//! Every step of the sequencer and of the publisher fails once: not persisted, or persisted and reported as failed, with an error
//! or with a panic. Whoever was not answered asks again with the same key; nothing is lost, nothing stands twice, nobody repairs
//! anything.

use super::seen::Seen;
use super::{check_log, decisions};
use crate::ground::{Ground, on_both, signed_in};
use domain::actor::Patient;
use domain::choice::{Channel, DecidedBy, NewDecision, Stance};
use domain::failure::{Failure, Problem};
use domain::log::tree::TreeHash;
use domain::ports::{Choosing, Decided, Ports};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait};
use server::config::Config;
use server::http::assets::Assets;
use server::log::kept;
use server::sequencer::steps;
use server::service::Core;
use server::service::choices::entry::enter;
use server::state::Hikae;
use server::store::entity::{log_checkpoints, log_entries};
use server::store::{commit, log};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

/// The failpoints of one node, which no other test has.
struct Node {
    name: String,
    hikae: Hikae,
}

impl Node {
    async fn open(ground: &Ground) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("failing-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let config = Config { node: name.clone(), ..Config::clone(&ground.core.config) };
        let core = Core { config: Arc::new(config), ..ground.core.clone() };
        Self { name, hikae: Hikae::new(core, Assets::none()).await.unwrap() }
    }

    fn set(&self, step: &str, actions: &str) {
        fail::cfg(steps::name(step, &self.name), actions).unwrap();
    }

    fn clear(&self, step: &str) {
        fail::remove(steps::name(step, &self.name));
    }

    /// How often that step is come to from now on.
    fn count(&self, step: &str) -> Arc<AtomicU32> {
        let count = Arc::<AtomicU32>::default();
        let counted = count.clone();
        let one_more = move || {
            counted.fetch_add(1, Ordering::Relaxed);
        };
        fail::cfg_callback(steps::name(step, &self.name), one_more).unwrap();
        count
    }

    async fn decide(&self, who: &Patient, number: u32) -> Result<Decided, Failure> {
        let stance = if number.is_multiple_of(2) { Stance::Refuse } else { Stance::Allow };
        let scope = ["all", "purpose:ai-development"][number as usize % 3 % 2].parse().unwrap();
        let choosing = Choosing { scope, stance, channel: Channel::Online, made_for: None, key: Some(format!("k{number}")) };
        self.hikae.ports.choices.decide(&signed_in(who), choosing).await
    }

    fn ports(&self) -> &Ports {
        &self.hikae.ports
    }

    /// What whoever decides is told when that step fails so. Nothing else says so: it was come to, and it failed.
    fn says(&self, step: &str, action: &str) -> String {
        match (action, step.starts_with("sequencer-")) {
            (RETURN, _) => format!("unavailable: failpoint {step}"),
            (_, true) => format!("failpoint {} panic", steps::name(step, &self.name)),
            // What would have answered is no more.
            (_, false) => "nobody knows how the decision went".to_owned(),
        }
    }
}

/// How a step fails, once.
const RETURN: &str = "1*return";
const PANIC: &str = "1*panic";

/// Where these fail nothing was committed; wherever another one does, everything was.
const BEFORE_COMMIT: [&str; 3] = [steps::AFTER_LOCK, steps::AFTER_APPEND, steps::BEFORE_COMMIT];

/// The receipt is there and verifies; it is kept.
async fn holds_a_receipt(node: &Node, who: &Patient, decided: &Decided, seen: &mut Seen) {
    let receipt = node.ports().log.receipt(&signed_in(who), decided.decision.position).await.unwrap();
    seen.keep(&receipt.expect("P1: the receipt is there").to_string());
    let kept = kept::read(&node.hikae.core.config).unwrap().expect("a checkpoint is kept beside the database");
    assert!(kept.size > decided.decision.position.0, "P8: what was acknowledged is covered by the kept checkpoint");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_step_fails_the_same_key_is_the_same_decision_and_the_service_goes_on() {
    on_both(async |ground: Ground| {
        let (node, taro, hana) = (Node::open(&ground).await, ground.patient().await, ground.patient().await);
        let mut seen = Seen::begin(&server::http::router(&node.hikae)).await;
        let mut number = 0;
        for (step, action) in steps::ALL.into_iter().flat_map(|step| [(step, RETURN), (step, PANIC)]) {
            node.set(step, action);
            let failure = node.decide(&taro, number).await.expect_err(&format!("{action} at {step} is no answer"));
            node.clear(step);
            let (told, says) = (failure.to_string(), node.says(step, action));
            assert!(told.contains(&says), "{action} at {step}: {told}");
            let said = decisions(&ground.core.store, &[taro.subject]).await.len();
            let committed = !BEFORE_COMMIT.contains(&step);
            assert_eq!(said, number as usize + usize::from(committed), "what {action} at {step} leaves");
            check_log(&ground.core.store).await;
            // Somebody else comes before the person does.
            let hers = node.decide(&hana, number).await.unwrap_or_else(|e| panic!("after {action} at {step}: {e:?}"));
            let decided = node.decide(&taro, number).await.unwrap_or_else(|e| panic!("again after {action} at {step}: {e:?}"));
            assert_eq!(node.decide(&taro, number).await.unwrap(), decided, "P6 after {action} at {step}");
            holds_a_receipt(&node, &taro, &decided, &mut seen).await;
            holds_a_receipt(&node, &hana, &hers, &mut seen).await;
            check_log(&ground.core.store).await;
            number += 1;
        }
        let said = decisions(&ground.core.store, &[taro.subject]).await;
        assert_eq!(said.len(), number as usize, "each stands once");
        node.hikae.sequencer.publisher().beat().await.unwrap();
        seen.compare().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_every_step_fails_now_and_then_nothing_acknowledged_is_lost() {
    on_both(async |ground: Ground| {
        let node = Arc::new(Node::open(&ground).await);
        let mut seen = Seen::begin(&server::http::router(&node.hikae)).await;
        for step in steps::ALL {
            node.set(step, "5%return");
        }
        let mut people = Vec::new();
        for _ in 0..6 {
            people.push(ground.patient().await);
        }
        let deciding = people.iter().cloned().map(|who| {
            let node = node.clone();
            tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for number in 0..8 {
                    acknowledged.push(insist(&node, &who, number).await);
                }
                acknowledged
            })
        });
        let deciding: Vec<_> = deciding.collect();
        let mut acknowledged = Vec::new();
        for one in deciding {
            acknowledged.push(one.await.unwrap());
        }
        steps::ALL.into_iter().for_each(|step| node.clear(step));
        for (who, theirs) in people.iter().zip(&acknowledged) {
            for decided in theirs {
                holds_a_receipt(&node, who, decided, &mut seen).await;
            }
            let said = decisions(&ground.core.store, &[who.subject]).await;
            assert_eq!(said, theirs.iter().map(|one| one.decision.clone()).collect::<Vec<_>>(), "each once, in their order");
        }
        node.hikae.sequencer.publisher().beat().await.unwrap();
        check_log(&ground.core.store).await;
        seen.compare().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_comes_alone_goes_at_once_and_while_there_is_no_turn_everybody_waits_for_the_same_one() {
    on_both(async |ground: Ground| {
        let node = Arc::new(Node::open(&ground).await);
        let transactions = node.count(steps::BEFORE_COMMIT);
        node.set(steps::BEFORE_PUBLICATION, "pause");
        let mut deciding = JoinSet::new();
        let mut decide = async || {
            let (node, who) = (node.clone(), ground.patient().await);
            deciding.spawn(async move { node.decide(&who, 0).await.unwrap().decision.position.0 });
        };
        // One is published, or would be; one is committed and stands behind it.
        for alone in 1..=2 {
            decide().await;
            let committed = async {
                while log_entries::Entity::find().count(ground.core.store.db()).await.unwrap() < alone {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            };
            tokio::time::timeout(Duration::from_secs(30), committed).await.expect("nobody else is there");
        }
        for _ in 0..20 {
            decide().await;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(transactions.load(Ordering::Relaxed), 2, "there is no turn for the others");
        node.clear(steps::BEFORE_PUBLICATION);
        let places: BTreeSet<_> = deciding.join_all().await.into_iter().collect();
        assert_eq!(places, (0..22).collect());
        let transactions = transactions.load(Ordering::Relaxed);
        assert!((3..=5).contains(&transactions), "20 who waited took {} transactions", transactions - 2);
        node.clear(steps::BEFORE_COMMIT);
        check_log(&ground.core.store).await;
    })
    .await;
}

/// Asks until there is an answer.
async fn insist(node: &Node, who: &Patient, number: u32) -> Decided {
    for _ in 0..50 {
        if let Ok(decided) = node.decide(who, number).await {
            return decided;
        }
    }
    panic!("fifty times no answer");
}

/// Enters a refusal as another node does, which has no part in its publication.
async fn entered(ground: &Ground, who: &Patient, is_committed: bool) -> Decided {
    let core = &ground.core;
    let tx = core.store.begin().await.unwrap();
    let mut head = log::lock(&tx).await.unwrap();
    let (scope, notice) = ("all".parse().unwrap(), core.config.notice.clone());
    let new = NewDecision { subject: who.subject, scope, stance: Stance::Refuse, channel: Channel::Online, received: None, notice };
    let decided = enter(core, &tx, &mut head, &new, DecidedBy::Patient, Some(who.account)).await.unwrap();
    if is_committed {
        commit(tx).await.unwrap()
    } else {
        tx.rollback().await.unwrap()
    }
    decided
}

#[tokio::test]
async fn a_decision_is_not_acknowledged_where_somebody_else_stands_in_its_place() {
    on_both(async |ground: Ground| {
        let (node, taro, hana) = (Node::open(&ground).await, ground.patient().await, ground.patient().await);
        // The database that answers now never had what Taro's node committed, and somebody else came first.
        let lost = entered(&ground, &taro, false).await;
        let stands = entered(&ground, &hana, true).await;
        assert_eq!(lost.decision.position, stands.decision.position);
        let publisher = node.hikae.sequencer.publisher();
        for when in ["with the publication of that place", "after it"] {
            let told = publisher.cover(&lost).await.expect_err(when).to_string();
            assert!(told.contains("entry 0 is not in the database any more"), "{when}: {told}");
            publisher.cover(&stands).await.unwrap();
        }
        check_log(&ground.core.store).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_decided_before_is_not_acknowledged_again_once_the_database_went_back() {
    on_both(async |ground: Ground| {
        let (node, taro) = (Node::open(&ground).await, ground.patient().await);
        let signed = async || log_checkpoints::Entity::find_by_id("signed").one(ground.core.store.db()).await.unwrap().unwrap();
        let first = node.decide(&taro, 0).await.unwrap();
        let older = signed().await;
        node.decide(&taro, 1).await.unwrap();
        older.into_active_model().reset_all().update(ground.core.store.db()).await.unwrap();
        let failure = node.hikae.sequencer.publisher().cover(&first).await.expect_err("what came after it is gone");
        assert!(failure.to_string().contains("did not grow out of the 2 "), "{failure}");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_acknowledged_once_a_later_checkpoint_of_another_log_is_kept() {
    on_both(async |ground: Ground| {
        let (node, taro) = (Node::open(&ground).await, ground.patient().await);
        let config = node.hikae.core.config.clone();
        node.decide(&taro, 0).await.unwrap();
        // A command beside this node signed for entries that this database does not have.
        let later = node.hikae.sequencer.publisher().signer().sign(5, TreeHash([7; 32])).unwrap();
        assert_eq!(kept::write(&config, &later).unwrap(), None);
        let failure = node.decide(&taro, 1).await.expect_err("what is kept is of another log");
        assert_eq!(failure.problem(), Problem::Unavailable);
        assert!(failure.to_string().contains("did not grow out of the 5 "), "{failure}");
        assert_eq!(kept::read(&config).unwrap().as_ref(), Some(later.claimed()), "it stays");
        let entries = async || log_entries::Entity::find().count(ground.core.store.db()).await.unwrap();
        let before = entries().await;
        assert_eq!(node.decide(&taro, 2).await.unwrap_err().problem(), Problem::Unavailable);
        assert_eq!(entries().await, before, "and nothing is entered any more");
    })
    .await;
}
