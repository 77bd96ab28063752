//! Every step of the sequencer and of the publisher fails once: not persisted, or persisted and reported as failed, with an error
//! or with a panic. Whoever was not answered asks again with the same key; nothing is lost, nothing stands twice, nobody repairs
//! anything.

use super::seen::Seen;
use super::{check_log, decisions};
use crate::ground::{Ground, on_both, signed_in};
use domain::actor::Patient;
use domain::choice::{Channel, Stance};
use domain::failure::Failure;
use domain::ports::{Choosing, Decided, Ports};
use server::config::Config;
use server::http::assets::Assets;
use server::log::kept;
use server::sequencer::steps;
use server::service::Core;
use server::state::Hikae;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

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

    async fn decide(&self, who: &Patient, number: u32) -> Result<Decided, Failure> {
        let stance = if number.is_multiple_of(2) { Stance::Refuse } else { Stance::Allow };
        let scope = ["all", "purpose:ai-development"][number as usize % 3 % 2].parse().unwrap();
        let choosing = Choosing { scope, stance, channel: Channel::Online, made_for: None, key: Some(format!("k{number}")) };
        self.hikae.ports.choices.decide(&signed_in(who), choosing).await
    }

    fn ports(&self) -> &Ports {
        &self.hikae.ports
    }
}

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
        for (step, action) in steps::ALL.into_iter().flat_map(|step| [(step, "1*return"), (step, "1*panic")]) {
            node.set(step, action);
            let failed = node.decide(&taro, number).await;
            node.clear(step);
            check_log(&ground.core.store).await;
            // Somebody else comes before the person does.
            let hers = node.decide(&hana, number).await.unwrap_or_else(|e| panic!("after {action} at {step}: {e:?}"));
            let decided = node.decide(&taro, number).await.unwrap_or_else(|e| panic!("again after {action} at {step}: {e:?}"));
            if let Ok(failed) = failed {
                assert_eq!(failed, decided, "what was acknowledged stands");
            }
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

/// Asks until there is an answer.
async fn insist(node: &Node, who: &Patient, number: u32) -> Decided {
    for _ in 0..50 {
        if let Ok(decided) = node.decide(who, number).await {
            return decided;
        }
    }
    panic!("fifty times no answer");
}
