//! What a person shows at a counter, and what a death is written down from. Only the kinds are kept, never a number.

use crate::failure::Problem;

/// What a person shows to prove who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// 運転免許証, 旅券 and the like.
    PhotoId,
    /// マイナンバーカード: looked at; its number is never written down.
    MyNumberCard,
    /// 在留カード.
    ResidenceCard,
    /// 資格確認書, 健康保険証.
    InsuranceCard,
    /// 年金手帳, 基礎年金番号通知書.
    PensionBook,
    /// 住民票の写し.
    ResidenceRecord,
    /// A letter of a hospital to that person.
    HospitalLetter,
}

impl Proof {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::PhotoId,
        Self::MyNumberCard,
        Self::ResidenceCard,
        Self::InsuranceCard,
        Self::PensionBook,
        Self::ResidenceRecord,
        Self::HospitalLetter,
    ];

    /// As it is stored; the key of its words is `proof-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PhotoId => "photo-id",
            Self::MyNumberCard => "my-number-card",
            Self::ResidenceCard => "residence-card",
            Self::InsuranceCard => "insurance-card",
            Self::PensionBook => "pension-book",
            Self::ResidenceRecord => "residence-record",
            Self::HospitalLetter => "hospital-letter",
        }
    }

    /// The kind with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|proof| proof.code() == code)
    }

    /// Whether a face can be compared with it.
    #[must_use]
    pub const fn has_photo(self) -> bool {
        matches!(self, Self::PhotoId | Self::MyNumberCard | Self::ResidenceCard)
    }
}

/// Reads the proofs of a person at a counter: two kinds, one of them with a photo (product.md, "Getting in" 3).
///
/// # Errors
/// [`Problem::EvidenceNeeded`].
pub fn two_proofs(one: &str, other: &str) -> Result<[Proof; 2], Problem> {
    let both = [one, other].map(Proof::from_code);
    let [Some(one), Some(other)] = both else { return Err(Problem::EvidenceNeeded) };
    if one == other || !(one.has_photo() || other.has_photo()) {
        return Err(Problem::EvidenceNeeded);
    }
    Ok([one, other])
}

/// What a death is written down from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// 死亡診断書, 死体検案書.
    DeathCertificate,
    /// 戸籍, 除籍.
    FamilyRegister,
    /// 住民票の除票.
    RemovedResidence,
    /// The notice of a hospital.
    HospitalNotice,
    /// The notice of an insurer.
    InsurerNotice,
    /// 埋火葬許可証.
    BurialPermit,
}

impl Source {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::DeathCertificate,
        Self::FamilyRegister,
        Self::RemovedResidence,
        Self::HospitalNotice,
        Self::InsurerNotice,
        Self::BurialPermit,
    ];

    /// As it is stored; the key of its words is `death-source-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DeathCertificate => "death-certificate",
            Self::FamilyRegister => "family-register",
            Self::RemovedResidence => "removed-residence",
            Self::HospitalNotice => "hospital-notice",
            Self::InsurerNotice => "insurer-notice",
            Self::BurialPermit => "burial-permit",
        }
    }

    /// The kind with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

/// Reads the sources of a death: two different ones (product.md, "People in special situations").
///
/// # Errors
/// [`Problem::EvidenceNeeded`].
pub fn two_sources(one: &str, other: &str) -> Result<[Source; 2], Problem> {
    match [one, other].map(Source::from_code) {
        [Some(one), Some(other)] if one != other => Ok([one, other]),
        _ => Err(Problem::EvidenceNeeded),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_kinds_and_one_with_a_face() {
        assert_eq!(two_proofs("photo-id", "insurance-card"), Ok([Proof::PhotoId, Proof::InsuranceCard]));
        assert_eq!(two_proofs("pension-book", "my-number-card"), Ok([Proof::PensionBook, Proof::MyNumberCard]));
        for (one, other) in [("photo-id", "photo-id"), ("insurance-card", "pension-book"), ("photo-id", ""), ("", ""), ("photo-id", "x")] {
            assert_eq!(two_proofs(one, other), Err(Problem::EvidenceNeeded), "{one} {other}");
        }
    }

    #[test]
    fn a_death_needs_two_sources() {
        assert!(two_sources("death-certificate", "family-register").is_ok());
        for (one, other) in [("death-certificate", "death-certificate"), ("death-certificate", ""), ("x", "family-register")] {
            assert_eq!(two_sources(one, other), Err(Problem::EvidenceNeeded), "{one} {other}");
        }
    }

    #[test]
    fn codes_read_back() {
        assert!(Proof::ALL.into_iter().all(|proof| Proof::from_code(proof.code()) == Some(proof)));
        assert!(Source::ALL.into_iter().all(|source| Source::from_code(source.code()) == Some(source)));
    }
}
