//! What is written behind an answer: who asked about whom, and the audit lines of programs. In batches, so that checks do
//! not queue behind each other; bounded, so that an answer whose trace cannot be kept is not given; at most a second
//! lost in a crash (holder-api.md, "Speed").

use super::Core;
use crate::store::audit::{self, Line};
use crate::store::who_asked::{self, About, Tally};
use crate::store::{StoreError, commit};
use domain::actor::{Actor, Operation};
use domain::failure::{Failure, Problem};
use domain::id::HolderId;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How much may wait before answers are refused: a few full checks.
const ROOM: usize = 200_000;
/// How long a batch gathers.
const GATHER: Duration = Duration::from_millis(200);
/// How often a part of a list looks for room, before it asks for it all the same.
const WAITS: u32 = 200;
/// How long to wait after the database refused a batch.
const AFTER_A_FAULT: Duration = Duration::from_secs(1);
/// How much goes into one transaction: patients' decisions wait for it on SQLite.
const PER_TRANSACTION: usize = 1_000;
/// How often a stopping server tries to write what is left.
const LAST_TRIES: u32 = 3;

/// What one answer leaves behind.
#[derive(Debug)]
pub(crate) struct Trace {
    /// For how many rows it stands. They take up room, known or not: whether the persons of a list are known must not show in how
    /// long it waits.
    pub rows: usize,
    /// Who asked about whom.
    pub asked: Vec<(About, Tally)>,
    /// How many persons the holder attested to have no insured number.
    pub attested: Option<(HolderId, u64)>,
    /// The audit line, if this is not one part of many.
    pub line: Option<Line>,
}

impl Trace {
    /// An audit line and nothing else.
    pub fn line(line: Line) -> Self {
        Self { rows: 0, asked: Vec::new(), attested: None, line: Some(line) }
    }
}

/// Traces that wait to be written. Clones share them.
#[derive(Clone)]
pub struct WrittenBehind(Arc<Shared>);

struct Shared {
    core: Core,
    waiting: Mutex<Waiting>,
    something_waits: Notify,
    writing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Waiting {
    /// For how many rows the traces of `asked` stand: at least one each.
    rows: usize,
    asked: BTreeMap<About, Tally>,
    attested: BTreeMap<HolderId, u64>,
    lines: VecDeque<Line>,
}

impl Waiting {
    /// How much room it takes up.
    fn len(&self) -> usize {
        self.rows + self.attested.len() + self.lines.len()
    }

    /// Whether none of it has to be written.
    fn nothing_to_write(&self) -> bool {
        self.asked.is_empty() && self.attested.is_empty() && self.lines.is_empty()
    }

    fn ask(&mut self, about: About, tally: Tally) {
        self.asked.entry(about).and_modify(|before| *before = before.and(tally)).or_insert(tally);
    }

    fn attest(&mut self, holder: HolderId, times: u64) {
        *self.attested.entry(holder).or_default() += times;
    }

    /// What goes into the next transaction.
    fn take(&mut self) -> Self {
        let asked = std::iter::from_fn(|| self.asked.pop_first()).take(PER_TRANSACTION).collect();
        let lines = self.lines.drain(..self.lines.len().min(PER_TRANSACTION)).collect();
        let rows = self.rows.min(PER_TRANSACTION);
        self.rows -= rows;
        Self { rows, asked, attested: std::mem::take(&mut self.attested), lines }
    }

    /// Puts back what could not be written, before what came meanwhile.
    fn put_back(&mut self, batch: Self) {
        self.rows += batch.rows;
        for (about, tally) in batch.asked {
            self.ask(about, tally);
        }
        for (holder, times) in batch.attested {
            self.attest(holder, times);
        }
        for line in batch.lines.into_iter().rev() {
            self.lines.push_front(line);
        }
    }
}

impl WrittenBehind {
    /// Nothing waits.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self(Arc::new(Shared { core, waiting: Mutex::default(), something_waits: Notify::new(), writing: tokio::sync::Mutex::default() }))
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        // Whoever panicked while holding it was between two whole traces.
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a trace.
    ///
    /// # Errors
    /// There is no room: the answer must not be given.
    pub(crate) fn put(&self, trace: Trace) -> Result<(), Failure> {
        let mut waiting = self.waiting();
        let rows = trace.rows.max(trace.asked.len());
        if waiting.len() + rows + 1 > ROOM {
            return Err(Failure::Unavailable("too much waits to be written behind".to_owned()));
        }
        waiting.rows += rows;
        for (about, tally) in trace.asked {
            waiting.ask(about, tally);
        }
        if let Some((holder, times)) = trace.attested {
            waiting.attest(holder, times);
        }
        waiting.lines.extend(trace.line);
        drop(waiting);
        self.0.something_waits.notify_one();
        Ok(())
    }

    /// Somebody asked for what is not theirs, or is not there.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub(crate) fn note_not_found(&self, actor: &Actor, operation: Operation, object: &str) -> Result<(), Failure> {
        let line = Line::of(actor, operation, self.0.core.now()).to(object);
        self.put(Trace::line(line.refused(Problem::NotFound, "not theirs, or not there")))
    }

    /// Whether an answer could be given now.
    pub(crate) fn has_room(&self) -> bool {
        self.waiting().len() < ROOM
    }

    /// Waits until half of the room is free for so many rows: parts of a long list come faster than they can be written, and leave
    /// the other half to those who ask about a few. Not for ever: whether there is room is for [`Self::put`] to say.
    pub(crate) async fn room_for(&self, rows: usize) {
        for _ in 0..WAITS {
            if self.waiting().len() + rows <= ROOM / 2 {
                return;
            }
            self.0.something_waits.notify_one();
            tokio::time::sleep(GATHER / 2).await;
        }
    }

    /// Writes everything that waits.
    ///
    /// # Errors
    /// The database refused a batch; it waits again.
    pub async fn flush(&self) -> Result<(), Failure> {
        let _one_writer = self.0.writing.lock().await;
        loop {
            let batch = self.waiting().take();
            if batch.len() == 0 {
                return Ok(());
            }
            if batch.nothing_to_write() {
                continue;
            }
            if let Err(error) = write(&self.0.core, &batch).await {
                self.waiting().put_back(batch);
                return Err(error.into());
            }
        }
    }

    /// Writes what comes, until `shutdown`, and then what is left.
    pub async fn run(&self, shutdown: impl Future<Output = ()> + Send) {
        let mut shutdown = std::pin::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                () = self.0.something_waits.notified() => {}
            }
            tokio::select! {
                () = &mut shutdown => break,
                () = tokio::time::sleep(GATHER) => {}
            }
            if let Err(failure) = self.flush().await {
                tracing::error!(?failure, "could not write behind; it is tried again");
                tokio::select! {
                    () = &mut shutdown => break,
                    () = tokio::time::sleep(AFTER_A_FAULT) => self.0.something_waits.notify_one(),
                }
            }
        }
        self.write_the_rest().await;
    }

    async fn write_the_rest(&self) {
        for _ in 0..LAST_TRIES {
            match self.flush().await {
                Ok(()) => return,
                Err(failure) => tracing::error!(?failure, "could not write behind while stopping"),
            }
            tokio::time::sleep(AFTER_A_FAULT).await;
        }
        tracing::error!(lost = self.waiting().len(), "stopped without having written everything behind");
    }
}

async fn write(core: &Core, batch: &Waiting) -> Result<(), StoreError> {
    let tx = core.store.begin().await?;
    who_asked::add(&tx, &batch.asked).await?;
    for (holder, times) in &batch.attested {
        who_asked::attested(&tx, *holder, *times).await?;
    }
    audit::append(&tx, &core.config.node, batch.lines.iter().cloned()).await?;
    commit(tx).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::holders;
    use crate::store::tests::{FreshStore, fresh_sqlite};
    use domain::actor::{Actor, Operation};
    use domain::clock::Timestamp;
    use domain::holder::{Holder, SourceKind};
    use domain::id::SubjectId;
    use domain::words::Words;
    use uuid::Uuid;

    const HOLDER: HolderId = HolderId(Uuid::from_u128(9));

    async fn behind() -> (FreshStore, WrittenBehind) {
        let fresh = fresh_sqlite().await;
        let holder = Holder { id: HOLDER, name: Words::new("病院", "Hospital"), kind: SourceKind::Provider, institution_number: None };
        holders::insert(fresh.db(), &holder, Timestamp::from_millis(0)).await.unwrap();
        let core = Core::over(&fresh);
        (fresh, WrittenBehind::new(core))
    }

    fn trace(of: impl IntoIterator<Item = u128>, at: i64) -> Trace {
        let at = Timestamp::from_millis(at);
        let about = |n| ((SubjectId(Uuid::from_u128(n)), HOLDER, "education".to_owned()), Tally::once(at, true));
        let line = Line::of(&Actor::Anonymous, Operation::Check, at);
        Trace { asked: of.into_iter().map(about).collect(), ..Trace::line(line) }
    }

    async fn count(store: &FreshStore, person: u128) -> u64 {
        let asked = who_asked::asked_about(store.db(), &[SubjectId(Uuid::from_u128(person))], &[], 10).await.unwrap();
        asked.iter().map(|asked| asked.count).sum()
    }

    #[tokio::test]
    async fn what_waits_is_bounded() {
        let (_fresh, behind) = behind().await;
        let full = ROOM as u128 - 1;
        behind.put(trace(0..full, 1)).unwrap();
        assert!(matches!(behind.put(trace([full], 1)), Err(Failure::Unavailable(_))));
        let _ = behind.waiting().take();
        behind.put(trace([full], 1)).unwrap();
    }

    #[tokio::test]
    async fn parts_of_a_list_wait_for_room_and_leave_half_of_it() {
        let (_fresh, behind) = behind().await;
        behind.put(trace(0..ROOM as u128 / 2, 1)).unwrap();
        let writer = behind.clone();
        tokio::join!(behind.room_for(1_000), async move {
            tokio::time::sleep(GATHER).await;
            let _ = writer.waiting().take();
        });
        assert!(behind.waiting().len() + 1_000 <= ROOM / 2);
    }

    #[tokio::test]
    async fn rows_of_strangers_take_up_the_room_that_known_ones_do() {
        let (fresh, behind) = behind().await;
        let strangers = |rows| Trace { rows, ..trace([], 1) };
        behind.put(strangers(ROOM - 1)).unwrap();
        assert!(matches!(behind.put(strangers(1)), Err(Failure::Unavailable(_))));
        behind.flush().await.unwrap();
        assert_eq!(behind.waiting().len(), 0);
        // A person in several rows takes up as many places as several persons.
        behind.put(Trace { rows: ROOM - 1, ..trace([1], 1) }).unwrap();
        assert!(behind.put(trace([1], 1)).is_err());
        behind.flush().await.unwrap();
        assert_eq!(count(&fresh, 1).await, 1);
    }

    #[tokio::test]
    async fn more_than_one_transaction_takes_is_written_too() {
        let (fresh, behind) = behind().await;
        let many = PER_TRANSACTION as u128 + 7;
        behind.put(trace(0..many, 1)).unwrap();
        behind.flush().await.unwrap();
        assert_eq!((count(&fresh, 0).await, count(&fresh, many - 1).await), (1, 1));
        assert_eq!(behind.waiting().len(), 0);
        assert_eq!(audit::first_broken(fresh.db(), "node-1").await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_the_database_refused_waits_and_is_written_later() {
        let (fresh, behind) = behind().await;
        behind.put(trace([1], 1)).unwrap();
        let somebody_else_writes = fresh.begin().await.unwrap();
        assert!(behind.flush().await.is_err());
        behind.put(trace([1], 2)).unwrap();
        drop(somebody_else_writes);
        behind.flush().await.unwrap();
        assert_eq!(count(&fresh, 1).await, 2);
        assert_eq!(audit::first_broken(fresh.db(), "node-1").await.unwrap(), None);
    }

    #[test]
    fn what_is_put_back_comes_before_what_came_meanwhile() {
        let mut waiting = Waiting::default();
        let line = |at| trace([], at).line.unwrap();
        waiting.lines.extend([line(1), line(2)]);
        let batch = waiting.take();
        waiting.lines.push_back(line(3));
        waiting.put_back(batch);
        assert_eq!(waiting.lines.iter().map(|line| line.at.millis()).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn a_stopping_server_writes_what_is_left() {
        let (fresh, behind) = behind().await;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let writer = behind.clone();
        let running = tokio::spawn(async move { writer.run(async { drop(stopped.await) }).await });
        behind.put(trace([1], 1)).unwrap();
        stop.send(()).unwrap();
        running.await.unwrap();
        assert_eq!(count(&fresh, 1).await, 1);
    }
}
