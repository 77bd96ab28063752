//! The holder's own pages: its programs and their keys, the letters it hands out, its numbers.

use crate::actor::Actor;
use crate::check::RawIdentifier;
use crate::clock::Timestamp;
use crate::code::ActivationCode;
use crate::failure::Failure;
use crate::holder::{ClientScope, Holder};
use crate::id::{LettersId, RequestId};
use crate::statistics::{Month, What};
use crate::study::Study;
use async_trait::async_trait;
use std::collections::BTreeSet;

/// A program of the holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientView {
    /// Its `client_id`.
    pub id: String,
    /// What the holder's people call it.
    pub name: String,
    /// What it may do at most.
    pub scopes: BTreeSet<ClientScope>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was shut out.
    pub revoked_at: Option<Timestamp>,
    /// The keys with which it proves who it is, oldest first.
    pub keys: Vec<KeyView>,
}

/// A public key of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
    /// Its name, `kid`.
    pub kid: String,
    /// What it signs with: `ES384` or `RS384`.
    pub alg: &'static str,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
}

/// The programs of a holder, and where they get their tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientsView {
    /// All of them, newest first.
    pub clients: Vec<ClientView>,
    /// The audience of their assertions.
    pub token_endpoint: String,
    /// What every address begins with.
    pub base_url: String,
}

/// A program that is to be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProgram {
    /// What the holder's people call it.
    pub name: String,
    /// What it may do at most.
    pub scopes: BTreeSet<ClientScope>,
    /// Its public keys, as a JWKS.
    pub jwks: String,
}

/// A code that a holder's program asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The code, in clear for the only time.
    pub code: ActivationCode,
    /// Until when it opens an account.
    pub expires_at: Timestamp,
}

/// Whom letters are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipients {
    /// One person: kind of number, number, birth date, as they were typed.
    One {
        /// The holder's own number, rather than an insured number.
        own_number: bool,
        /// The number.
        number: String,
        /// The birth date.
        birth_date: String,
    },
    /// A list with a header row.
    List(Vec<u8>),
}

/// One letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The row of the list that it was made for, counted from 1 without the header.
    pub row: usize,
    /// The holder's own number of the person, where it was given: so that the letter finds its envelope.
    pub own_number: Option<String>,
    /// The code, grouped.
    pub code: String,
    /// A QR code of the address behind which the code stands, never sent to anybody.
    pub qr: QrCode,
}

/// Why a row got no letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowFault {
    /// A number does not follow its grammar.
    InvalidIdentifier,
    /// Its system is none that this holder may use.
    UnknownSystem,
    /// There is no number at all.
    NoNumber,
    /// The birth date is none, or one that nobody alive has.
    InvalidDate,
    /// An earlier row is the same person.
    Duplicate,
}

impl RowFault {
    /// Every fault.
    pub const ALL: [Self; 5] = [Self::InvalidIdentifier, Self::UnknownSystem, Self::NoNumber, Self::InvalidDate, Self::Duplicate];

    /// The key of its words is `letters-fault-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidIdentifier => "invalid-identifier",
            Self::UnknownSystem => "unknown-system",
            Self::NoNumber => "no-number",
            Self::InvalidDate => "invalid-date",
            Self::Duplicate => "duplicate",
        }
    }
}

/// A row that got no letter.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FaultyRow {
    /// Which row, counted from 1 without the header.
    pub row: usize,
    /// What is wrong with it.
    pub fault: RowFault,
    /// Whether a number of the holder's own was meant, rather than an insured number.
    pub own_number: bool,
    /// The number, as it was typed.
    pub number: String,
    /// The birth date, as it was typed.
    pub birth_date: String,
}

/// A code that waits to be printed and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayBack {
    /// Names it in addresses.
    pub id: RequestId,
    /// The number under which the holder finds the person's address.
    pub number: String,
    /// Until when the code can be used.
    pub until: Timestamp,
}

/// The letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayBackLetter {
    /// Which it is.
    pub of: WayBack,
    /// Who sends it.
    pub holder: Holder,
    /// The code, in groups.
    pub code: String,
    /// The address at which it is entered, with the code behind its #.
    pub qr: QrCode,
    /// What every address begins with.
    pub base_url: String,
}

/// Letters that were made together, as long as they can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LettersView {
    /// Which they are.
    pub id: LettersId,
    /// Whose word they are.
    pub holder: Holder,
    /// One for each good row.
    pub letters: Vec<Letter>,
    /// The others.
    pub faulty: Vec<FaultyRow>,
    /// When they were made.
    pub made_at: Timestamp,
    /// Until when the codes open an account.
    pub expires_at: Timestamp,
    /// Until when this can be read.
    pub shown_until: Timestamp,
    /// What every address begins with.
    pub base_url: String,
}

/// A QR code as a drawing: dark squares of one unit in a field of so many units, with its quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrCode {
    /// How many units it is wide and high.
    pub size: u32,
    /// The path of an SVG.
    pub path: String,
}

/// What hangs in the waiting room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poster {
    /// Whose.
    pub holder: Holder,
    /// Where it leads.
    pub base_url: String,
    /// The same to look at with a phone.
    pub qr: QrCode,
}

/// What a holder did, month by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// The present month and the eleven before it, newest first.
    pub months: Vec<Month>,
    /// What was counted in them; what is not there is none.
    pub counts: Vec<(Month, What, u64)>,
    /// The studies that are named among them.
    pub studies: Vec<Study>,
    /// How many rows of checks said that the person has no insured number, ever.
    pub attested: u64,
}

/// The head of the holder's own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolderHome {
    /// Which organisation it is.
    pub holder: Holder,
    /// When it joined.
    pub joined_at: Timestamp,
    /// How many programs it has that are not shut out.
    pub clients: usize,
    /// Whether anything was ever counted for it.
    pub did_something: bool,
}

/// The holder's own pages.
#[async_trait]
pub trait HolderPort: Send + Sync {
    /// The head of its page.
    async fn home(&self, actor: &Actor) -> Result<HolderHome, Failure>;

    /// Its programs.
    async fn clients(&self, actor: &Actor) -> Result<ClientsView, Failure>;
    /// Registers a program and answers its `client_id`. The same name with the same keys is the same program.
    async fn register_client(&self, actor: &Actor, new: NewProgram) -> Result<String, Failure>;
    /// Adds public keys to a program; those it has stay good.
    async fn add_keys(&self, actor: &Actor, client: &str, jwks: &str) -> Result<(), Failure>;
    /// Withdraws a key. Every access token of its program ends with it, whichever key it was got with.
    async fn revoke_key(&self, actor: &Actor, client: &str, kid: &str) -> Result<(), Failure>;
    /// Shuts a program out, at once and for good.
    async fn revoke_client(&self, actor: &Actor, client: &str) -> Result<(), Failure>;

    /// Makes one code; answers alike whether the person was known or not.
    async fn issue(&self, actor: &Actor, identifiers: &[RawIdentifier], birth_date: &str) -> Result<Issued, Failure>;
    /// Makes letters. The same form with the same key makes none twice.
    async fn write_letters(&self, actor: &Actor, to: Recipients, key: &str) -> Result<LettersId, Failure>;
    /// Letters that the actor made, as long as they can be read.
    async fn letters(&self, actor: &Actor, id: LettersId) -> Result<Option<LettersView>, Failure>;
    /// They are on paper: nobody can read them any longer.
    async fn letters_printed(&self, actor: &Actor, id: LettersId) -> Result<(), Failure>;
    /// The codes for people who lost every way in, which this holder is asked to print and send: those that nobody printed yet, oldest
    /// first.
    async fn ways_back(&self, actor: &Actor) -> Result<Vec<WayBack>, Failure>;
    /// One of them as a letter, until it was printed.
    async fn way_back(&self, actor: &Actor, id: RequestId) -> Result<Option<WayBackLetter>, Failure>;
    /// It is on paper: nobody can read it any longer.
    async fn way_back_printed(&self, actor: &Actor, id: RequestId) -> Result<(), Failure>;
    /// What hangs in the waiting room.
    async fn poster(&self, actor: &Actor) -> Result<Poster, Failure>;

    /// What it did.
    async fn statistics(&self, actor: &Actor) -> Result<Statistics, Failure>;
}
