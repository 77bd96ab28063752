//! The desk, for one person at a time.

use crate::account::Level;
use crate::actor::Actor;
use crate::choice::{Choices, Decision};
use crate::clock::Timestamp;
use crate::code::ActivationCode;
use crate::desk::{Act, Facts, FoundBy, Telling, WaitsFor};
use crate::disclosure::{Page, UseView};
use crate::failure::Failure;
use crate::id::{InquiryId, LookUpId};
use crate::log::Position;
use crate::log::receipt::Receipt;
use crate::ports::{Decided, QrCode};
use crate::purpose::Catalogue;
use crate::study::Study;
use crate::words::Words;
use async_trait::async_trait;

/// Whom a member of staff looks for, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LookUpBy {
    /// The system of the number.
    pub system: String,
    /// The number.
    pub value: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// Why. The person will read it.
    pub reason: String,
}

/// A kind of number by which people can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberKind {
    /// Its system.
    pub system: String,
    /// Whose own numbers they are; `None`: the system says it.
    pub holder: Option<Words>,
}

/// A look-up, as its member of staff sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUpHead {
    /// Its id.
    pub id: LookUpId,
    /// Why.
    pub reason: String,
    /// How the person was found.
    pub found_by: FoundBy,
    /// The inquiry that opened it.
    pub inquiry: Option<InquiryId>,
    /// When it was made.
    pub at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// What a look-up led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// Nobody has that number and birth date.
    Nobody(LookUpHead),
    /// A second member of staff has to let the first one look.
    Waiting(LookUpHead, WaitsFor),
    /// The person.
    Person(Box<PersonView>),
}

/// What the desk sees of a person: what holds and how it came about, not what the records were used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    /// The look-up.
    pub head: LookUpHead,
    /// The level of the person's account, if there is one.
    pub account: Option<Level>,
    /// How many other subjects are known to be this person.
    pub linked: usize,
    /// Whether they are protected, whether they died.
    pub facts: Facts,
    /// What holds.
    pub choices: Choices,
    /// Every purpose there is.
    pub catalogue: Catalogue,
    /// The latest decisions, newest first.
    pub decisions: Vec<Decision>,
    /// The published studies that those name.
    pub studies: Vec<Study>,
    /// The use that was asked about; after the history was opened with a reason of its own, the latest uses. As the person
    /// sees them: generic ones as generic, hidden ones never.
    pub uses: Vec<UseView>,
    /// Whether the history was opened.
    pub history_open: bool,
    /// What was done in this look-up.
    pub acts: Vec<(Act, Timestamp)>,
    /// The position of the last decision that was entered in it.
    pub entered: Option<Position>,
    /// Whether a letter waits to be printed.
    pub letter: bool,
}

/// A decision as its receipt is printed at the desk, for whoever has no account and yet wants to verify it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskReceipt {
    /// The decision.
    pub decided: Decided,
    /// The study that it names, if it names one.
    pub study: Option<Study>,
    /// Its proof.
    pub proof: Receipt,
}

/// A letter with a code, while it can be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskLetter {
    /// The code.
    pub code: ActivationCode,
    /// A QR code of the address behind which the code stands, never sent to anybody.
    pub qr: QrCode,
    /// Until when it opens an account.
    pub expires_at: Timestamp,
    /// What every address begins with.
    pub base_url: String,
}

/// A look-up that waits for a second member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingLook {
    /// Its id.
    pub id: LookUpId,
    /// Why the first one asks.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// Why it waits.
    pub waits_for: WaitsFor,
}

/// What was done in a look-up, as the person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActSeen {
    /// What.
    pub act: Act,
    /// When.
    pub at: Timestamp,
    /// A reason of its own.
    pub reason: Option<String>,
    /// The decision, where one was entered.
    pub decision: Option<Position>,
}

/// A look of the desk, as the person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookSeen {
    /// Its id.
    pub id: LookUpId,
    /// When.
    pub at: Timestamp,
    /// How the person was found.
    pub found_by: FoundBy,
    /// Why.
    pub reason: String,
    /// Whether anything was shown: for a protected person only after a second member of staff agreed.
    pub shown: bool,
    /// What was done.
    pub acts: Vec<ActSeen>,
}

/// The desk, for one person at a time.
#[async_trait]
pub trait DeskPort: Send + Sync {
    /// The kinds of numbers by which people can be found.
    async fn number_kinds(&self, actor: &Actor) -> Result<Vec<NumberKind>, Failure>;
    /// What the actor typed into a form that was refused in the last minutes.
    async fn typed(&self, actor: &Actor) -> Result<Option<LookUpBy>, Failure>;
    /// Looks for one person. Whether somebody was found is told by [`Self::person`].
    async fn look_up(&self, actor: &Actor, by: LookUpBy) -> Result<LookUpId, Failure>;
    /// Makes known the person who was not found. A second time changes nothing.
    async fn create(&self, actor: &Actor, id: LookUpId) -> Result<(), Failure>;
    /// What the look-up led to, while it lasts.
    async fn person(&self, actor: &Actor, id: LookUpId) -> Result<Looked, Failure>;
    /// Closes it. A second time changes nothing.
    async fn close(&self, actor: &Actor, id: LookUpId) -> Result<(), Failure>;
    /// Looks of others that wait for a second member of staff, oldest first.
    async fn waiting(&self, actor: &Actor) -> Result<Vec<WaitingLook>, Failure>;
    /// Lets another member of staff look at a protected person, or does not.
    async fn let_look(&self, actor: &Actor, id: LookUpId, yes: bool) -> Result<(), Failure>;

    /// Enters what the person said. The same key with the same body gives the same decision again.
    async fn decide(&self, actor: &Actor, id: LookUpId, telling: Telling, key: Option<String>) -> Result<Decided, Failure>;
    /// A decision of the person who was looked up, for the printed receipt.
    async fn receipt(&self, actor: &Actor, id: LookUpId, at: Position) -> Result<Option<DeskReceipt>, Failure>;
    /// Opens the history with a reason of its own.
    async fn open_history(&self, actor: &Actor, id: LookUpId, reason: &str) -> Result<(), Failure>;
    /// Two kinds of proof were shown at the counter: the account's level becomes 2.
    async fn raise_level(&self, actor: &Actor, id: LookUpId, proofs: [&str; 2]) -> Result<(), Failure>;
    /// Makes a code for the person, to be printed and handed over.
    async fn issue_letter(&self, actor: &Actor, id: LookUpId) -> Result<(), Failure>;
    /// The letter, while the look-up lasts.
    async fn letter(&self, actor: &Actor, id: LookUpId) -> Result<Option<DeskLetter>, Failure>;
    /// Puts the person under protection, at once.
    async fn protect(&self, actor: &Actor, id: LookUpId, reason: &str) -> Result<(), Failure>;
    /// Writes a death down.
    async fn deceased(&self, actor: &Actor, id: LookUpId, day: &str, sources: [&str; 2]) -> Result<(), Failure>;

    /// Who at the desk looked at the signed-in person, newest first.
    async fn looked(&self, actor: &Actor, before: Option<LookUpId>) -> Result<Page<LookSeen, LookUpId>, Failure>;
    /// When somebody last did.
    async fn last_look(&self, actor: &Actor) -> Result<Option<Timestamp>, Failure>;
}
