//! How much of a use its person may see, and what a holder has to say for less than everything.

use super::Display;
use super::report::RowFault;
use crate::clock::{Date, Span, Timestamp};

/// Within how long a display that shows less than everything has to be reviewed: twelve months.
pub const REVIEW_WITHIN: Span = Span::days(366);

/// Why a person is not shown all of a use (undisclosed diagnoses, 未告知).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DisplayReason {
    /// 診断を本人に告げていない.
    UndisclosedDiagnosis,
    /// 知らせることで本人に重大な害が及ぶおそれがある.
    RiskOfHarm,
    /// 他の人のことが分かってしまう.
    ThirdParty,
}

impl DisplayReason {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::UndisclosedDiagnosis, Self::RiskOfHarm, Self::ThirdParty];

    /// As it is stored and written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UndisclosedDiagnosis => "undisclosed-diagnosis",
            Self::RiskOfHarm => "risk-of-harm",
            Self::ThirdParty => "third-party",
        }
    }

    /// The reason with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Who answers for showing less: a role, never a name (product.md, "Privacy rules of the store").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClinicianRole {
    /// 主治医.
    AttendingPhysician,
    /// 診療科長.
    DepartmentHead,
    /// 病院長.
    HospitalDirector,
    /// ほかの医師.
    OtherPhysician,
}

impl ClinicianRole {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::AttendingPhysician, Self::DepartmentHead, Self::HospitalDirector, Self::OtherPhysician];

    /// As it is stored and written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AttendingPhysician => "attending-physician",
            Self::DepartmentHead => "department-head",
            Self::HospitalDirector => "hospital-director",
            Self::OtherPhysician => "other-physician",
        }
    }

    /// The role with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What has to be said for showing less than everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// Why.
    pub reason: DisplayReason,
    /// On whose responsibility.
    pub role: ClinicianRole,
    /// When it has to be looked at again.
    pub review_by: Date,
}

/// How much of a use its person may see, with what has to be said for less than everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Full,
    /// The generic view.
    Generic(Withheld),
    /// Nothing.
    Hidden(Withheld),
}

impl Shown {
    /// From what a row says; nothing said is everything shown.
    ///
    /// # Errors
    /// [`RowFault::InvalidDisplay`].
    pub fn read(display: Option<&str>, reason: Option<&str>, role: Option<&str>, review_by: Option<&str>) -> Result<Self, RowFault> {
        let withheld = || {
            Some(Withheld {
                reason: DisplayReason::from_code(reason?)?,
                role: ClinicianRole::from_code(role?)?,
                review_by: crate::clock::parse_date(review_by?).ok()?,
            })
        };
        match display {
            None | Some("full") => Some(Self::Full),
            Some("generic") => withheld().map(Self::Generic),
            Some("hidden") => withheld().map(Self::Hidden),
            Some(_) => None,
        }
        .ok_or(RowFault::InvalidDisplay)
    }

    /// The mode alone.
    #[must_use]
    pub const fn display(&self) -> Display {
        match self {
            Self::Full => Display::Full,
            Self::Generic(_) => Display::Generic,
            Self::Hidden(_) => Display::Hidden,
        }
    }

    /// What was said for it.
    #[must_use]
    pub const fn withheld(&self) -> Option<Withheld> {
        match self {
            Self::Full => None,
            Self::Generic(withheld) | Self::Hidden(withheld) => Some(*withheld),
        }
    }

    /// Whether the review comes within twelve months from now, and is not over.
    #[must_use]
    pub fn reviewed_in_time(&self, now: Timestamp) -> bool {
        let (today, _) = now.in_tokyo();
        let (last, _) = (now + REVIEW_WITHIN).in_tokyo();
        self.withheld().is_none_or(|withheld| (today..=last).contains(&withheld.review_by))
    }
}
