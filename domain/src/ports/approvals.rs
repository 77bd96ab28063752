//! What takes two members of staff.

use crate::actor::Actor;
use crate::approval::{Course, Kind, Outcome};
use crate::choice::{Channel, Scope};
use crate::clock::Timestamp;
use crate::code::RecoveryCode;
use crate::desk::Facts;
use crate::disclosure::Page;
use crate::failure::{Failure, Problem};
use crate::holder::Holder;
use crate::id::{AccountId, HolderId, LookUpId, RequestId};
use crate::proxy::{Ages, ProxyRole};
use crate::words::Words;
use async_trait::async_trait;

/// What a form of the desk asks a second member of staff for. Persons are named by look-ups of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskedFor {
    /// A binding code for the person's account, handed over in person or sent.
    Recovery(Option<ByPost>),
    /// The person is this one, too.
    Link(LookUpId),
    /// The person is not this one.
    Unlink(LookUpId),
    /// An allow on the person's behalf.
    Permit(Scope, Channel),
    /// That person acts for this one.
    Proxy {
        /// Who is to act, with their own account.
        proxy: LookUpId,
        /// Why.
        role: ProxyRole,
        /// The child's birth date on the proof, as it was typed.
        born: String,
    },
    /// No protection any more.
    LiftProtection,
}

/// A code never goes by phone or e-mail, nor to an address that somebody names: a holder that has the person's address prints and sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByPost {
    /// Which one.
    pub holder: HolderId,
    /// The number under which it finds the address, as the person told it.
    pub number: String,
}

impl AskedFor {
    /// Reads the fields of a form. `other` is the look-up of the second person, `scope` and `channel` are those of an allow,
    /// `role` and `born` those of a proxy, `holder` and `number` those of a code that goes by post.
    ///
    /// # Errors
    /// [`Problem::Malformed`] for what is no kind, look-up, channel or role; [`Problem::UnknownScope`].
    pub fn read(
        kind: &str,
        other: &str,
        [scope, channel]: [&str; 2],
        [role, born]: [&str; 2],
        [holder, number]: [&str; 2],
    ) -> Result<Self, Problem> {
        let look_up = || other.parse().map_err(|_| Problem::LookUpEnded);
        Ok(match Kind::from_code(kind).ok_or(Problem::Malformed)? {
            Kind::Recovery if holder.is_empty() => Self::Recovery(None),
            Kind::Recovery => {
                let holder = holder.parse().map_err(|_| Problem::Malformed)?;
                Self::Recovery(Some(ByPost { holder, number: number.to_owned() }))
            }
            Kind::Link => Self::Link(look_up()?),
            Kind::Unlink => Self::Unlink(look_up()?),
            Kind::LiftProtection => Self::LiftProtection,
            Kind::Permit => {
                let scope = scope.parse().map_err(|_| Problem::UnknownScope)?;
                Self::Permit(scope, Channel::from_code(channel).ok_or(Problem::Malformed)?)
            }
            Kind::Proxy => {
                Self::Proxy { proxy: look_up()?, role: ProxyRole::from_code(role).ok_or(Problem::Malformed)?, born: born.to_owned() }
            }
        })
    }
}

/// A request as a form sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// About whom.
    pub look_up: LookUpId,
    /// For what.
    pub what: AskedFor,
    /// Why, as it was typed.
    pub reason: String,
    /// What was shown: the code of a proof or paper.
    pub proof: String,
    /// The second one, where two are needed.
    pub other_proof: String,
}

/// A member of staff as colleagues see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// Their account.
    pub account: AccountId,
    /// What they are called at work.
    pub label: Option<String>,
}

/// What exactly a request is for, as far as whoever decides must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Particulars {
    /// Its kind says it all.
    None,
    /// About what, and how the person said it.
    Permit(Scope, Channel),
    /// In which role, and the days on which that changes.
    Proxy(ProxyRole, Option<Ages>),
    /// Who sends the code, and when it was printed.
    ByPost(Words, Option<Timestamp>),
}

/// A request as the desk sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalView {
    /// Who asked, who decided, until when.
    pub course: Course,
    /// What became of it by now.
    pub outcome: Option<Outcome>,
    /// Why.
    pub reason: String,
    /// Codes of what was shown.
    pub evidence: Vec<String>,
    /// What exactly.
    pub particulars: Particulars,
    /// Who asked.
    pub requested_by: StaffMember,
    /// Who decided.
    pub decided_by: Option<StaffMember>,
    /// Whoever looks at it asked for it, so that another person has to decide.
    pub own: bool,
    /// Whoever looks at it may make a binding code for it now.
    pub may_bind: bool,
    /// When the person came back with its binding code.
    pub used_at: Option<Timestamp>,
    /// When somebody with an earlier passkey cancelled that.
    pub cancelled_at: Option<Timestamp>,
}

/// The requests page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approvals {
    /// What waits, oldest first; at most fifty.
    pub waiting: Vec<ApprovalView>,
    /// What was decided or is over, newest first.
    pub settled: Page<ApprovalView, RequestId>,
}

/// A look-up of whoever asks, to be named in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherLookUp {
    /// Its id.
    pub id: LookUpId,
    /// When it was made.
    pub at: Timestamp,
    /// Whether that person has an account, and so could act for somebody.
    pub has_account: bool,
    /// Whether a link joins the two.
    pub linked: bool,
}

/// What can be asked for about a person who was looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskingView {
    /// The look-up.
    pub look_up: LookUpId,
    /// Whether the person has an account.
    pub has_account: bool,
    /// What is known of them.
    pub facts: Facts,
    /// The other living look-ups of whoever asks, newest first.
    pub others: Vec<OtherLookUp>,
    /// Who could send a code. All there are: which of them know the person is not for the desk to see.
    pub holders: Vec<Holder>,
}

/// A binding code, for as long as it is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingCode {
    /// To be handed over in person.
    pub code: RecoveryCode,
    /// Until when it can be used.
    pub expires_at: Timestamp,
}

/// What takes two members of staff: one asks, another one decides.
#[async_trait]
pub trait ApprovalPort: Send + Sync {
    /// What can be asked for about the person of that look-up.
    async fn asking(&self, actor: &Actor, look_up: LookUpId) -> Result<Option<AskingView>, Failure>;
    /// Asks a second member of staff.
    async fn request(&self, actor: &Actor, asking: Asking) -> Result<RequestId, Failure>;
    /// What waits, and what was decided.
    async fn approvals(&self, actor: &Actor, before: Option<RequestId>) -> Result<Approvals, Failure>;
    /// One request.
    async fn approval(&self, actor: &Actor, id: RequestId) -> Result<Option<ApprovalView>, Failure>;
    /// Approves or declines what somebody else asked for. What is approved is done in the same transaction, except that a
    /// recovery waits for its code.
    async fn decide(&self, actor: &Actor, id: RequestId, approve: bool) -> Result<(), Failure>;
    /// Makes a binding code for an approved recovery; the one before is void.
    async fn make_binding_code(&self, actor: &Actor, id: RequestId) -> Result<(), Failure>;
    /// The code just made, for whoever made it, while it is good and unused.
    async fn binding_code(&self, actor: &Actor, id: RequestId) -> Result<Option<BindingCode>, Failure>;
}
