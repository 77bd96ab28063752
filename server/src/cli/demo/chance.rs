//! The demo's own time and chance, so that the same seed makes the same demo.

use domain::clock::{Clock, Random, Timestamp};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Chance from a seed: SHA-256 over the seed and a counter. Whoever knows the seed knows everything that comes out.
pub(super) struct SeededRandom {
    seed: [u8; 32],
    counter: AtomicU64,
}

impl SeededRandom {
    pub(super) fn new(seed: &str) -> Self {
        Self { seed: Sha256::digest(seed).into(), counter: AtomicU64::new(0) }
    }

    /// A number below `bound`.
    pub(super) fn below(&self, bound: usize) -> usize {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        let bound = u64::try_from(bound.max(1)).unwrap_or(u64::MAX);
        usize::try_from(u64::from_be_bytes(bytes) % bound).unwrap_or(0)
    }

    /// A number from `low` up to and with `high`.
    pub(super) fn between(&self, low: i64, high: i64) -> i64 {
        let width = usize::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// Yes, that many times in a hundred.
    pub(super) fn percent(&self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of them.
    pub(super) fn pick<'a, T>(&self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// That many of them, each at most once, in chance order.
    pub(super) fn sample<T>(&self, mut from: Vec<T>, count: usize) -> Vec<T> {
        let mut taken = Vec::new();
        while taken.len() < count && !from.is_empty() {
            taken.push(from.swap_remove(self.below(from.len())));
        }
        taken
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let counter = self.counter.fetch_add(1, Ordering::SeqCst);
            let block = Sha256::new().chain_update(self.seed).chain_update(counter.to_be_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

/// A clock that shows the moment at which the demo's story is.
pub(super) struct StoryClock(AtomicI64);

impl StoryClock {
    pub(super) fn new(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.millis()))
    }

    pub(super) fn set(&self, now: Timestamp) {
        self.0.store(now.millis(), Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}
