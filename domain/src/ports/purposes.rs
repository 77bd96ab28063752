//! The catalogue of purposes: changing it takes two people. Reading it is everybody's ([`super::StudiesPort::purposes`]).

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::failure::Failure;
use crate::id::PurposeDraftId;
use crate::purpose::draft::{Change, Draft, Field, Flaw};
use crate::purpose::{Catalogue, PurposeCode};
use async_trait::async_trait;

/// What a version changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The purpose came into the catalogue.
    New,
    /// People may not refuse it any more.
    Exempted,
    /// Its exemption is over: people may refuse it again.
    Lapsed,
}

impl Event {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::New, Self::Exempted, Self::Lapsed];

    /// As it is stored; the key of its words is `catalogue-event-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Exempted => "exempted",
            Self::Lapsed => "lapsed",
        }
    }

    /// The event with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.code() == code)
    }
}

/// A version after the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 2.
    pub number: u32,
    /// Which purpose changed.
    pub code: PurposeCode,
    /// How.
    pub event: Event,
    /// When.
    pub at: Timestamp,
}

/// A change that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Names it in forms.
    pub id: PurposeDraftId,
    /// As it was typed.
    pub draft: Draft,
    /// Whether the actor wrote it: then somebody else publishes it.
    pub own: bool,
    /// When it was sent.
    pub saved_at: Timestamp,
    /// What it would change now, or what is wrong with it since.
    pub examined: Result<Change, Vec<(Field, Flaw)>>,
}

/// The catalogue, as those who keep it see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// As it holds.
    pub catalogue: Catalogue,
    /// Its versions after the first, newest first; the last 50.
    pub versions: Vec<Version>,
    /// What waits, longest waiting first.
    pub waiting: Vec<Waiting>,
}

/// Changing the catalogue.
#[async_trait]
pub trait PurposesPort: Send + Sync {
    /// The catalogue with what waits.
    async fn work(&self, actor: &Actor) -> Result<Work, Failure>;
    /// What is wrong with a draft now, in the order of the form; nothing: it could be proposed.
    async fn flaws(&self, actor: &Actor, draft: &Draft) -> Result<Vec<(Field, Flaw)>, Failure>;
    /// Proposes a change. Nothing of it holds yet.
    async fn propose(&self, actor: &Actor, draft: Draft) -> Result<PurposeDraftId, Failure>;
    /// Throws one's own proposal away.
    async fn discard(&self, actor: &Actor, id: PurposeDraftId) -> Result<(), Failure>;
    /// Publishes what somebody else proposed: the next version, from this moment on.
    async fn publish(&self, actor: &Actor, id: PurposeDraftId) -> Result<(), Failure>;
}
