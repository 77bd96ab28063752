//! The register of studies: what everybody may read, and the work of those who keep it.

use crate::actor::Actor;
use crate::category::Category;
use crate::clock::Timestamp;
use crate::disclosure::Page;
use crate::failure::Failure;
use crate::id::StudyId;
use crate::purpose::Catalogue;
use crate::study::draft::{Draft, FieldError};
use crate::study::search::{RegisterCursor, Search};
use crate::study::{Registration, Study};
use crate::words::Words;
use async_trait::async_trait;

/// A study as the public register shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The study, as it stands now: one whose period has passed has ended.
    pub study: Study,
    /// Whether nobody ended it, so that a new version could still prolong it.
    pub prolongable: bool,
    /// Since when each version holds, the first one first.
    pub versions: Vec<(i32, Timestamp)>,
    /// Whether its results should have been published by now.
    pub results_overdue: bool,
}

/// A draft that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafted {
    /// The study that it is, or will be.
    pub study: StudyId,
    /// As it was typed.
    pub draft: Draft,
    /// The version that publishing it would make.
    pub version: i32,
    /// Counts up with each time it is saved: whoever publishes names the one they read.
    pub revision: i32,
    /// Whether the actor is its writer: whoever began it, or took it over last.
    pub own: bool,
    /// Whether the actor ever wrote at it: then somebody else publishes it.
    pub wrote: bool,
    /// Whether its writer left it, so that the actor may take it over.
    pub left: bool,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// What it would register, or what is wrong with it.
    pub examined: Result<Registration, Vec<FieldError>>,
}

/// What lies on a registrar's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The actor's own drafts, saved last first.
    pub own: Vec<Drafted>,
    /// Other people's drafts that are complete, longest waiting first.
    pub waiting: Vec<Drafted>,
    /// Other people's drafts that were left, complete or not.
    pub left: Vec<Drafted>,
}

/// One study, as those who keep the register see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// As it is registered now, once it is.
    pub entry: Option<Entry>,
    /// What waits to be published, if anything does.
    pub draft: Option<Drafted>,
    /// The purposes that a study may have.
    pub catalogue: Catalogue,
    /// The kinds of records that it may use.
    pub categories: Vec<Category>,
}

/// A draft that is being saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saving {
    /// The study that it changes; `None`: a new one.
    pub study: Option<StudyId>,
    /// As it was typed.
    pub draft: Draft,
    /// The key of the form for a new one: the same form sent twice is one draft.
    pub key: Option<String>,
}

/// The register of studies.
#[async_trait]
pub trait RegisterPort: Send + Sync {
    /// Published studies, newest first.
    async fn search(&self, actor: &Actor, search: &Search, before: Option<RegisterCursor>) -> Result<Page<Entry, RegisterCursor>, Failure>;
    /// One of them.
    async fn entry(&self, actor: &Actor, id: StudyId) -> Result<Option<Entry>, Failure>;
    /// Every kind of record there is.
    async fn categories(&self, actor: &Actor) -> Result<Vec<Category>, Failure>;

    /// The drafts that wait for the actor, as writer or as second person.
    async fn table(&self, actor: &Actor) -> Result<Table, Failure>;
    /// A study with its draft. Without an id: the empty table for a new one.
    async fn work(&self, actor: &Actor, id: Option<StudyId>) -> Result<Option<Work>, Failure>;
    /// Keeps a draft, complete or not; one that names a prohibited purpose is refused. Only its writer may change it.
    async fn save(&self, actor: &Actor, saving: Saving) -> Result<StudyId, Failure>;
    /// Throws one's own draft away. What is published stays.
    async fn discard(&self, actor: &Actor, id: StudyId) -> Result<(), Failure>;
    /// Takes over a draft that its writer left. From then on neither of the two publishes it.
    async fn take_over(&self, actor: &Actor, id: StudyId) -> Result<(), Failure>;
    /// Publishes what somebody else wrote, in the revision that was read.
    async fn publish(&self, actor: &Actor, id: StudyId, revision: i32) -> Result<(), Failure>;
    /// The study is over: no check for it is answered from now on.
    async fn end(&self, actor: &Actor, id: StudyId) -> Result<(), Failure>;
    /// Whoever used the records of an ended study has deleted them: everybody whose records they were sees it.
    async fn deleted(&self, actor: &Actor, id: StudyId) -> Result<(), Failure>;
    /// Says where a study's results are published.
    async fn results(&self, actor: &Actor, id: StudyId, results: Words) -> Result<(), Failure>;
}
