//! Whether the log is signed. One answer for the whole node: what the publisher finds keeps everybody from entering anything.

use domain::failure::Failure;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What keeps the log from being signed, if anything does. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Soundness(Arc<Mutex<Option<String>>>);

impl Soundness {
    /// Whether anything may be entered: what is not signed is acknowledged to nobody.
    ///
    /// # Errors
    /// The fault that was found, until the log is looked at again and is sound.
    pub fn sound(&self) -> Result<(), Failure> {
        match &*self.fault() {
            None => Ok(()),
            Some(fault) => Err(Failure::Unavailable(fault.clone())),
        }
    }

    /// Remembers a fault; whether it is another than before.
    pub(super) fn found(&self, fault: &str) -> bool {
        self.fault().replace(fault.to_owned()).as_deref() != Some(fault)
    }

    /// Forgets the fault; whether there was one.
    pub(super) fn mended(&self) -> bool {
        self.fault().take().is_some()
    }

    fn fault(&self) -> MutexGuard<'_, Option<String>> {
        // A text is replaced whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
