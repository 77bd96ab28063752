//! Refusals of whoever is not signed in: a page that asks for a sign-in, a form from somebody else's page, a code tried too often.
//!
//! Anybody can cause them, as fast as the network carries: a line for each would fill the audit's table and hide what matters in it.
//! They are counted, and once a minute each kind of refusal (what, why, from which network) becomes one line that says how many there
//! were. What is beyond [`KINDS`] in one minute is counted in one line without a network, so that a flood writes at most
//! `(KINDS + 1) × 1,440` lines a day, from however many networks it comes. A server that is killed loses the counts of its last minute.

use super::Core;
use crate::origin;
use crate::store::audit::{self, Line};
use crate::store::{StoreError, commit};
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many kinds of refusals the lines of one minute tell apart.
pub const KINDS: usize = 32;
/// The cause of those beyond.
const MANY: &str = "more kinds of refusals than are told apart";

/// What is counted together. The order of problems is that of their codes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    operation: Operation,
    problem: &'static str,
    cause: &'static str,
    origin: Option<String>,
}

#[derive(Clone, Copy, Debug)]
struct Tally {
    problem: Problem,
    first: Timestamp,
    times: u64,
}

/// Refusals that wait to be written. Clones share them.
#[derive(Clone)]
pub struct Refusals {
    core: Core,
    waiting: Arc<Mutex<BTreeMap<Kind, Tally>>>,
}

impl Refusals {
    /// Nothing was refused yet.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core, waiting: Arc::default() }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<Kind, Tally>> {
        // Whoever panicked while holding it was between two whole counts.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody who is not signed in was refused that, in the request at hand.
    pub fn note(&self, operation: Operation, problem: Problem, cause: &'static str) {
        let kind = Kind { operation, problem: problem.code(), cause, origin: origin::current() };
        self.add(kind, Tally { problem, first: self.core.now(), times: 1 });
    }

    fn add(&self, kind: Kind, more: Tally) {
        let mut waiting = self.waiting();
        let known = waiting.len() < KINDS || waiting.contains_key(&kind);
        let kind = if known {
            kind
        } else {
            Kind { operation: Operation::ReadPublic, problem: Problem::NotAllowed.code(), cause: MANY, origin: None }
        };
        let more = if known { more } else { Tally { problem: Problem::NotAllowed, ..more } };
        waiting.entry(kind).and_modify(|before| before.times += more.times).or_insert(more);
    }

    /// Writes what was counted.
    ///
    /// # Errors
    /// The database cannot be reached; the counts wait for the next time.
    pub async fn flush(&self) -> Result<(), Failure> {
        let counted = std::mem::take(&mut *self.waiting());
        if counted.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.write(&counted).await {
            for (kind, tally) in counted {
                self.add(kind, tally);
            }
            return Err(error.into());
        }
        Ok(())
    }

    async fn write(&self, counted: &BTreeMap<Kind, Tally>) -> Result<(), StoreError> {
        let lines = counted.iter().map(|(kind, tally)| {
            let times = if tally.times == 1 { String::new() } else { format!(" ({} times)", tally.times) };
            let line = Line::of(&Actor::Anonymous, kind.operation, tally.first);
            Line { origin: kind.origin.clone(), ..line.refused(tally.problem, &format!("{}{times}", kind.cause)) }
        });
        let tx = self.core.store.begin().await?;
        audit::append(&tx, &self.core.config.node, lines).await?;
        commit(tx).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::audit::{Wanted, newest};
    use crate::store::tests::{FreshStore, fresh_sqlite};
    use std::net::{IpAddr, Ipv4Addr};

    async fn refusals() -> (FreshStore, Refusals) {
        let fresh = fresh_sqlite().await;
        let core = Core::over(&fresh);
        (fresh, Refusals::new(core))
    }

    async fn written(store: &FreshStore) -> Vec<(Option<String>, String)> {
        let all = Wanted { operation: None, actor: None, before: None };
        let (lines, _) = newest(store.db(), "node-1", all, 1_000, 1_000).await.unwrap();
        lines.into_iter().map(|line| (line.origin, line.reason.unwrap())).collect()
    }

    async fn knock(refusals: &Refusals, network: u32) {
        let from = IpAddr::V4(Ipv4Addr::from_bits(network << 8));
        origin::within(Some(from), async { refusals.note(Operation::SeeUses, Problem::SignInNeeded, "not signed in") }).await;
    }

    #[tokio::test]
    async fn the_same_refusal_is_one_line_that_counts() {
        let (fresh, refusals) = refusals().await;
        for network in [1, 1, 2, 1] {
            knock(&refusals, network).await;
        }
        refusals.flush().await.unwrap();
        refusals.flush().await.unwrap();
        let network = |text: &str| Some(text.to_owned());
        let expected = [(network("0.0.2.0/24"), "not signed in".to_owned()), (network("0.0.1.0/24"), "not signed in (3 times)".to_owned())];
        assert_eq!(written(&fresh).await, expected);
    }

    #[tokio::test]
    async fn a_flood_from_everywhere_writes_no_more_than_a_few_lines_and_loses_no_count() {
        let (fresh, refusals) = refusals().await;
        for network in 0..5_000 {
            knock(&refusals, network).await;
        }
        assert!(refusals.waiting().len() <= KINDS + 1, "nor does it fill the memory");
        refusals.flush().await.unwrap();
        let lines = written(&fresh).await;
        assert_eq!(lines.len(), KINDS + 1);
        let beyond = format!("{MANY} ({} times)", 5_000 - KINDS);
        assert!(lines.contains(&(None, beyond)), "{lines:?}");
    }

    #[tokio::test]
    async fn what_the_database_refused_is_written_later() {
        let (fresh, refusals) = refusals().await;
        knock(&refusals, 1).await;
        let somebody_else_writes = fresh.begin().await.unwrap();
        assert!(refusals.flush().await.is_err());
        knock(&refusals, 1).await;
        drop(somebody_else_writes);
        refusals.flush().await.unwrap();
        assert_eq!(written(&fresh).await, [(Some("0.0.1.0/24".to_owned()), "not signed in (2 times)".to_owned())]);
    }
}
