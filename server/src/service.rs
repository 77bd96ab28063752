//! What the product does, one file per noun: may they → load → decide → save → answer. No HTTP type is known here.

pub mod activations;
pub mod alarms;
pub mod approvals;
pub mod audit;
pub mod checks;
pub mod choices;
pub mod clients;
pub mod conflicts;
pub mod contact;
pub mod desk;
pub mod disclosures;
pub mod erasures;
pub mod form_drafts;
pub mod holder;
pub mod holders;
pub mod identity;
pub mod inquiries;
pub mod leaves;
pub mod links;
pub mod log;
pub mod nodes;
pub mod people;
pub(crate) mod protection;
pub mod proxies;
pub mod purposes;
pub mod refusals;
pub mod register;
pub mod reviews;
pub mod status;
pub mod studies;
pub mod table;
pub mod tokens;
pub mod uses;
pub mod written_behind;

use crate::config::Config;
use crate::keys::Keys;
use crate::log::soundness::Soundness;
use crate::store::log::{LockedHead, lock};
use crate::store::{Store, Tx};
use domain::clock::{Clock, Random, Timestamp};
use domain::failure::Failure;
use std::sync::Arc;

/// What every service works with.
#[derive(Clone)]
pub struct Core {
    /// The configuration.
    pub config: Arc<Config>,
    /// The keys.
    pub keys: Arc<Keys>,
    /// The store.
    pub store: Store,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// Whether the log is signed.
    pub soundness: Soundness,
}

#[cfg(test)]
impl Core {
    /// One for the tests of a single part: as configured by default, with keys of its own, over that store.
    pub(crate) fn over(store: &Store) -> Self {
        use crate::machine::{SystemClock, SystemRandom};
        Self {
            config: Arc::new(Config::defaults().unwrap()),
            keys: Arc::new(Keys::random(&SystemRandom)),
            store: store.clone(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            soundness: Soundness::default(),
        }
    }
}

impl Core {
    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether the database has the schema this program was built for.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn schema_is_current(&self) -> Result<bool, Failure> {
        self.store.ping().await?;
        Ok(self.store.is_current().await?)
    }

    /// Takes the head of the log, for whoever enters anything: not while the log is not signed.
    ///
    /// # Errors
    /// The log is not sound, or the database cannot be reached.
    pub async fn lock_log(&self, tx: &Tx) -> Result<LockedHead, Failure> {
        self.soundness.sound()?;
        Ok(lock(tx).await?)
    }
}
