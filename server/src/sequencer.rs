//! The sequencer: decisions that wait for each other go into the log together (log.md, "Order of work").
//!
//! Requests wait in a pool only while there is no turn for them: whoever comes alone goes at once, and while batches are on their way,
//! what comes meanwhile is the next one. One transaction takes the head of the log, appends a leaf for each, and moves the head by
//! compare-and-swap; after the commit the log is published, and then everybody is answered. Every node has one, and any number may work
//! on one database: what keeps them apart is the head. Nothing is remembered between two batches, so that an outcome that nobody knows is
//! found out by reading.

mod batch;
pub mod steps;

use crate::log::publisher::Publisher;
use crate::service::Core;
use crate::store::audit::Line;
use domain::choice::{DecidedBy, NewDecision};
use domain::failure::Failure;
use domain::id::AccountId;
use domain::ports::Decided;
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc, oneshot};

/// How many decisions one transaction takes.
pub const MOST: usize = 512;
/// How many may wait before others are turned away.
const ROOM: usize = 8 * MOST;
/// How many batches may be on their way: one is written while the one before is published.
const TURNS: usize = 2;

/// A decision that needs nothing but its turn: whether its author may was asked, and nothing of what was said before matters.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The decision.
    pub new: NewDecision,
    /// Who says it.
    pub by: DecidedBy,
    /// With which account it is entered.
    pub account: Option<AccountId>,
    /// Digest and body of its idempotency key.
    pub key: Option<Key>,
    /// Its audit line, which still lacks time and position.
    pub line: Line,
}

/// An idempotency key as it came with a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// What it is stored as.
    pub digest: [u8; 32],
    /// What it is bound to.
    pub body: [u8; 32],
}

/// An entry and who waits for it.
struct Waiting {
    entry: Entry,
    answer: oneshot::Sender<Result<Decided, Failure>>,
}

/// Where decisions are handed in. Clones hand in to the same pool.
#[derive(Clone)]
pub struct Sequencer {
    pool: mpsc::Sender<Waiting>,
    publisher: Publisher,
}

impl Sequencer {
    /// Starts one. It ends when nobody can hand in anything any more.
    #[must_use]
    pub fn start(core: Core, publisher: Publisher) -> Self {
        let (pool, waiting) = mpsc::channel(ROOM);
        tokio::spawn(run(core, publisher.clone(), waiting));
        Self { pool, publisher }
    }

    /// What publishes the log.
    #[must_use]
    pub fn publisher(&self) -> &Publisher {
        &self.publisher
    }

    /// Decides, and answers when that is durable and published.
    pub(crate) async fn decide(&self, entry: Entry) -> Result<Decided, Failure> {
        let (answer, answered) = oneshot::channel();
        let full = |_| Failure::Unavailable("too many decisions wait for their turn".to_owned());
        self.pool.try_send(Waiting { entry, answer }).map_err(full)?;
        answered.await.map_err(|_| Failure::Unavailable("the sequencer ended; nobody knows how the decision went".to_owned()))?
    }
}

async fn run(core: Core, publisher: Publisher, mut pool: mpsc::Receiver<Waiting>) {
    let turns = Arc::new(Semaphore::new(TURNS));
    // The turn comes first, and the pool closes with it: a batch is whatever came until then.
    while let Ok(turn) = turns.clone().acquire_owned().await {
        let mut batch = Vec::new();
        if pool.recv_many(&mut batch, MOST).await == 0 {
            return;
        }
        let (entries, waiting): (Vec<_>, Vec<_>) = batch.into_iter().map(|one| (one.entry, one.answer)).unzip();
        let (for_batch, publisher) = (core.clone(), publisher.clone());
        // In a task of its own: what panics in one batch does not end all that come after it.
        let outcomes = match tokio::spawn(async move { decided(&for_batch, entries).await }).await {
            Ok(outcomes) => outcomes,
            Err(error) => vec![Err(Failure::Internal(error.to_string())); waiting.len()],
        };
        tokio::spawn(async move {
            answer(&publisher, waiting, outcomes).await;
            drop(turn);
        });
    }
}

/// Enters them together. Where a row of one of them breaks a rule, each alone, so that it spoils nobody else's.
async fn decided(core: &Core, entries: Vec<Entry>) -> Vec<Result<Decided, Failure>> {
    if let Err(failure) = core.soundness.sound() {
        return vec![Err(failure); entries.len()];
    }
    match batch::enter(core, &entries).await {
        Ok(outcomes) => outcomes,
        Err(failure @ Failure::Unavailable(_)) => vec![Err(failure); entries.len()],
        Err(failure) if entries.len() == 1 => vec![Err(failure)],
        Err(_) => {
            let mut outcomes = Vec::with_capacity(entries.len());
            for entry in &entries {
                let alone = batch::enter(core, std::slice::from_ref(entry)).await;
                outcomes.push(alone.and_then(|mut one| one.pop().unwrap_or_else(|| Err(Failure::Internal("no outcome".to_owned())))));
            }
            outcomes
        }
    }
}

/// Publishes what was committed, then answers. What could not be published is not acknowledged: the same key tells later.
async fn answer(publisher: &Publisher, waiting: Vec<oneshot::Sender<Result<Decided, Failure>>>, outcomes: Vec<Result<Decided, Failure>>) {
    let last = outcomes.iter().flatten().max_by_key(|decided| decided.decision.position);
    let published = match last {
        Some(last) => publisher.cover(last).await,
        None => Ok(()),
    };
    for (waiting, outcome) in waiting.into_iter().zip(outcomes) {
        let told = match (&published, outcome) {
            (Err(failure), Ok(_)) => Err(failure.clone()),
            (_, outcome) => outcome,
        };
        // Whoever went away meanwhile finds it in the list.
        let _ = waiting.send(told);
    }
}
