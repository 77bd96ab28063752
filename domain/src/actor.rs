//! Who acts, and what they may do: the one place where powers are written down.
//!
//! The table of [`Actor::may`] over every kind of actor and every operation is a golden file (`tests/policy.txt`): a new
//! operation or a changed power shows up there, in review.

mod operation;

pub use operation::Operation;

use crate::account::{Level, Standing};
use crate::choice::{Decision, Stance};
use crate::clock::Timestamp;
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

impl StaffRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Support, Self::Registrar, Self::Administrator];

    /// As it is stored and written in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Registrar => "registrar",
            Self::Administrator => "administrator",
        }
    }

    /// The role with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What a person of a holder is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperatorRole {
    /// Checks, reports, hands out letters, answers conflicts.
    Clerk,
    /// All of that, and looks after the holder's programs, their keys, and its people.
    Manager,
}

impl OperatorRole {
    /// Every role.
    pub const ALL: [Self; 2] = [Self::Clerk, Self::Manager];

    /// As it is stored and written in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Manager => "manager",
        }
    }

    /// The role with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// How much a proxy may see of the person they act for (product.md, "People in special situations").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProxySight {
    /// Choices and uses.
    Everything,
    /// What holds now, not what the records were used for: from 15 on the history is the young person's own.
    Choices,
}

/// What every sign-in has, whoever's it is: on it rest the passkeys, sessions and notices of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnSignIn {
    /// The account.
    pub account: AccountId,
    /// Whether a passkey was used within the last five minutes.
    pub fresh: bool,
    /// The session that is acted through: the one that stays when the account's other sessions end.
    pub session: Option<SessionRef>,
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
        /// How much they may see.
        sight: ProxySight,
    },
    /// A member of staff.
    Staff {
        /// Their own sign-in.
        by: OwnSignIn,
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
        /// Their own sign-in.
        by: OwnSignIn,
        /// Their organisation.
        holder: HolderId,
        /// What they are there for.
        role: OperatorRole,
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

impl Actor {
    /// Whether this actor may do that at all. What it may do it *to* is asked of [`Self::subject`], which names the
    /// only person whose things it can reach, and of [`Self::may_take_back`].
    ///
    /// # Errors
    /// The [`Problem`] that the actor may be told.
    pub fn may(&self, operation: Operation) -> Result<(), Problem> {
        use Operation::{Activate, ChangeSignIn, ReadPublic, ReadPurposes, Recover, SeeAccount, SignIn, SignOut, TendAccount};
        match (self, operation) {
            (_, ReadPublic) => Ok(()),
            (Self::Anonymous, Activate | SignIn | Recover) => Ok(()),
            // Operations that programs alone have: nobody signs in for them.
            (Self::Anonymous, ReadPurposes) => Err(Problem::InvalidToken),
            (Self::Anonymous, _) => Err(Problem::SignInNeeded),
            // Signing in again makes the passkey fresh.
            (Self::Staff { .. } | Self::Operator { .. } | Self::Proxy { .. }, SignIn | SignOut) => Ok(()),
            (Self::Patient(patient), _) => patient.may(operation),
            (Self::Proxy { by, sight, .. }, _) => proxy_may(by, *sight, operation),
            (Self::Staff { by, .. } | Self::Operator { by, .. }, SeeAccount | TendAccount | ChangeSignIn) => by.may(operation),
            (Self::Staff { role, .. }, _) => staff_may(*role, operation),
            (Self::OnBehalf { .. }, Operation::SeeChoices | Operation::Refuse | Operation::Allow) => Ok(()),
            (Self::Operator { role, .. }, _) => operator_may(*role, operation),
            (Self::Client { scopes, .. }, _) => client_may(scopes, operation),
            // On the command line: whoever has the machine and the person's demand.
            (Self::System, Operation::EraseEntries | Operation::ResumeLog) => Ok(()),
            (Self::OnBehalf { .. } | Self::System, _) => Err(Problem::NotAllowed),
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

    /// The signed-in person, whether they act for themselves or for somebody else.
    ///
    /// # Errors
    /// [`Problem::SignInNeeded`] or [`Problem::NotAllowed`] for everybody else.
    pub fn signed_in(&self) -> Result<&Patient, Problem> {
        match self {
            Self::Proxy { by, .. } => Ok(by),
            _ => self.patient(),
        }
    }

    /// The sign-in whose account page this actor may see: not while somebody else is in view.
    ///
    /// # Errors
    /// [`Problem::SignInNeeded`] or [`Problem::NotAllowed`] for everybody else.
    pub fn own_sign_in(&self) -> Result<OwnSignIn, Problem> {
        match self {
            Self::Staff { by, .. } | Self::Operator { by, .. } => Ok(*by),
            _ => self.patient().map(Patient::sign_in),
        }
    }

    /// The account that is signed in, if any.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Patient(patient) | Self::Proxy { by: patient, .. } => Some(patient.account),
            Self::Staff { by, .. } | Self::Operator { by, .. } => Some(by.account),
            Self::OnBehalf { staff, .. } => Some(*staff),
            Self::Anonymous | Self::Client { .. } | Self::System => None,
        }
    }

    /// Every kind of actor.
    pub const KINDS: [&'static str; 8] = ["anonymous", "patient", "proxy", "staff", "on-behalf", "operator", "client", "system"];

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
    /// `yields` tells whether that gives way to them: it was said with this very account, or by a proxy of a person who is
    /// 15 or older and speaks now. `recovered_at`: when the account was last recovered and nobody cancelled that.
    ///
    /// # Errors
    /// [`Problem::HigherLevelNeeded`] where level 1, [`Problem::NotAllowed`] where a proxy, would take back a refusal that is
    /// not its own; [`Problem::FreshPasskeyNeeded`] for a refusal from before a recovery, however long ago that was
    /// (security.md, "Sign-in").
    pub fn may_take_back(
        &self,
        stance: Stance,
        standing: Option<&Decision>,
        yields: bool,
        recovered_at: Option<Timestamp>,
    ) -> Result<(), Problem> {
        let Some(refusal) = standing.filter(|said| stance == Stance::Allow && said.stance == Stance::Refuse) else { return Ok(()) };
        match self {
            Self::Patient(Patient { level: Level::One, .. }) if !yields => return Err(Problem::HigherLevelNeeded),
            // In a dispute between a person and their proxies the refusal stands.
            Self::Proxy { .. } if !yields => return Err(Problem::NotAllowed),
            _ => {}
        }
        // Whoever came back with a code may not be who refused: a session that stands open is not enough.
        let before = recovered_at.is_some_and(|recovered_at| refusal.recorded <= recovered_at);
        if before && self.signed_in().is_ok_and(|by| !by.fresh) { Err(Problem::FreshPasskeyNeeded) } else { Ok(()) }
    }
}

impl OwnSignIn {
    /// What belongs to the sign-in itself.
    const fn may(self, operation: Operation) -> Result<(), Problem> {
        match operation {
            Operation::ChangeSignIn if !self.fresh => Err(Problem::FreshPasskeyNeeded),
            _ => Ok(()),
        }
    }
}

impl Patient {
    /// The sign-in without the person.
    #[must_use]
    pub const fn sign_in(&self) -> OwnSignIn {
        OwnSignIn { account: self.account, fresh: self.fresh, session: self.session }
    }

    fn may(&self, operation: Operation) -> Result<(), Problem> {
        use Operation::{
            Activate, Allow, CancelRecovery, ChangeSignIn, Inquire, KeepRecoveryCode, Leave, ProtectOneself, ReadPublic, Recover, Refuse,
            SeeAccount, SeeChoices, SeeLookUps, SeeOverview, SeeUses, SignIn, SignOut, TendAccount, TendOwnData, ViewPerson,
        };
        match (self.standing, operation) {
            (_, ReadPublic | SignOut | SignIn | Recover) => Ok(()),
            (Standing::OnlyCancel(_), CancelRecovery) => Ok(()),
            (_, CancelRecovery) => Err(Problem::NotAllowed),
            (Standing::OnlyCancel(_), _) => Err(Problem::OnlyCancelRecovery),
            // Who stole a recovery code could otherwise make sure that it is never cancelled.
            (Standing::ClosedUntil(_), SeeUses | Allow | SeeLookUps | Leave) => Err(Problem::ClosedAfterRecovery),
            (_, ChangeSignIn | Leave) if !self.fresh => Err(Problem::FreshPasskeyNeeded),
            (
                _,
                Activate | SeeOverview | SeeUses | SeeChoices | Refuse | Allow | SeeAccount | TendAccount | ChangeSignIn | KeepRecoveryCode
                | Leave | TendOwnData | ProtectOneself | Inquire | SeeLookUps | ViewPerson,
            ) => Ok(()),
            _ => Err(Problem::NotAllowed),
        }
    }
}

/// A proxy never has more powers than with their own records, and none over the sign-in of the person they act for.
fn proxy_may(by: &Patient, sight: ProxySight, operation: Operation) -> Result<(), Problem> {
    use Operation::{Allow, Refuse, SeeChoices, SeeOverview, SeeUses, ViewPerson};
    match operation {
        SeeOverview | SeeUses if sight == ProxySight::Choices => Err(Problem::NotAllowed),
        SeeOverview | SeeUses | SeeChoices | Refuse | Allow | ViewPerson => by.may(operation),
        _ => Err(Problem::NotAllowed),
    }
}

fn staff_may(role: StaffRole, operation: Operation) -> Result<(), Problem> {
    use Operation::{
        ActOnBehalf, AnswerInquiry, Approve, DraftStudy, LookUp, ManageHolders, ManagePeople, PublishStudy, RequestApproval, SeeAudit,
        SeeDesk, SeeIncidents,
    };
    let may = match role {
        StaffRole::Support => {
            matches!(operation, SeeDesk | LookUp | ActOnBehalf | AnswerInquiry | RequestApproval | Approve | SeeIncidents | SeeAudit)
        }
        StaffRole::Registrar => matches!(operation, DraftStudy | PublishStudy),
        // Whoever hands out access does not look at people, and whoever looks at people hands out none.
        StaffRole::Administrator => matches!(operation, ManagePeople | ManageHolders | PublishStudy | SeeIncidents | SeeAudit),
    };
    if may { Ok(()) } else { Err(Problem::NotAllowed) }
}

fn operator_may(role: OperatorRole, operation: Operation) -> Result<(), Problem> {
    use Operation::{AnswerConflict, Check, IssueActivation, ManageClients, ManageOperators, ReadPurposes, Report, SeeHolder};
    match (role, operation) {
        (_, ReadPurposes | Check | SeeHolder | Report | AnswerConflict | IssueActivation)
        | (OperatorRole::Manager, ManageClients | ManageOperators) => Ok(()),
        _ => Err(Problem::NotAllowed),
    }
}

fn client_may(scopes: &BTreeSet<ClientScope>, operation: Operation) -> Result<(), Problem> {
    let needed = match operation {
        Operation::ReadPurposes | Operation::Check => ClientScope::ConsentRead,
        Operation::Report => ClientScope::AuditEventCreate,
        Operation::IssueActivation => ClientScope::PatientCreate,
        _ => return Err(Problem::NotAllowed),
    };
    if scopes.contains(&needed) { Ok(()) } else { Err(Problem::InsufficientScope) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::{Channel, DecidedBy, Scope};
    use crate::clock::Span;
    use crate::log::Position;
    use uuid::Uuid;

    const REFUSED_AT: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn refusal() -> Decision {
        Decision {
            position: Position(7),
            subject: SubjectId(Uuid::from_u128(1)),
            scope: Scope::All,
            stance: Stance::Refuse,
            effective: REFUSED_AT,
            recorded: REFUSED_AT,
            channel: Channel::Online,
            by: DecidedBy::Patient,
            notice: "2026-11".to_owned(),
        }
    }

    fn patient(fresh: bool) -> Actor {
        let (account, subject) = (AccountId(Uuid::from_u128(2)), SubjectId(Uuid::from_u128(1)));
        Actor::Patient(Patient { account, subject, level: Level::Two, standing: Standing::Open, fresh, session: None })
    }

    #[test]
    fn a_refusal_from_before_a_recovery_is_taken_back_with_a_fresh_passkey_only() {
        let takes_back = |fresh, recovered_at| patient(fresh).may_take_back(Stance::Allow, Some(&refusal()), true, recovered_at);
        let (before, after) = (REFUSED_AT - Span::days(1), REFUSED_AT + Span::days(400));
        assert_eq!(takes_back(false, None), Ok(()));
        assert_eq!(takes_back(false, Some(before)), Ok(()), "refused after the recovery");
        assert_eq!(takes_back(false, Some(after)), Err(Problem::FreshPasskeyNeeded));
        assert_eq!(takes_back(true, Some(after)), Ok(()));
        assert_eq!(patient(false).may_take_back(Stance::Refuse, Some(&refusal()), true, Some(after)), Ok(()), "refusing needs nothing");
        let by = patient(false).patient().unwrap().clone();
        let proxy = Actor::Proxy { by, of: SubjectId(Uuid::from_u128(3)), sight: ProxySight::Everything };
        assert_eq!(proxy.may_take_back(Stance::Allow, Some(&refusal()), true, Some(after)), Err(Problem::FreshPasskeyNeeded));
    }
}
