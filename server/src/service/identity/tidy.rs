//! Clearing away what is too old to count: it is refused by its age already, this only keeps the tables small.

use crate::service::Core;
use crate::store::{ceremonies, sessions};
use domain::failure::Failure;

/// How many rows one statement removes, and how many statements one round has for a table: a lock is never held long.
const BATCH: u64 = 500;
const BATCHES: u64 = 20;

/// Removes expired ceremonies and sessions. Meant to run each minute; what one round leaves
/// is for the next.
///
/// # Errors
/// The store cannot be reached; the next round goes on.
pub async fn tidy(core: &Core) -> Result<(), Failure> {
    let (db, now) = (core.store.db(), core.now());
    for _ in 0..BATCHES {
        if ceremonies::remove_expired(db, now, BATCH).await? < BATCH {
            break;
        }
    }
    for _ in 0..BATCHES {
        if sessions::remove_expired(db, now, BATCH).await? < BATCH {
            break;
        }
    }
    Ok(())
}
