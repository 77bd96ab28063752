//! Where a person is told, outside of the portal, that there is something new in it.

use crate::actor::Actor;
use crate::contact::{ContactView, Topics};
use crate::failure::Failure;
use crate::inquiry::Language;
use async_trait::async_trait;

/// The address, and what it is for. Every change needs a fresh passkey; where mail is not set up, no address is taken.
#[async_trait]
pub trait ContactPort: Send + Sync {
    /// What there is.
    async fn contact(&self, actor: &Actor) -> Result<ContactView, Failure>;
    /// Takes an address, and mails it a code. The address before stays until the code comes back. `language`: of the mails.
    async fn enter(&self, actor: &Actor, typed: &str, language: Language) -> Result<(), Failure>;
    /// The code from the mail: the address is right, and takes the place of the one before, which is told.
    async fn confirm(&self, actor: &Actor, code: &str) -> Result<(), Failure>;
    /// What is told there.
    async fn choose(&self, actor: &Actor, topics: Topics) -> Result<(), Failure>;
    /// Forgets the address, which is told that.
    async fn remove(&self, actor: &Actor) -> Result<(), Failure>;
}
