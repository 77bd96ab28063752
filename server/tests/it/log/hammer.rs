//! The hammer: people decide while others read, and every receipt and every pair of checkpoints seen is verified. On each
//! database a few seconds of it; `make hammer` takes a minute, and kills and starts as well.

use super::check_log;
use super::load::Decider;
use super::seen::Seen;
use crate::kill::killed_under_load;
use crate::personas::Hospital;
use crate::process::Installation;
use crate::world::World;
use domain::clock::{Clock, Span};
use server::machine::SystemClock;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How many people decide at once, and how many read.
const PEOPLE: usize = 8;
const READERS: usize = 3;
/// A hospital asks after each so many decisions of a person.
const ASKED_AFTER: usize = 7;

/// How long it takes where nobody says: what is killed then is in `kill.rs`.
const SHORT: Span = Span::seconds(4);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hammer_on_sqlite() {
    let (installation, world) = Installation::on_sqlite().await;
    hammer_and_kill(&installation, &world).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hammer_on_postgresql() {
    let (installation, world) = Installation::on_postgresql().await;
    hammer_and_kill(&installation, &world).await;
}

async fn hammer_and_kill(installation: &Installation, world: &World) {
    let Some(seconds) = seconds() else { return hammer(installation, world, SHORT).await };
    let time = Span::seconds(seconds / 4);
    hammer(installation, world, time).await;
    installation.kill();
    let (installation, world) =
        if installation.is_on_sqlite() { Installation::on_sqlite().await } else { Installation::on_postgresql().await };
    let end = SystemClock.now() + time;
    while SystemClock.now() < end {
        killed_under_load(&installation, &world, 5).await;
        installation.kill();
    }
}

/// How long `make hammer` takes; `None`: it is not that which runs.
#[expect(clippy::disallowed_methods, reason = "how long a test runs is no part of the server's configuration")]
fn seconds() -> Option<i64> {
    std::env::var("HAMMER_SECONDS").ok().map(|seconds| seconds.parse().unwrap())
}

async fn hammer(installation: &Installation, world: &World, time: Span) {
    installation.start().await;
    let (people, hospital) = (Decider::some(world, PEOPLE).await, Arc::new(world.hospital().await));
    let (mut seen, stop) = (Seen::begin(&world.router).await, Arc::new(AtomicBool::new(false)));
    let deciding: Vec<_> = people.into_iter().map(|person| tokio::spawn(decide(person, hospital.clone(), stop.clone()))).collect();
    let reading: Vec<_> = (0..READERS).map(|_| tokio::spawn(read(Seen::beside(&seen), stop.clone()))).collect();
    let end = SystemClock.now() + time;
    while SystemClock.now() < end {
        tokio::time::sleep(Duration::from_millis(500)).await;
        world.clock.set(SystemClock.now());
    }
    stop.store(true, Ordering::Relaxed);
    let (mut decisions, mut receipts, mut checks, mut looks) = (0, 0, 0, 0);
    for one in deciding {
        let (person, asked) = one.await.unwrap();
        (decisions, checks) = (decisions + person.said.len(), checks + asked);
        receipts += person.receipts.len();
        person.receipts.iter().for_each(|receipt| drop(seen.keep(receipt)));
    }
    for one in reading {
        let (reader, looked) = one.await.unwrap();
        looks += looked;
        seen.learn(&reader);
    }
    seen.wait_until_published(0).await;
    let size = seen.compare().await;
    check_log(&world.core().store).await;
    let roots = seen.checkpoints.len();
    println!(
        "{decisions} decisions in {} s, {receipts} receipts verified, {checks} checks that saw the decision before them; \
         {looks} looks at the log; {roots} checkpoints, {} pairs consistent; {size} entries",
        time.millis() / 1_000,
        roots * roots.saturating_sub(1) / 2
    );
    assert!(decisions > 0 && looks > 0 && receipts == decisions);
    let verify = installation.run(&["log", "verify"]).await;
    assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stderr));
}

/// Decides until it is told to stop. A hospital that asks after the answer sees what was said (P5).
async fn decide(mut person: Decider, hospital: Arc<Hospital>, stop: Arc<AtomicBool>) -> (Decider, usize) {
    let mut asked = 0;
    while !stop.load(Ordering::Relaxed) {
        assert!(person.decide().await, "an answer comes, not {}", person.failed);
        if person.said.len().is_multiple_of(ASKED_AFTER) {
            person.is_heard_by(&hospital).await;
            asked += 1;
        }
    }
    (person, asked)
}

/// Reads until it is told to stop: the newest checkpoint, and whether all that was seen before is its beginning.
async fn read(mut reader: Seen, stop: Arc<AtomicBool>) -> (Seen, usize) {
    let mut looks = 0;
    while !stop.load(Ordering::Relaxed) {
        if reader.look().await.is_some() {
            reader.compare().await;
            looks += 1;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    (reader, looks)
}
