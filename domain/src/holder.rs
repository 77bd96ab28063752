//! Organisations that hold records.

use crate::failure::Problem;
use crate::id::HolderId;
use crate::words::Words;

/// What kind of source an organisation is (product.md, "Record categories").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// 医療機関.
    Provider,
    /// 電子カルテ情報共有サービス.
    EhrSharing,
    /// 公的DB.
    PublicDatabase,
    /// 認定作成事業者.
    CertifiedOperator,
    /// 学会等DB.
    Registry,
    /// 自治体.
    Municipality,
}

impl SourceKind {
    /// Every kind, in the order of the specification.
    pub const ALL: [Self; 6] =
        [Self::Provider, Self::EhrSharing, Self::PublicDatabase, Self::CertifiedOperator, Self::Registry, Self::Municipality];

    /// As it is stored and written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::EhrSharing => "ehr-sharing",
            Self::PublicDatabase => "public-database",
            Self::CertifiedOperator => "certified-operator",
            Self::Registry => "registry",
            Self::Municipality => "municipality",
        }
    }

    /// The kind with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An organisation that holds records and may disclose them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its id.
    pub id: HolderId,
    /// Its name.
    pub name: Words,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// 医療機関コード: ten digits, for those who have one.
    pub institution_number: Option<String>,
}

/// 医療機関コード as somebody typed it: ten digits, also from a full-width keyboard; `None` for nothing.
///
/// # Errors
/// [`Problem::InvalidIdentifier`] for anything else.
pub fn read_institution_number(typed: &str) -> Result<Option<String>, Problem> {
    use unicode_normalization::UnicodeNormalization;
    let number: String = typed.chars().take(100).nfkc().filter(|c| !c.is_whitespace() && *c != '-').collect();
    match number.len() {
        0 => Ok(None),
        10 if number.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(number)),
        _ => Err(Problem::InvalidIdentifier),
    }
}

/// What a client of a holder may do: SMART system scopes (holder-api.md, "Who is calling").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientScope {
    /// `system/Consent.rs`: checks and reads.
    ConsentRead,
    /// `system/AuditEvent.c`: report disclosures.
    AuditEventCreate,
    /// `system/ResearchStudy.rs`: read studies.
    ResearchStudyRead,
    /// `system/Patient.c`: issue activations.
    PatientCreate,
}

impl ClientScope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::ConsentRead, Self::AuditEventCreate, Self::ResearchStudyRead, Self::PatientCreate];

    /// As SMART writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConsentRead => "system/Consent.rs",
            Self::AuditEventCreate => "system/AuditEvent.c",
            Self::ResearchStudyRead => "system/ResearchStudy.rs",
            Self::PatientCreate => "system/Patient.c",
        }
    }

    /// The scope of that name, if it is one of ours.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_institution_number_has_ten_digits() {
        assert_eq!(read_institution_number("1310000001"), Ok(Some("1310000001".to_owned())));
        assert_eq!(read_institution_number("１３-1000 0001"), Ok(Some("1310000001".to_owned())));
        assert_eq!(read_institution_number("  "), Ok(None));
        for typed in ["131000000", "13100000011", "131000000x", "131000000٣", "十三一〇"] {
            assert_eq!(read_institution_number(typed), Err(Problem::InvalidIdentifier), "{typed}");
        }
    }
}
