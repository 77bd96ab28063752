//! People of work: the staff of the service and the people of its holders, who are accounts without a subject.

use crate::actor::{Actor, OperatorRole, StaffRole};
use crate::clock::Timestamp;
use crate::code::ActivationCode;
use crate::disclosure::Page;
use crate::failure::{Failure, Problem};
use crate::id::{AccountId, ActivationId, HolderId};
use crate::ports::QrCode;
use crate::words::Words;
use async_trait::async_trait;

/// What somebody is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorkRole {
    /// A member of staff.
    Staff(StaffRole),
    /// A person of a holder.
    Operator(HolderId, OperatorRole),
}

impl WorkRole {
    /// As it is written in forms, and the key of its words (`role-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Staff(role) => role.code(),
            Self::Operator(_, role) => role.code(),
        }
    }

    /// The organisation, for operators.
    #[must_use]
    pub const fn holder(self) -> Option<HolderId> {
        match self {
            Self::Staff(_) => None,
            Self::Operator(holder, _) => Some(holder),
        }
    }

    /// What a form says: a role, and the organisation that belongs to the roles of its people and to no other. `own` is
    /// meant where such a role stands alone.
    ///
    /// # Errors
    /// [`Problem::Malformed`]: there is no such role, or the organisation is missing, none, or too much.
    pub fn read(role: &str, holder: &str, own: Option<HolderId>) -> Result<Self, Problem> {
        match (StaffRole::from_code(role), OperatorRole::from_code(role)) {
            (Some(role), _) if holder.is_empty() => Ok(Self::Staff(role)),
            (None, Some(role)) if holder.is_empty() => own.map(|own| Self::Operator(own, role)).ok_or(Problem::Malformed),
            (None, Some(role)) => Ok(Self::Operator(holder.parse().map_err(|_| Problem::Malformed)?, role)),
            _ => Err(Problem::Malformed),
        }
    }
}

/// Whom somebody invites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// What for.
    pub role: WorkRole,
    /// What they are to go by among those who work with them. Need not be a name.
    pub label: String,
}

/// The longest label, in characters.
pub const LABEL_LIMIT: usize = 60;

/// Somebody who works here, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Names them in forms.
    pub account: AccountId,
    /// What they go by.
    pub label: String,
    /// What they are there for.
    pub role: WorkRole,
    /// The name of their organisation, for operators.
    pub holder: Option<Words>,
    /// Since when.
    pub since: Timestamp,
    /// Until when.
    pub ended_at: Option<Timestamp>,
    /// It is the one who asks.
    pub own: bool,
}

/// Somebody who was invited and has not come yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Names the invitation in forms; not the code.
    pub id: ActivationId,
    /// What they are to go by.
    pub label: String,
    /// What for.
    pub role: WorkRole,
    /// The name of their organisation, for operators.
    pub holder: Option<Words>,
    /// When they were invited.
    pub at: Timestamp,
    /// Until when they can come; `None`: for ever (demo data only).
    pub until: Option<Timestamp>,
}

/// The people in the reach of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    /// The newest invitations that are open, at most fifty.
    pub invited: Vec<Invited>,
    /// Who came, newest first.
    pub came: Page<Colleague, AccountId>,
}

/// An invitation that was just made, as long as its code can be read.
#[derive(Clone, PartialEq, Eq)]
pub struct Handed {
    /// The code.
    pub code: ActivationCode,
    /// Whom it is for.
    pub label: String,
    /// What for.
    pub role: WorkRole,
    /// The name of their organisation, for operators.
    pub holder: Option<Words>,
    /// Until when they can come.
    pub until: Option<Timestamp>,
    /// What every address begins with.
    pub base_url: String,
    /// The address with the code behind its `#`, to be looked at with the phone of whoever was invited.
    pub qr: QrCode,
}

/// Who asks, as the head of every page of work shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// What they go by.
    pub label: String,
    /// What they are there for.
    pub role: WorkRole,
    /// The name of their organisation, for operators.
    pub holder: Option<Words>,
}

/// Inviting people to work, and ending it. An administrator reaches everybody; a manager the people of the own organisation,
/// and no other: what is outside is a [`crate::failure::Problem::NotAllowed`] to ask for and does not show.
#[async_trait]
pub trait PeoplePort: Send + Sync {
    /// Makes an invitation. Its code can be read for ten minutes by whoever made it ([`Self::handed`]).
    async fn invite(&self, actor: &Actor, invitation: Invitation) -> Result<(), Failure>;
    /// The invitation that the actor just made.
    async fn handed(&self, actor: &Actor) -> Result<Option<Handed>, Failure>;
    /// It was handed over: nobody can read it any longer.
    async fn handed_over(&self, actor: &Actor) -> Result<(), Failure>;
    /// Takes back an invitation that nobody used.
    async fn withdraw(&self, actor: &Actor, invitation: ActivationId) -> Result<(), Failure>;
    /// Who works here, was invited, or worked here.
    async fn people(&self, actor: &Actor, before: Option<AccountId>) -> Result<People, Failure>;
    /// Ends somebody's access at once: their sessions, their passkeys, and the invitations that they made and nobody used.
    /// Nobody ends their own, so that an administrator is always left.
    async fn end(&self, actor: &Actor, account: AccountId) -> Result<(), Failure>;
    /// Who the actor is at work; `None` for everybody else.
    async fn me(&self, actor: &Actor) -> Result<Option<Me>, Failure>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_belongs_to_its_own_roles() {
        let holder = HolderId(uuid::Uuid::from_u128(7));
        let (text, own) = (holder.to_string(), Some(HolderId(uuid::Uuid::from_u128(8))));
        assert_eq!(WorkRole::read("support", "", None), Ok(WorkRole::Staff(StaffRole::Support)));
        assert_eq!(WorkRole::read("support", "", own), Ok(WorkRole::Staff(StaffRole::Support)));
        assert_eq!(WorkRole::read("clerk", &text, None), Ok(WorkRole::Operator(holder, OperatorRole::Clerk)));
        assert_eq!(WorkRole::read("manager", &text, own), Ok(WorkRole::Operator(holder, OperatorRole::Manager)));
        assert_eq!(WorkRole::read("clerk", "", own), Ok(WorkRole::Operator(own.unwrap(), OperatorRole::Clerk)));
        for (role, holder) in [("clerk", ""), ("support", &*text), ("owner", ""), ("owner", &*text), ("clerk", "x"), ("", "")] {
            assert_eq!(WorkRole::read(role, holder, None), Err(Problem::Malformed), "{role} {holder}");
        }
    }
}
