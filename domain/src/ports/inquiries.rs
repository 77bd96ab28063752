//! What a person asks the desk, and how the desk works on it.

use crate::actor::Actor;
use crate::disclosure::Page;
use crate::failure::Failure;
use crate::id::{InquiryId, LookUpId};
use crate::inquiry::{Asking, Case, Inquiry, Listed, Queued};
use async_trait::async_trait;

/// The person's inquiries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InquiriesView {
    /// Newest first.
    pub listed: Page<Listed, InquiryId>,
    /// What the person asked and was refused.
    pub draft: Option<String>,
}

/// The queue of the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// What this member of staff took and has not closed, oldest first.
    pub mine: Vec<Queued>,
    /// What waits for anybody, oldest first.
    pub waiting: Page<Queued, InquiryId>,
}

/// Asking and answering. A text that is refused is kept for its author, sealed, and comes back with the form it was in.
#[async_trait]
pub trait InquiriesPort: Send + Sync {
    /// Asks. The same key with the same text gives the same inquiry again; with another text it is a
    /// [`crate::failure::Problem::KeyReused`].
    async fn ask(&self, actor: &Actor, asking: Asking) -> Result<InquiryId, Failure>;
    /// The person's own inquiries.
    async fn inquiries(&self, actor: &Actor, before: Option<InquiryId>) -> Result<InquiriesView, Failure>;
    /// One of them.
    async fn inquiry(&self, actor: &Actor, id: InquiryId) -> Result<Option<Inquiry>, Failure>;
    /// Writes on. Once it was answered, it waits for the desk again.
    async fn reply(&self, actor: &Actor, id: InquiryId, text: &str, key: Option<&str>) -> Result<(), Failure>;
    /// The person needs no more answer.
    async fn close(&self, actor: &Actor, id: InquiryId) -> Result<(), Failure>;

    /// What waits, after `after`, and what this member of staff took.
    async fn desk(&self, actor: &Actor, after: Option<InquiryId>) -> Result<Queue, Failure>;
    /// Takes one: of two who try, one gets it, the other [`crate::failure::Problem::AlreadyDone`]. Opens the asker's view to
    /// whoever takes it, which the asker sees.
    async fn take(&self, actor: &Actor, id: InquiryId) -> Result<(), Failure>;
    /// Puts it back into the queue.
    async fn give_back(&self, actor: &Actor, id: InquiryId) -> Result<(), Failure>;
    /// Reads it; nobody but its taker can.
    async fn case(&self, actor: &Actor, id: InquiryId) -> Result<Option<Case>, Failure>;
    /// Opens the asker's view once more, after the one before has ended.
    async fn look(&self, actor: &Actor, id: InquiryId) -> Result<LookUpId, Failure>;
    /// Answers.
    async fn answer(&self, actor: &Actor, id: InquiryId, text: &str, key: Option<&str>) -> Result<(), Failure>;
    /// Nothing more is to be said.
    async fn close_case(&self, actor: &Actor, id: InquiryId) -> Result<(), Failure>;
}
