//! Who acts, and what they may do: the one place where powers are written down.
//!
//! The table of [`Actor::may`] over every kind of actor and every operation is a golden file (`tests/policy.txt`): a new
//! operation or a changed power shows up there, in review.

use crate::account::{Level, Standing};
use crate::choice::{Decision, Stance};
use crate::failure::Problem;
use crate::holder::ClientScope;
use crate::id::{AccountId, HolderId, SessionRef, SubjectId};
use std::collections::BTreeSet;

/// What a member of staff is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StaffRole {
    /// 窓口.
    Support,
    /// 審査・登録.
    Registrar,
    /// 管理者.
    Administrator,
}

/// A signed-in person who looks after their own choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    /// Their account.
    pub account: AccountId,
    /// Who they are.
    pub subject: SubjectId,
    /// How sure we are of that.
    pub level: Level,
    /// What the account may do now.
    pub standing: Standing,
    /// Whether a passkey was used within the last five minutes.
    pub fresh: bool,
    /// The session they act through: the one that stays when the account's other sessions end.
    pub session: Option<SessionRef>,
}

/// Whoever asks for something. Every operation gets one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody is signed in.
    Anonymous,
    /// A person, for themselves.
    Patient(Patient),
    /// A person, for another one (a child, an adult who cannot).
    Proxy {
        /// The proxy's own sign-in.
        by: Patient,
        /// For whom.
        of: SubjectId,
    },
    /// A member of staff.
    Staff {
        /// Their account.
        account: AccountId,
        /// What they are there for.
        role: StaffRole,
    },
    /// Support staff on the word of a person who phoned, wrote or came.
    OnBehalf {
        /// The member of staff.
        staff: AccountId,
        /// For whom.
        subject: SubjectId,
        /// Why, as the audit shows it.
        reason: String,
    },
    /// A person of a holder.
    Operator {
        /// Their account.
        account: AccountId,
        /// Their organisation.
        holder: HolderId,
    },
    /// A program of a holder.
    Client {
        /// Its client id.
        client: String,
        /// Its organisation.
        holder: HolderId,
        /// What its access token covers.
        scopes: BTreeSet<ClientScope>,
    },
    /// Hikae itself: timers, seeding, migrations.
    System,
}

/// Everything that can be done. Pages, server functions and API endpoints each name the one they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// Read public pages and catalogues.
    ReadPublic,
    /// Enter an activation code.
    Activate,
    /// Sign in with a passkey.
    SignIn,
    /// Sign in again with the printed code.
    Recover,
    /// End one's own session.
    SignOut,
    /// Cancel a recovery with a passkey from before it.
    CancelRecovery,
    /// See the overview: what holds, what is new, who asked.
    SeeOverview,
    /// See the uses of one's records.
    SeeUses,
    /// See what holds, and the decisions behind it.
    SeeChoices,
    /// Refuse.
    Refuse,
    /// Allow, which may take back a refusal.
    Allow,
    /// See passkeys, sessions and notices.
    SeeAccount,
    /// Mark a notice as seen, end a session.
    TendAccount,
    /// Add or remove a passkey, make a recovery code.
    ChangeSignIn,
    /// Read the catalogue of purposes over the API.
    ReadPurposes,
    /// Ask what people chose.
    Check,
}

impl Operation {
    /// Every operation, for the policy table.
    pub const ALL: [Self; 16] = [
        Self::ReadPublic,
        Self::Activate,
        Self::SignIn,
        Self::Recover,
        Self::SignOut,
        Self::CancelRecovery,
        Self::SeeOverview,
        Self::SeeUses,
        Self::SeeChoices,
        Self::Refuse,
        Self::Allow,
        Self::SeeAccount,
        Self::TendAccount,
        Self::ChangeSignIn,
        Self::ReadPurposes,
        Self::Check,
    ];

    /// As it stands in audit lines and in the policy table.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReadPublic => "read-public",
            Self::Activate => "activate",
            Self::SignIn => "sign-in",
            Self::Recover => "recover",
            Self::SignOut => "sign-out",
            Self::CancelRecovery => "cancel-recovery",
            Self::SeeOverview => "see-overview",
            Self::SeeUses => "see-uses",
            Self::SeeChoices => "see-choices",
            Self::Refuse => "refuse",
            Self::Allow => "allow",
            Self::SeeAccount => "see-account",
            Self::TendAccount => "tend-account",
            Self::ChangeSignIn => "change-sign-in",
            Self::ReadPurposes => "read-purposes",
            Self::Check => "check",
        }
    }
}

impl Actor {
    /// Whether this actor may do that at all. What it may do it *to* is asked of [`Self::subject`], which names the
    /// only person whose things it can reach, and of [`Self::may_take_back`].
    ///
    /// # Errors
    /// The [`Problem`] that the actor may be told.
    pub fn may(&self, operation: Operation) -> Result<(), Problem> {
        use Operation::{Activate, ReadPublic, Recover, SignIn};
        if operation == ReadPublic {
            return Ok(());
        }
        match self {
            Self::Anonymous if matches!(operation, Activate | SignIn | Recover) => Ok(()),
            Self::Anonymous if matches!(operation, Operation::ReadPurposes | Operation::Check) => Err(Problem::InvalidToken),
            Self::Anonymous => Err(Problem::SignInNeeded),
            Self::Patient(patient) => patient.may(operation),
            Self::Client { scopes, .. } => client_may(scopes, operation),
            // Their doors open with the issues that build them; until then nothing is theirs.
            Self::Proxy { .. } | Self::Staff { .. } | Self::OnBehalf { .. } | Self::Operator { .. } => {
                if operation == Operation::SignOut {
                    Ok(())
                } else {
                    Err(Problem::NotAllowed)
                }
            }
            Self::System => Err(Problem::NotAllowed),
        }
    }

    /// The one person whose choices and uses this actor can reach.
    ///
    /// # Errors
    /// [`Problem::SignInNeeded`] or [`Problem::NotAllowed`] for actors who have none.
    pub fn subject(&self) -> Result<SubjectId, Problem> {
        match self {
            Self::Patient(patient) => Ok(patient.subject),
            Self::Proxy { of, .. } => Ok(*of),
            Self::OnBehalf { subject, .. } => Ok(*subject),
            Self::Anonymous => Err(Problem::SignInNeeded),
            Self::Staff { .. } | Self::Operator { .. } | Self::Client { .. } | Self::System => Err(Problem::NotAllowed),
        }
    }

    /// The signed-in person, for what belongs to the sign-in itself.
    ///
    /// # Errors
    /// [`Problem::SignInNeeded`] or [`Problem::NotAllowed`] for everybody else.
    pub fn patient(&self) -> Result<&Patient, Problem> {
        match self {
            Self::Patient(patient) => Ok(patient),
            Self::Anonymous => Err(Problem::SignInNeeded),
            _ => Err(Problem::NotAllowed),
        }
    }

    /// The account that is signed in, if any.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Patient(patient) | Self::Proxy { by: patient, .. } => Some(patient.account),
            Self::Staff { account, .. } | Self::Operator { account, .. } => Some(*account),
            Self::OnBehalf { staff, .. } => Some(*staff),
            Self::Anonymous | Self::Client { .. } | Self::System => None,
        }
    }

    /// What kind of actor it is, as it stands in audit lines and in the policy table.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Patient(_) => "patient",
            Self::Proxy { .. } => "proxy",
            Self::Staff { .. } => "staff",
            Self::OnBehalf { .. } => "on-behalf",
            Self::Operator { .. } => "operator",
            Self::Client { .. } => "client",
            Self::System => "system",
        }
    }

    /// Whether this actor may enter the stance about a scope on which `standing` is what was said last, if anything;
    /// `own` tells whether that was said with this very account.
    ///
    /// # Errors
    /// [`Problem::HigherLevelNeeded`] where level 1 would take back a refusal that is not its own.
    pub fn may_take_back(&self, stance: Stance, standing: Option<&Decision>, own: bool) -> Result<(), Problem> {
        let takes_back = stance == Stance::Allow && standing.is_some_and(|said| said.stance == Stance::Refuse);
        match self {
            Self::Patient(Patient { level: Level::One, .. }) if takes_back && !own => Err(Problem::HigherLevelNeeded),
            _ => Ok(()),
        }
    }
}

impl Patient {
    fn may(&self, operation: Operation) -> Result<(), Problem> {
        use Operation::{
            Activate, Allow, CancelRecovery, ChangeSignIn, Check, ReadPublic, ReadPurposes, Recover, Refuse, SeeAccount, SeeChoices,
            SeeOverview, SeeUses, SignIn, SignOut, TendAccount,
        };
        match (self.standing, operation) {
            (_, ReadPublic | SignOut | SignIn | Recover) => Ok(()),
            (_, ReadPurposes | Check) => Err(Problem::NotAllowed),
            (Standing::OnlyCancel(_), CancelRecovery) => Ok(()),
            (_, CancelRecovery) => Err(Problem::NotAllowed),
            (Standing::OnlyCancel(_), _) => Err(Problem::OnlyCancelRecovery),
            (Standing::ClosedUntil(_), SeeUses | Allow) => Err(Problem::ClosedAfterRecovery),
            (_, ChangeSignIn) if !self.fresh => Err(Problem::FreshPasskeyNeeded),
            (_, Activate | SeeOverview | SeeUses | SeeChoices | Refuse | Allow | SeeAccount | TendAccount | ChangeSignIn) => Ok(()),
        }
    }
}

fn client_may(scopes: &BTreeSet<ClientScope>, operation: Operation) -> Result<(), Problem> {
    match operation {
        Operation::ReadPurposes | Operation::Check if scopes.contains(&ClientScope::ConsentRead) => Ok(()),
        Operation::ReadPurposes | Operation::Check => Err(Problem::InsufficientScope),
        _ => Err(Problem::NotAllowed),
    }
}
