//! Looking again at what persons do not see of uses of their records.

use crate::actor::Actor;
use crate::disclosure::review::{DueReport, Review, ReviewRow};
use crate::failure::Failure;
use crate::id::DisclosureId;
use async_trait::async_trait;

/// Reviews of what is not shown.
#[async_trait]
pub trait ReviewsPort: Send + Sync {
    /// The holder's own reports with rows whose review is due within thirty days or overdue, the most urgent first.
    async fn due(&self, actor: &Actor) -> Result<Vec<DueReport>, Failure>;
    /// The rows of an own report of which the person does not see everything, the most urgent first; the first hundred.
    async fn of_report(&self, actor: &Actor, id: DisclosureId) -> Result<Vec<ReviewRow>, Failure>;
    /// Says what was found for some of them: a new entry, the old one stays. Of a row that reached several persons none sees the
    /// details by a review, as when it is reported.
    async fn review(&self, actor: &Actor, id: DisclosureId, review: Review) -> Result<(), Failure>;
    /// Reports of anybody whose reviews are overdue, the longest first, for the desk; never a row or a person.
    async fn overdue(&self, actor: &Actor) -> Result<Vec<DueReport>, Failure>;
}
