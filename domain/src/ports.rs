//! The operations of the product, in its own words: what pages and endpoints may ask for. The server implements them.
//!
//! Rules of every port: the actor comes first and is asked `may` before anything is read; what does not exist, or is not
//! the actor's to know of, is `Ok(None)`; time and chance belong to the implementation.

pub mod alarms;
pub mod approvals;
pub mod audit;
pub mod conflicts;
pub mod contact;
pub mod desk;
pub mod disclosures;
pub mod form_drafts;
pub mod holder;
pub mod holders;
pub mod inquiries;
pub mod log;
pub mod people;
pub mod proxies;
pub mod purposes;
pub mod register;
pub mod reviews;
pub mod status;

pub use alarms::AlarmsPort;
pub use approvals::{
    ApprovalPort, ApprovalView, Approvals, AskedFor, Asking, AskingView, BindingCode, ByPost, OtherLookUp, Particulars, StaffMember,
};
pub use audit::{AuditFilter, AuditLine, AuditPort, AuditView, Checked};
pub use conflicts::ConflictsPort;
pub use contact::ContactPort;
pub use desk::DeskPort;
pub use disclosures::DisclosuresPort;
pub use form_drafts::FormDraftsPort;
pub use holder::{
    ClientView, ClientsView, FaultyRow, HolderHome, HolderPort, Issued, KeyView, Letter, LettersView, NewProgram, Poster, QrCode,
    Recipients, RowFault, Statistics, WayBack, WayBackLetter,
};
pub use holders::{HoldersPort, Joined, Joining, NAME_LIMIT};
pub use inquiries::{InquiriesPort, InquiriesView, Queue};
pub use log::{Cosigned, LogPort, LogView, Published, WITNESSES_NEEDED, WitnessAnswer, WitnessView};
pub use people::{Colleague, Handed, Invitation, Invited, LABEL_LIMIT, Me, People, PeoplePort, WorkRole};
pub use proxies::{PeopleAround, ProxyPort, ProxyView};
pub use purposes::PurposesPort;
pub use register::RegisterPort;
pub use reviews::ReviewsPort;
pub use status::StatusPort;

use crate::account::{AccountView, Level, Standing};
use crate::actor::Actor;
use crate::check::{Answers, Asked, ListCheck, Question, TestPerson};
use crate::choice::{Channel, Choices, Decision, Scope, Stance};
use crate::clock::Timestamp;
use crate::code::RecoveryCode;
use crate::disclosure::history::{AskedCursor, ExportFormat, History, Narrowed};
use crate::disclosure::{Counted, Page, UseCursor, UseView};
use crate::failure::Failure;
use crate::id::{AccountId, CeremonyId, DisclosureId, NoticeId, PasskeyId, SessionRef, StudyId, SubjectId};
use crate::log::Position;
use crate::log::leaf::LeafHash;
use crate::purpose::Catalogue;
use crate::study::Study;
use async_trait::async_trait;
use std::sync::Arc;
use webauthn_rs_proto::{CreationChallengeResponse, PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse};

/// Everything the pages can ask for.
#[derive(Clone)]
pub struct Ports {
    /// Getting in.
    pub identity: Arc<dyn IdentityPort>,
    /// Saying no and yes.
    pub choices: Arc<dyn ChoicesPort>,
    /// What was done with the records.
    pub uses: Arc<dyn UsesPort>,
    /// What is registered.
    pub studies: Arc<dyn StudiesPort>,
    /// The catalogue of purposes, for those who keep it.
    pub purposes: Arc<dyn PurposesPort>,
    /// The register of studies, for its readers and its keepers.
    pub register: Arc<dyn RegisterPort>,
    /// What holders report.
    pub disclosures: Arc<dyn DisclosuresPort>,
    /// Uses that went against a choice.
    pub conflicts: Arc<dyn ConflictsPort>,
    /// The holder's own pages.
    pub holder: Arc<dyn HolderPort>,
    /// People of work.
    pub people: Arc<dyn PeoplePort>,
    /// The organisations that joined.
    pub holders: Arc<dyn HoldersPort>,
    /// What holders ask.
    pub checks: Arc<dyn ChecksPort>,
    /// The desk, for one person at a time.
    pub desk: Arc<dyn DeskPort>,
    /// What people ask the desk.
    pub inquiries: Arc<dyn InquiriesPort>,
    /// What takes two members of staff.
    pub approvals: Arc<dyn ApprovalPort>,
    /// Where a person is told that there is something new.
    pub contact: Arc<dyn ContactPort>,
    /// People who act for others.
    pub proxies: Arc<dyn ProxyPort>,
    /// The audit chain.
    pub audit: Arc<dyn AuditPort>,
    /// The published log.
    pub log: Arc<dyn LogPort>,
    /// Looking again at what is not shown.
    pub reviews: Arc<dyn ReviewsPort>,
    /// Signs of life after a death was written down.
    pub alarms: Arc<dyn AlarmsPort>,
    /// Whether the service works.
    pub status: Arc<dyn StatusPort>,
    /// What was typed into forms that were refused.
    pub form_drafts: Arc<dyn FormDraftsPort>,
    /// The present moment.
    pub clock: Arc<dyn crate::clock::Clock>,
}

/// A passkey that is being made: what the browser needs for `navigator.credentials.create`.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Registering {
    /// Names the ceremony; one use, five minutes.
    pub ceremony: CeremonyId,
    /// The options for the browser.
    pub challenge: CreationChallengeResponse,
}

/// A passkey that is being used: what the browser needs for `navigator.credentials.get`.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Asserting {
    /// Names the ceremony; one use, five minutes.
    pub ceremony: CeremonyId,
    /// The options for the browser.
    pub challenge: RequestChallengeResponse,
}

/// What an accepted activation code leads to.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(clippy::large_enum_variant, reason = "lives for one answer; a box would only make the wire type harder to read")
)]
pub enum Activating {
    /// Nobody has an account for this person yet: make a passkey.
    Register(Registering),
    /// The code was entered while signed in: the person's records are joined, and a second issuer raised the level.
    Joined {
        /// The account's level now, as a number.
        level: i16,
    },
}

/// Someone proved who they are: an account, ready for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// The passkey that was made or shown: the session ends with it.
    pub passkey: PasskeyId,
    /// What it may do now.
    pub standing: Standing,
}

/// Getting in, and what belongs to the sign-in.
#[async_trait]
pub trait IdentityPort: Send + Sync {
    /// Takes an activation code and the birth date written beside it. Counts wrong dates; the fifth locks the code.
    async fn begin_activation(&self, actor: &Actor, code: &str, birth_date: &str) -> Result<Activating, Failure>;
    /// Makes the account with its first passkey, and uses the code up.
    async fn finish_activation(&self, actor: &Actor, ceremony: CeremonyId, made: &RegisterPublicKeyCredential)
    -> Result<SignedIn, Failure>;

    /// Starts a sign-in without a user name.
    async fn begin_sign_in(&self, actor: &Actor) -> Result<Asserting, Failure>;
    /// Verifies it. Every cause of failure is the same [`crate::failure::Problem::PasskeyRejected`]. Signing in while
    /// signed in, with the same account, makes the passkey fresh.
    async fn finish_sign_in(&self, actor: &Actor, ceremony: CeremonyId, shown: &PublicKeyCredential) -> Result<SignedIn, Failure>;

    /// Starts one more passkey for the signed-in account. Needs a fresh passkey.
    async fn begin_passkey(&self, actor: &Actor) -> Result<Registering, Failure>;
    /// Adds it and ends the account's other sessions.
    async fn finish_passkey(&self, actor: &Actor, ceremony: CeremonyId, made: &RegisterPublicKeyCredential) -> Result<(), Failure>;
    /// Removes a passkey, never the last, and ends the account's other sessions. Needs a fresh passkey.
    async fn remove_passkey(&self, actor: &Actor, passkey: PasskeyId) -> Result<(), Failure>;

    /// Makes a new printed recovery code; the one before is void. Needs a fresh passkey.
    async fn issue_recovery_code(&self, actor: &Actor) -> Result<(), Failure>;
    /// The code just made, for the ten minutes in which it may be read and printed.
    async fn recovery_code_to_print(&self, actor: &Actor) -> Result<Option<RecoveryCode>, Failure>;
    /// The person keeps it: it is not shown again.
    async fn recovery_code_kept(&self, actor: &Actor) -> Result<(), Failure>;

    /// Takes a printed recovery code and starts a new passkey for its account.
    async fn begin_recovery(&self, actor: &Actor, code: &str) -> Result<Registering, Failure>;
    /// Completes the recovery: the code is used up, every session ends, the old passkeys can only cancel it.
    async fn finish_recovery(&self, actor: &Actor, ceremony: CeremonyId, made: &RegisterPublicKeyCredential) -> Result<SignedIn, Failure>;
    /// With an old passkey: the recovery's passkey and sessions go, the old passkeys are good again.
    async fn cancel_recovery(&self, actor: &Actor) -> Result<(), Failure>;

    /// Leaves: passkeys, sessions and what else opens or tells of the account goes, for good; what was decided stands, and the
    /// person may activate again one day. Needs a fresh passkey, and is not possible in the day after a recovery: an earlier
    /// passkey must still be able to cancel that.
    async fn leave(&self, actor: &Actor) -> Result<(), Failure>;

    /// The account page.
    async fn account(&self, actor: &Actor) -> Result<AccountView, Failure>;
    /// Ends one of the account's own sessions.
    async fn end_session(&self, actor: &Actor, session: SessionRef) -> Result<(), Failure>;
    /// The person puts themselves under protection: at once, without a passkey shown just now. Only the desk lifts it.
    async fn protect(&self, actor: &Actor) -> Result<(), Failure>;
    /// The person has read a notice.
    async fn notice_seen(&self, actor: &Actor, notice: NoticeId) -> Result<(), Failure>;
}

/// The session of the request at hand: one exists per request, made by the server.
#[async_trait]
pub trait SessionPort: Send + Sync {
    /// Starts a session with a new id for someone who just signed in; what was before it ends.
    async fn begin(&self, who: SignedIn) -> Result<(), Failure>;
    /// Whether it still stands for whoever began it: it ends with its passkey.
    async fn holds(&self) -> Result<bool, Failure>;
    /// When it ends however busy it is; `None`: there is none.
    async fn latest_end(&self) -> Result<Option<Timestamp>, Failure>;
    /// Remembers whom its owner put into view; `None`: themselves.
    async fn view(&self, subject: Option<SubjectId>) -> Result<(), Failure>;
    /// Ends it. Everything that shows its cookie from now on is nobody.
    async fn end(&self) -> Result<(), Failure>;
}

/// A decision as it was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub decision: Decision,
    /// Its leaf hash, which the log will show.
    pub leaf_hash: LeafHash,
    /// The version of the catalogue of purposes that was shown with it, kept beside the leaf; unknown where that was not kept.
    pub catalogue: Option<u32>,
}

/// What a form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choosing {
    /// About what.
    pub scope: Scope,
    /// What is said.
    pub stance: Stance,
    /// How it reached us.
    pub channel: Channel,
    /// The person for whom the form was made; another one in view now is a [`crate::failure::Problem::WrongPerson`]. `None`: one's
    /// own choice, which is no choice for somebody else who happens to be in view.
    pub made_for: Option<SubjectId>,
    /// The form's idempotency key; `None`: a new decision each time.
    pub key: Option<String>,
}

/// What one study on the choices page offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyChoice {
    /// The study.
    pub study: Study,
    /// Whether the choices permit it now.
    pub permitted: bool,
    /// Whether the law exempts it from refusal.
    pub exempt: bool,
}

/// The choices page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoicesView {
    /// Whose choices they are.
    pub subject: SubjectId,
    /// What holds.
    pub choices: Choices,
    /// Every purpose there is.
    pub catalogue: Catalogue,
    /// The studies that used this person's records (full display only), newest use first; the last 50.
    pub studies: Vec<StudyChoice>,
    /// For scopes that only level 2 may allow again, because the refusal is not this account's.
    pub locked: Vec<Scope>,
    /// For scopes that a proxy may not refuse, because a person of 15 or older allowed what that would deny.
    pub held: Vec<Scope>,
    /// Whether the studies that used the records are left out, because a protected person has not shown their passkey just now.
    pub veiled: bool,
    /// Whether a recovery keeps refusals from being taken back now, and until when.
    pub closed_until: Option<Timestamp>,
}

/// Saying no and yes.
#[async_trait]
pub trait ChoicesPort: Send + Sync {
    /// Records a decision and answers once it is durable. The same key with the same body gives the same decision again;
    /// with another body it is a [`crate::failure::Problem::DecisionKeyReused`].
    async fn decide(&self, actor: &Actor, choosing: Choosing) -> Result<Decided, Failure>;
    /// What holds for the person in view.
    async fn choices(&self, actor: &Actor) -> Result<ChoicesView, Failure>;
    /// The same with that study among the studies, whether or not it ever used the person's records.
    async fn choices_with(&self, actor: &Actor, study: StudyId) -> Result<ChoicesView, Failure>;
    /// The person's decisions, newest first.
    async fn decisions(&self, actor: &Actor, before: Option<Position>) -> Result<Page<Decision, Position>, Failure>;
    /// One of the person's own decisions.
    async fn decision(&self, actor: &Actor, at: Position) -> Result<Option<Decided>, Failure>;
    /// The published studies that a list of scopes names, for titles; others are left out.
    async fn studies_named(&self, actor: &Actor, scopes: &[Scope]) -> Result<Vec<Study>, Failure>;
}

/// A use on the overview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// The use.
    pub of: UseView,
    /// Whether it was reported since the last visit, however long ago the records were handed over. On the first visit
    /// everything is new, and nothing is marked.
    pub new: bool,
}

/// The overview page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// How sure we are of the person.
    pub level: Level,
    /// Until when the history is closed after a recovery.
    pub closed_until: Option<Timestamp>,
    /// What holds.
    pub choices: Choices,
    /// Every purpose there is.
    pub catalogue: Catalogue,
    /// Uses that went against the person's choice, newest first, at most five. Empty while the history is closed.
    pub conflicts: Vec<UseView>,
    /// At most five uses: first those that were reported since the last visit, then the others, each newest first. Empty
    /// while the history is closed.
    pub newest: Vec<Recent>,
    /// How many uses came since the last visit.
    pub new_since: Counted,
    /// When the last visit was; `None`: this is the first.
    pub last_visit: Option<Timestamp>,
    /// How many uses there are.
    pub uses: Counted,
    /// Who asked what the person chose, latest first, at most ten.
    pub asked: Vec<Asked>,
    /// Notices not yet read.
    pub notices: Vec<crate::account::Notice>,
    /// Whether a second way back is set up (another passkey or a recovery code).
    pub second_way_back: bool,
}

/// What was done with the records.
#[async_trait]
pub trait UsesPort: Send + Sync {
    /// The overview of the person in view.
    async fn overview(&self, actor: &Actor) -> Result<Overview, Failure>;
    /// The uses of the person's records that are looked for, newest first.
    async fn uses(&self, actor: &Actor, narrowed: &Narrowed, before: Option<UseCursor>) -> Result<Page<UseView, UseCursor>, Failure>;
    /// When there were how many of them, and what they can be narrowed to.
    async fn history(&self, actor: &Actor, narrowed: &Narrowed) -> Result<History, Failure>;
    /// Who asked what the person chose, latest first; what is older than three years is forgotten.
    async fn asked(&self, actor: &Actor, before: Option<AskedCursor>) -> Result<Page<Asked, AskedCursor>, Failure>;
    /// All uses, for the person to take home: page by page, so that a long history needs no more memory than a short one.
    /// That it began is written down.
    async fn export(&self, actor: &Actor, format: ExportFormat, before: Option<UseCursor>) -> Result<Page<UseView, UseCursor>, Failure>;
    /// One of them.
    async fn one_use(&self, actor: &Actor, id: DisclosureId) -> Result<Option<UseView>, Failure>;
}

/// What is registered.
#[async_trait]
pub trait StudiesPort: Send + Sync {
    /// The purposes.
    async fn purposes(&self) -> Result<Catalogue, Failure>;
    /// A published (or ended) study.
    async fn study(&self, id: StudyId) -> Result<Option<Study>, Failure>;
}

/// What holders ask.
#[async_trait]
pub trait ChecksPort: Send + Sync {
    /// Answers every row, with certainty or with an error.
    async fn check(&self, actor: &Actor, question: Question) -> Result<Answers, Failure>;
    /// The studies that the holder may check a list for, newest first; the last 200.
    async fn studies(&self, actor: &Actor) -> Result<Vec<Study>, Failure>;
    /// The holder's three test persons.
    async fn test_persons(&self, actor: &Actor) -> Result<Vec<TestPerson>, Failure>;
    /// The lists that the holder checked last, newest first; the last ten. Where the newest is not in order, the holder's
    /// pages are red.
    async fn list_checks(&self, actor: &Actor) -> Result<Vec<ListCheck>, Failure>;
}
