//! What somebody typed into a form that was refused.

use crate::actor::Actor;
use crate::failure::Failure;
use crate::form_draft::{Place, Typed};
use async_trait::async_trait;

/// Forms that came back: each draft is its author's alone.
#[async_trait]
pub trait FormDraftsPort: Send + Sync {
    /// Keeps what was typed there; what was kept before gives way.
    async fn keep(&self, actor: &Actor, place: Place, typed: &Typed) -> Result<(), Failure>;
    /// What the actor typed there and was refused, while it is kept.
    async fn typed(&self, actor: &Actor, place: Place) -> Result<Option<Typed>, Failure>;
    /// It was taken: nothing has to come back any longer.
    async fn forget(&self, actor: &Actor, place: Place) -> Result<(), Failure>;
}
