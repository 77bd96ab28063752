//! What nobody at the desk may do alone: one member of staff asks, another one decides (product.md, "The choice model" and
//! "Getting in"; security.md, "Sign-in").

#[cfg(test)]
mod tests;

use crate::choice::{Channel, Scope};
use crate::clock::{Date, Span, Timestamp};
use crate::desk::{Proof, two_proofs};
use crate::failure::Problem;
use crate::id::{AccountId, RequestId, SubjectId};
use crate::proxy::{Ages, ProxyRole};

/// How long a request waits for a second member of staff, and how long what was approved can be carried out.
pub const REQUEST_LIFETIME: Span = Span::hours(24);
/// How long a binding code is good once it was handed over.
pub const BINDING_CODE_LIFETIME: Span = Span::minutes(10);
/// How long one is good that goes by post (security.md, "Sign-in").
pub const POSTED_CODE_LIFETIME: Span = Span::days(21);

/// What may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Somebody who lost every passkey gets a binding code.
    Recovery,
    /// Two subjects are one person.
    Link,
    /// Two subjects are not one person after all.
    Unlink,
    /// An allow on a person's behalf.
    Permit,
    /// Somebody may act for the person.
    Proxy,
    /// The person needs no protection any more.
    LiftProtection,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Recovery, Self::Link, Self::Unlink, Self::Permit, Self::Proxy, Self::LiftProtection];

    /// As it is stored, and the key of its words (`approval-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::Permit => "permit",
            Self::Proxy => "proxy",
            Self::LiftProtection => "lift-protection",
        }
    }

    /// The kind with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What shows that somebody may act for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paper {
    /// 戸籍謄本.
    FamilyRegister,
    /// 母子健康手帳, with the parent's photo ID.
    ChildHandbook,
    /// 登記事項証明書, 審判書.
    CourtRecord,
    /// 委任状, signed.
    PowerOfAttorney,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Self; 4] = [Self::FamilyRegister, Self::ChildHandbook, Self::CourtRecord, Self::PowerOfAttorney];

    /// As it is stored, and the key of its words (`paper-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FamilyRegister => "family-register",
            Self::ChildHandbook => "child-handbook",
            Self::CourtRecord => "court-record",
            Self::PowerOfAttorney => "power-of-attorney",
        }
    }

    /// The paper with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.code() == code)
    }

    /// Whether it shows that somebody has that role.
    #[must_use]
    pub const fn proves(self, role: ProxyRole) -> bool {
        matches!(
            (self, role),
            (Self::FamilyRegister | Self::ChildHandbook, ProxyRole::Parent)
                | (Self::CourtRecord, ProxyRole::Guardian)
                | (Self::PowerOfAttorney, ProxyRole::Attorney)
        )
    }
}

/// What exactly is asked for, beyond the person it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A binding code for the person's account.
    Recovery,
    /// The person is this one, too.
    Link(SubjectId),
    /// The person is not this one.
    Unlink(SubjectId),
    /// An allow: about what, and how it reached the desk.
    Permit(Scope, Channel),
    /// Somebody acts for the person.
    Proxy {
        /// With which sign-in.
        proxy: AccountId,
        /// Why.
        role: ProxyRole,
        /// For a child.
        ages: Option<Ages>,
    },
    /// No protection any more.
    LiftProtection,
}

impl Wanted {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Recovery => Kind::Recovery,
            Self::Link(_) => Kind::Link,
            Self::Unlink(_) => Kind::Unlink,
            Self::Permit(..) => Kind::Permit,
            Self::Proxy { .. } => Kind::Proxy,
            Self::LiftProtection => Kind::LiftProtection,
        }
    }
}

/// An allow on a person's behalf is said on a signed form or in the person's presence: a phone call can only refuse.
///
/// # Errors
/// [`Problem::EvidenceNeeded`] for every other channel.
pub const fn may_permit(channel: Channel) -> Result<(), Problem> {
    match channel {
        Channel::Paper | Channel::Counter => Ok(()),
        Channel::Online | Channel::Phone => Err(Problem::EvidenceNeeded),
    }
}

/// Reads what was shown for a request: of whoever comes back, or stops being protected, two proofs, one with a photo; for
/// a link one proof that bears the other number; for a proxy the paper that shows their role. Nothing more for an allow,
/// which the channel proves, nor for what only takes a link away.
///
/// # Errors
/// [`Problem::EvidenceNeeded`].
pub fn evidence(wanted: &Wanted, one: &str, other: &str) -> Result<Vec<&'static str>, Problem> {
    match wanted {
        Wanted::Recovery | Wanted::LiftProtection => Ok(two_proofs(one, other)?.map(Proof::code).to_vec()),
        Wanted::Link(_) => Proof::from_code(one).map(|proof| vec![proof.code()]).ok_or(Problem::EvidenceNeeded),
        Wanted::Proxy { role, .. } => {
            let paper = Paper::from_code(one).filter(|paper| paper.proves(*role));
            paper.map(|paper| vec![paper.code()]).ok_or(Problem::EvidenceNeeded)
        }
        Wanted::Permit(_, channel) => may_permit(*channel).map(|()| vec![channel.code()]),
        Wanted::Unlink(_) => Ok(Vec::new()),
    }
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A second member of staff said yes, and it was done.
    Approved,
    /// A second member of staff said no.
    Declined,
    /// Nobody said anything in time.
    Expired,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Approved, Self::Declined, Self::Expired];

    /// As it is stored, and the key of its words (`approval-outcome-<code>`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }

    /// The outcome with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// The course of a request: who asked, who decided, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// Its id.
    pub id: RequestId,
    /// What kind it is.
    pub kind: Kind,
    /// Who asked.
    pub requested_by: AccountId,
    /// When.
    pub requested_at: Timestamp,
    /// Until when it can be decided and carried out.
    pub expires_at: Timestamp,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// What was written down of its outcome.
    pub written: Option<Outcome>,
}

impl Course {
    /// What became of it by now: what nobody decided in time is over, whether or not anybody wrote that down.
    #[must_use]
    pub fn outcome(&self, now: Timestamp) -> Option<Outcome> {
        self.written.or_else(|| (now >= self.expires_at).then_some(Outcome::Expired))
    }

    /// Whether that member of staff may approve or decline it now.
    ///
    /// # Errors
    /// [`Problem::AlreadyDone`] when it was decided or its time is over; [`Problem::OwnRequest`] for whoever asked.
    pub fn may_decide(&self, by: AccountId, now: Timestamp) -> Result<(), Problem> {
        if self.outcome(now).is_some() {
            return Err(Problem::AlreadyDone);
        }
        if self.requested_by == by { Err(Problem::OwnRequest) } else { Ok(()) }
    }

    /// Whether that member of staff may hand out a binding code for it now: one of the two, after the second one approved.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for what is no recovery and for everybody else; [`Problem::NeedsSecondPerson`] while nobody
    /// approved it; [`Problem::AlreadyDone`] when it was declined or its time is over.
    pub fn may_bind(&self, by: AccountId, now: Timestamp) -> Result<(), Problem> {
        let one_of_the_two = self.requested_by == by || self.decided_by == Some(by);
        if self.kind != Kind::Recovery || !one_of_the_two {
            return Err(Problem::NotFound);
        }
        match self.outcome(now) {
            None => Err(Problem::NeedsSecondPerson),
            Some(Outcome::Approved) if now < self.expires_at => Ok(()),
            Some(_) => Err(Problem::AlreadyDone),
        }
    }
}

/// The dates of a proxy, from the birth date on the proof.
///
/// # Errors
/// See [`ProxyRole::ages`]; [`Problem::InvalidDate`] for what is no date.
pub fn ages_from(role: ProxyRole, born: &str, today: Date) -> Result<Option<Ages>, Problem> {
    let born = match born.trim() {
        "" => None,
        text => Some(crate::clock::parse_date(text).map_err(|_| Problem::InvalidDate)?),
    };
    role.ages(born, today)
}
