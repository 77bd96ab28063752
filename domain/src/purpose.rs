//! What records are used for (product.md, "Purposes"). The catalogue is stored data, versioned; version 1 is here
//! because every installation starts with it.

pub mod draft;

use crate::clock::{Date, format_date};
use crate::words::Words;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The code of a purpose: lower-case words joined by hyphens, at most 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PurposeCode(String);

/// A text that cannot be a purpose's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a purpose code")]
pub struct InvalidPurposeCode;

impl PurposeCode {
    /// The code's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PurposeCode {
    type Err = InvalidPurposeCode;
    fn from_str(text: &str) -> Result<Self, InvalidPurposeCode> {
        let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if text.len() <= 64 && text.split('-').all(word) { Ok(Self(text.to_owned())) } else { Err(InvalidPurposeCode) }
    }
}

impl TryFrom<String> for PurposeCode {
    type Error = InvalidPurposeCode;
    fn try_from(text: String) -> Result<Self, InvalidPurposeCode> {
        text.parse()
    }
}

impl From<PurposeCode> for String {
    fn from(code: PurposeCode) -> Self {
        code.0
    }
}

impl fmt::Display for PurposeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One purpose of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// Its code, stable for ever.
    pub code: PurposeCode,
    /// Its name.
    pub name: Words,
    /// The letter of Article 53(1) of the EHDS regulation (EU) 2025/327 it corresponds to.
    pub ehds: String,
    /// Its HL7 v3-ActReason code.
    pub act_reason: String,
    /// The law, with its article, that exempts it from refusal. `None`: people may refuse it.
    pub legal_basis: Option<Words>,
    /// The last day in Tokyo, `YYYY-MM-DD`, on which that law exempts it; from the next day on people may refuse it. `None`, where
    /// there is a legal basis: no end is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exempt_until: Option<String>,
    /// What it is, for people. `None`: the words are those of the program, which knows every purpose of version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Words>,
    /// The older purpose it was split from: refusing that one refuses this one.
    pub parent: Option<PurposeCode>,
    /// The version of the catalogue that brought it, or made it refusable again.
    pub since: u32,
}

impl Purpose {
    /// Whether people may refuse it.
    #[must_use]
    pub fn refusable(&self) -> bool {
        self.legal_basis.is_none()
    }
}

/// All purposes that there are, in the order in which they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// Counts up with each change.
    pub version: u32,
    /// The purposes.
    pub purposes: Vec<Purpose>,
}

impl Catalogue {
    /// The purpose with that code, if there is one.
    #[must_use]
    pub fn find(&self, code: &PurposeCode) -> Option<&Purpose> {
        self.purposes.iter().find(|purpose| &purpose.code == code)
    }

    /// Those whose exemption is over on that day: people may refuse them again.
    #[must_use]
    pub fn lapsed(&self, today: Date) -> Vec<&Purpose> {
        let over = |until: &String| *until < format_date(today);
        self.purposes.iter().filter(|purpose| !purpose.refusable() && purpose.exempt_until.as_ref().is_some_and(over)).collect()
    }

    /// Those that people may refuse.
    pub fn refusable(&self) -> impl Iterator<Item = &Purpose> {
        self.purposes.iter().filter(|purpose| purpose.refusable())
    }

    /// Version 1.
    #[must_use]
    pub fn version_1() -> Self {
        let row = |code: &str, ja: &str, en: &str, ehds: &str, act_reason: &str| Purpose {
            code: PurposeCode(code.to_owned()),
            name: Words::new(ja, en),
            ehds: ehds.to_owned(),
            act_reason: act_reason.to_owned(),
            legal_basis: None,
            exempt_until: None,
            why: None,
            parent: None,
            since: 1,
        };
        let purposes = vec![
            row("academic-research", "医学研究（学術）", "Academic medical research", "e", "HRESCH"),
            row("drug-device-development", "医薬品・医療機器の開発", "Drug and medical device development", "e", "CLINTRCH"),
            row("ai-development", "AI・ソフトウェアの開発", "AI and software development", "e", "HRESCH"),
            row("care-quality", "医療の質・安全の向上", "Quality and safety of care", "f", "HQUALIMP"),
            row("policy-resources", "政策立案・医療資源の最適配分", "Policy and allocation of resources", "b", "HOPERAT"),
            row("official-statistics", "統計の作成", "Official statistics", "c", "HSYSADMIN"),
            row("education", "教育・研修", "Education and training", "d", "TRAIN"),
            Purpose {
                legal_basis: Some(Words::new(
                    "感染症の予防及び感染症の患者に対する医療に関する法律 第15条",
                    "Act on the Prevention of Infectious Diseases and Medical Care for Patients with Infectious Diseases, Article 15",
                )),
                ..row("infectious-disease-control", "感染症への対応", "Communicable disease control", "a", "PUBHLTH")
            },
        ];
        Self { version: 1, purposes }
    }
}

/// Never offered, whatever a study says (EHDS Article 54; Japan's ban on use to the person's disadvantage). A study that
/// names one cannot be registered.
pub const PROHIBITED: [&str; 5] = ["insurance-underwriting", "credit", "employment", "advertising", "re-identification"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_purpose_of_the_catalogue_is_prohibited() {
        for purpose in Catalogue::version_1().purposes {
            assert!(!PROHIBITED.contains(&purpose.code.as_str()));
        }
    }

    #[test]
    fn every_parent_is_itself_in_the_catalogue() {
        let catalogue = Catalogue::version_1();
        assert!(catalogue.purposes.iter().filter_map(|p| p.parent.as_ref()).all(|parent| catalogue.find(parent).is_some()));
    }

    #[test]
    fn only_lower_case_words_are_codes() {
        for text in ["", "-", "a-", "A", "a b", "a--b", "ａ", &"a".repeat(65)] {
            assert_eq!(text.parse::<PurposeCode>(), Err(InvalidPurposeCode), "{text}");
        }
        assert!("ai-development".parse::<PurposeCode>().is_ok());
    }
}
