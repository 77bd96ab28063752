//! P7: the program is killed at any moment, under load, and started again. Nobody repairs anything; nothing that was
//! acknowledged is lost; no receipt that was handed out lies.

use crate::log::check_log;
use crate::log::load::Decider;
use crate::log::seen::Seen;
use crate::personas::Hospital;
use crate::process::Installation;
use crate::world::World;
use domain::clock::{Clock, Random};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use server::machine::{SystemClock, SystemRandom};
use server::store::entity::log_leaves;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often it is killed on each database.
const KILLS: u32 = 3;
/// How many people decide at once.
const PEOPLE: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_on_sqlite_nothing_acknowledged_is_lost() {
    let (installation, world) = Installation::on_sqlite().await;
    killed_under_load(&installation, &world, KILLS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_on_postgresql_nothing_acknowledged_is_lost() {
    let (installation, world) = Installation::on_postgresql().await;
    killed_under_load(&installation, &world, KILLS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_on_one_database_one_is_killed_and_the_other_goes_on() {
    let (one, world) = Installation::on_postgresql().await;
    let two = one.beside();
    let world = world.served_by(two.router());
    let at_two = world.hospital().await;
    let world = world.served_by(one.router());
    let at_one = world.hospital().await;
    let world = world.served_by(one.router_to_both(&two));
    one.start().await;
    two.start().await;
    let before = decisions(&world).await;
    let mut people = Decider::some(&world, PEOPLE).await;
    let mut seen = Seen::begin(&world.router).await;
    for killed in [&one, &two] {
        let said_before: usize = people.iter().map(|person| person.said.len()).sum();
        people = decide_meanwhile(people, async {
            tokio::time::sleep(random_pause()).await;
            killed.kill();
            tokio::time::sleep(Duration::from_millis(700)).await;
        })
        .await;
        let said: usize = people.iter().map(|person| person.said.len()).sum();
        assert!(said > said_before, "the other one takes decisions");
        for person in &mut people {
            person.ask_again().await;
            person.receipts.drain(..).for_each(|receipt| drop(seen.keep(&receipt)));
        }
        killed.start().await;
        holds(killed, &world, &mut seen).await;
        world.clock.set(SystemClock.now());
        let taro = &mut people[0];
        is_heard_elsewhere(taro, &one, &at_two).await;
        is_heard_elsewhere(taro, &two, &at_one).await;
        taro.patient.browser = taro.patient.browser.at(world.router.clone());
    }
    let said: usize = people.iter().map(|person| person.said.len()).sum();
    assert_eq!(decisions(&world).await - before, said as u64, "each decision stands in the log once");
}

/// P5 on any node: what that one acknowledged is what a hospital hears that asks another one right after.
async fn is_heard_elsewhere(person: &mut Decider, decides_at: &Installation, hospital: &Hospital) {
    person.patient.browser = person.patient.browser.at(decides_at.router());
    for (scope, stance) in [("purpose:ai-development", "allow"), ("all", "allow"), ("all", "refuse")] {
        assert!(person.say(scope, stance).await, "an answer comes, not {}", person.failed);
        person.is_heard_by(hospital).await;
    }
}

/// Everybody decides without pause until that is over; who is not answered asks again at once.
async fn decide_meanwhile(people: Vec<Decider>, meanwhile: impl Future<Output = ()>) -> Vec<Decider> {
    let over = Arc::new(AtomicBool::new(false));
    let deciding = people.into_iter().map(|mut person| {
        let over = over.clone();
        tokio::spawn(async move {
            while !over.load(Ordering::Relaxed) {
                if !person.decide().await {
                    // What was cut off may still be on its way to nowhere.
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    person.ask_again().await;
                }
            }
            person
        })
    });
    let deciding: Vec<_> = deciding.collect();
    meanwhile.await;
    over.store(true, Ordering::Relaxed);
    let mut people = Vec::new();
    for person in deciding {
        people.push(person.await.unwrap());
    }
    people
}

/// For `make hammer`.
pub async fn killed_under_load(installation: &Installation, world: &World, kills: u32) {
    installation.start().await;
    let before = decisions(world).await;
    let mut people = Decider::some(world, PEOPLE).await;
    let mut seen = Seen::begin(&world.router).await;
    for kill in 0..kills {
        let pause = random_pause();
        println!("kill {kill} after {pause:?}");
        people = decide_until_killed(installation, people, pause).await;
        installation.start().await;
        for person in &mut people {
            person.ask_again().await;
            for receipt in person.receipts.drain(..) {
                seen.keep(&receipt);
            }
        }
        holds(installation, world, &mut seen).await;
    }
    let said: usize = people.iter().map(|person| person.said.len()).sum();
    println!("{said} decisions, {} receipts, {} checkpoints", seen.receipts.len(), seen.checkpoints.len());
    assert_eq!(decisions(world).await - before, said as u64, "each decision stands in the log once");
}

async fn decisions(world: &World) -> u64 {
    log_leaves::Entity::find().filter(log_leaves::Column::Kind.eq("decision")).count(world.core().store.db()).await.unwrap()
}

async fn decide_until_killed(installation: &Installation, people: Vec<Decider>, pause: Duration) -> Vec<Decider> {
    let deciding = people.into_iter().map(|mut person| {
        tokio::spawn(async move {
            while person.decide().await {}
            person
        })
    });
    let deciding: Vec<_> = deciding.collect();
    tokio::time::sleep(pause).await;
    installation.kill();
    let mut people = Vec::new();
    for person in deciding {
        people.push(person.await.unwrap());
    }
    people
}

async fn holds(installation: &Installation, world: &World, seen: &mut Seen) {
    seen.wait_until_published(0).await;
    seen.compare().await;
    check_log(&world.core().store).await;
    let verify = installation.run(&["log", "verify"]).await;
    assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stderr));
}

/// Between nothing done and much done.
fn random_pause() -> Duration {
    let mut byte = [0; 2];
    SystemRandom.fill(&mut byte);
    Duration::from_micros(20_000 + u64::from(u16::from_be_bytes(byte)) * 10)
}
