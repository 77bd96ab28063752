//! How many lists may be on their way at once: in all, as each holds a few megabytes, and of one holder, so that none of them
//! shuts out the others.

use domain::failure::{Failure, Problem};
use domain::id::HolderId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many there may be in all.
const IN_ALL: usize = 64;

/// The lists that are on their way. Clones share them.
#[derive(Clone)]
pub(super) struct AtOnce {
    all: Arc<Semaphore>,
    of_holder: Arc<Mutex<BTreeMap<HolderId, usize>>>,
    each: usize,
}

/// One of them; its place is free again when it is dropped.
pub(super) struct OneOfThem {
    lists: AtOnce,
    holder: HolderId,
    _one_of_all: OwnedSemaphorePermit,
}

impl AtOnce {
    /// As many as that of one holder.
    pub(super) fn new(each: usize) -> Self {
        Self { all: Arc::new(Semaphore::new(IN_ALL)), of_holder: Arc::default(), each: each.max(1) }
    }

    /// One more of that holder.
    ///
    /// # Errors
    /// [`Problem::TooManyRequests`]: the holder has as many as it may; [`Failure::Unavailable`]: all have.
    pub(super) fn begin(&self, holder: HolderId) -> Result<OneOfThem, Failure> {
        let too_many = |_| Failure::Unavailable("too many lists at once".to_owned());
        let mut of_holder = self.counts();
        let count = of_holder.entry(holder).or_default();
        if *count >= self.each {
            return Err(Problem::TooManyRequests.into());
        }
        let one_of_all = self.all.clone().try_acquire_owned().map_err(too_many)?;
        *count += 1;
        drop(of_holder);
        Ok(OneOfThem { lists: self.clone(), holder, _one_of_all: one_of_all })
    }

    fn counts(&self) -> MutexGuard<'_, BTreeMap<HolderId, usize>> {
        // Nobody panics between two whole counts.
        self.of_holder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OneOfThem {
    fn drop(&mut self) {
        let mut of_holder = self.lists.counts();
        if let Some(count) = of_holder.get_mut(&self.holder) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                of_holder.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn holder(n: u128) -> HolderId {
        HolderId(Uuid::from_u128(n))
    }

    fn problem(outcome: Result<OneOfThem, Failure>) -> Option<Problem> {
        outcome.err().map(|failure| failure.problem())
    }

    #[test]
    fn a_holder_with_as_many_as_it_may_waits_and_others_do_not() {
        let lists = AtOnce::new(2);
        let (one, _two) = (lists.begin(holder(1)).unwrap(), lists.begin(holder(1)).unwrap());
        assert_eq!(problem(lists.begin(holder(1))), Some(Problem::TooManyRequests));
        let _others = lists.begin(holder(2)).unwrap();
        drop(one);
        let _again = lists.begin(holder(1)).unwrap();
    }

    #[test]
    fn there_are_only_so_many_in_all() {
        let lists = AtOnce::new(1);
        let mut all: Vec<_> = (0..IN_ALL as u128).map(|n| lists.begin(holder(n)).unwrap()).collect();
        assert_eq!(problem(lists.begin(holder(999))), Some(Problem::Unavailable));
        all.pop();
        assert!(lists.begin(holder(999)).is_ok());
    }
}
