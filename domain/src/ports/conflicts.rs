//! Uses that went against a choice, for those who answer for them.

use crate::actor::Actor;
use crate::disclosure::Page;
use crate::disclosure::case::{CaseNote, ConflictLine, Incident, IncidentView};
use crate::disclosure::report::Before;
use crate::failure::Failure;
use crate::id::{ConflictId, DisclosureId};
use async_trait::async_trait;

/// Conflicts and incidents.
#[async_trait]
pub trait ConflictsPort: Send + Sync {
    /// The conflicts of the holder's own reports, newest first.
    async fn of_holder(&self, actor: &Actor, before: Option<Before<ConflictId>>)
    -> Result<Page<ConflictLine, Before<ConflictId>>, Failure>;
    /// The holder answers one of them; `for_all`: every conflict of the same report that is still open.
    async fn answer(&self, actor: &Actor, id: ConflictId, text: &str, for_all: bool) -> Result<(), Failure>;
    /// Disclosures with conflicts, newest report first. `only_open`: those that somebody still owes something.
    async fn incidents(
        &self,
        actor: &Actor,
        only_open: bool,
        before: Option<DisclosureId>,
    ) -> Result<Page<Incident, DisclosureId>, Failure>;
    /// One of them.
    async fn incident(&self, actor: &Actor, id: DisclosureId) -> Result<Option<IncidentView>, Failure>;
    /// The desk writes something about an incident; `closes`: that was it, for this reason.
    async fn note(&self, actor: &Actor, id: DisclosureId, text: &str, closes: bool) -> Result<(), Failure>;
    /// What was said about the person's own conflict in that disclosure, oldest first. Nothing where none may be told.
    async fn told(&self, actor: &Actor, id: DisclosureId) -> Result<Vec<CaseNote>, Failure>;
}
