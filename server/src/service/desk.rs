//! The desk, for one person at a time: look-ups, and what is done in them.
//!
//! Every step asks for the living look-up of the very member of staff who acts; nothing here takes a subject from outside.

mod entering;
pub(crate) mod facts;
mod finding;
pub(crate) mod in_view;
mod proofing;
mod seen;
mod viewing;

use crate::service::Core;
use crate::service::choices::ChoicesService;
use crate::store::look_up_scratch;
use async_trait::async_trait;
use domain::actor::Actor;
use domain::clock::Timestamp;
use domain::desk::Telling;
use domain::disclosure::Page;
use domain::failure::Failure;
use domain::id::LookUpId;
use domain::log::Position;
use domain::ports::desk::{DeskLetter, DeskReceipt, LookSeen, LookUpBy, Looked, NumberKind, WaitingLook};
use domain::ports::{Decided, DeskPort};

/// The desk.
#[derive(Clone)]
pub struct DeskService {
    core: Core,
    choices: ChoicesService,
}

impl DeskService {
    /// The desk of this installation.
    #[must_use]
    pub fn new(core: Core, choices: ChoicesService) -> Self {
        Self { core, choices }
    }

    /// Removes what ended look-ups kept for a step later.
    ///
    /// # Errors
    /// The database cannot be reached; the next call goes on.
    pub async fn tidy(&self) -> Result<(), Failure> {
        let (db, now) = (self.core.store.db(), self.core.now());
        Ok(look_up_scratch::remove_ended(db, now).await?)
    }
}

#[async_trait]
impl DeskPort for DeskService {
    async fn number_kinds(&self, actor: &Actor) -> Result<Vec<NumberKind>, Failure> {
        finding::number_kinds(&self.core, actor).await
    }

    async fn typed(&self, actor: &Actor) -> Result<Option<LookUpBy>, Failure> {
        finding::typed(&self.core, actor).await
    }

    async fn look_up(&self, actor: &Actor, by: LookUpBy) -> Result<LookUpId, Failure> {
        finding::look_up(&self.core, actor, &by).await
    }

    async fn create(&self, actor: &Actor, id: LookUpId) -> Result<(), Failure> {
        finding::create(&self.core, actor, id).await
    }

    async fn person(&self, actor: &Actor, id: LookUpId) -> Result<Looked, Failure> {
        viewing::person(&self.core, actor, id).await
    }

    async fn close(&self, actor: &Actor, id: LookUpId) -> Result<(), Failure> {
        in_view::close(&self.core, actor, id).await
    }

    async fn waiting(&self, actor: &Actor) -> Result<Vec<WaitingLook>, Failure> {
        finding::waiting(&self.core, actor).await
    }

    async fn let_look(&self, actor: &Actor, id: LookUpId, yes: bool) -> Result<(), Failure> {
        finding::let_look(&self.core, actor, id, yes).await
    }

    async fn decide(&self, actor: &Actor, id: LookUpId, telling: Telling, key: Option<String>) -> Result<Decided, Failure> {
        entering::decide(&self.core, &self.choices, actor, id, telling, key).await
    }

    async fn receipt(&self, actor: &Actor, id: LookUpId, at: Position) -> Result<Option<DeskReceipt>, Failure> {
        entering::receipt(&self.core, &self.choices, actor, id, at).await
    }

    async fn open_history(&self, actor: &Actor, id: LookUpId, reason: &str) -> Result<(), Failure> {
        viewing::open_history(&self.core, actor, id, reason).await
    }

    async fn raise_level(&self, actor: &Actor, id: LookUpId, proofs: [&str; 2]) -> Result<(), Failure> {
        proofing::raise_level(&self.core, actor, id, proofs).await
    }

    async fn issue_letter(&self, actor: &Actor, id: LookUpId) -> Result<(), Failure> {
        proofing::issue_letter(&self.core, actor, id).await
    }

    async fn letter(&self, actor: &Actor, id: LookUpId) -> Result<Option<DeskLetter>, Failure> {
        proofing::letter(&self.core, actor, id).await
    }

    async fn protect(&self, actor: &Actor, id: LookUpId, reason: &str) -> Result<(), Failure> {
        facts::protect(&self.core, actor, id, reason).await
    }

    async fn deceased(&self, actor: &Actor, id: LookUpId, day: &str, sources: [&str; 2]) -> Result<(), Failure> {
        facts::deceased(&self.core, actor, id, day, sources).await
    }

    async fn looked(&self, actor: &Actor, before: Option<LookUpId>) -> Result<Page<LookSeen, LookUpId>, Failure> {
        seen::looked(&self.core, actor, before).await
    }

    async fn last_look(&self, actor: &Actor) -> Result<Option<Timestamp>, Failure> {
        seen::last_look(&self.core, actor).await
    }
}
