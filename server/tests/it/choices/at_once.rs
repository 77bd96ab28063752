//! Many decisions at once, and answers that never arrived.

use super::{AI, choosing, keyed, log_size, service};
use crate::ground::{Ground, on_both, signed_in};
use crate::log::check_log;
use domain::choice::Stance;
use domain::ports::ChoicesPort;
use sea_orm::{EntityTrait, PaginatorTrait};
use server::store::entity::audit_lines;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_people_deciding_at_once_leave_no_gap() {
    on_both(async |ground: Ground| {
        let choices = Arc::new(service(&ground));
        let mut running = Vec::new();
        for n in 0..50 {
            let (choices, patient) = (choices.clone(), ground.patient().await);
            let stance = if n % 3 == 0 { Stance::Allow } else { Stance::Refuse };
            running.push(tokio::spawn(async move { choices.decide(&signed_in(&patient), choosing("all", stance)).await }));
        }
        let mut positions = Vec::new();
        for one in running {
            positions.push(one.await.unwrap().unwrap().decision.position.0);
        }
        positions.sort_unstable();
        assert_eq!(positions, (0..50).collect::<Vec<_>>());
        check_log(&ground.core.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_person_in_many_tabs_is_still_one_chain() {
    on_both(async |ground: Ground| {
        let (choices, taro) = (Arc::new(service(&ground)), ground.patient().await);
        let tabs = (0..20).map(|n| {
            let (choices, actor) = (choices.clone(), signed_in(&taro));
            let stance = if n % 2 == 0 { Stance::Allow } else { Stance::Refuse };
            tokio::spawn(async move { choices.decide(&actor, choosing(AI, stance)).await.unwrap() })
        });
        for tab in tabs.collect::<Vec<_>>() {
            tab.await.unwrap();
        }
        assert_eq!(log_size(&ground).await, 20);
        check_log(&ground.core.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_form_sent_many_times_at_once_is_one_decision() {
    on_both(async |ground: Ground| {
        let (choices, taro) = (Arc::new(service(&ground)), ground.patient().await);
        let copies = (0..8).map(|_| {
            let (choices, actor) = (choices.clone(), signed_in(&taro));
            tokio::spawn(async move { choices.decide(&actor, keyed(AI, Stance::Refuse, "k1")).await.unwrap() })
        });
        let mut answers = Vec::new();
        for copy in copies.collect::<Vec<_>>() {
            answers.push(copy.await.unwrap());
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        assert_eq!(log_size(&ground).await, 1);
        assert_eq!(audit_lines::Entity::find().count(ground.core.store.db()).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_got_no_answer_asks_again_and_has_decided_once() {
    on_both(async |ground: Ground| {
        let (choices, taro) = (service(&ground), ground.patient().await);
        for n in 0..12 {
            let key = format!("k{n}");
            let (cut_off, actor) = (choices.clone(), signed_in(&taro));
            let first = choices.clone();
            let sent = keyed(AI, Stance::Refuse, &key);
            let running = tokio::spawn(async move { cut_off.decide(&actor, sent).await });
            // Somewhere between nothing done and everything done.
            tokio::time::sleep(Duration::from_micros(400 * n)).await;
            running.abort();
            let _ = running.await;
            let answer = first.decide(&signed_in(&taro), keyed(AI, Stance::Refuse, &key)).await.unwrap();
            let again = first.decide(&signed_in(&taro), keyed(AI, Stance::Refuse, &key)).await.unwrap();
            assert_eq!(answer, again);
        }
        assert_eq!(log_size(&ground).await, 12);
        check_log(&ground.core.store).await;
    })
    .await;
}
