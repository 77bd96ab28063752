//! Kinds of records (product.md, "Record categories") and the forms in which they are handed on.

use crate::words::Words;
use serde::{Deserialize, Serialize};

/// One kind of record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Its code, stable for ever.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// The version of the list that brought it.
    pub since: u32,
}

/// Version 1 of the list: 3文書, 6情報, life course, in the order in which they are shown.
#[must_use]
pub fn version_1() -> Vec<Category> {
    [
        ("referral-letter", "診療情報提供書", "Referral letters"),
        ("discharge-summary", "退院時サマリー", "Discharge summaries"),
        ("checkup-report", "健康診断結果報告書", "Health check-up reports"),
        ("diagnoses", "傷病名", "Diagnoses"),
        ("allergies", "アレルギー", "Allergies"),
        ("infections", "感染症", "Infections"),
        ("contraindications", "薬剤禁忌", "Drug contraindications"),
        ("laboratory", "検査", "Laboratory results"),
        ("prescriptions", "処方", "Prescriptions"),
        ("immunizations", "予防接種", "Immunizations"),
        ("maternal-child", "母子保健", "Maternal and child health"),
        ("municipal-screening", "自治体検診", "Municipal screening"),
        ("long-term-care", "介護", "Long-term care"),
        ("claims", "レセプト", "Insurance claims"),
        ("death", "死亡", "Death records"),
        ("imaging", "画像", "Imaging"),
        ("genome", "ゲノム", "Genome"),
        ("other", "その他", "Other"),
    ]
    .map(|(code, ja, en)| Category { code: code.to_owned(), name: Words::new(ja, en), since: 1 })
    .into()
}

/// In which form records are handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// 匿名加工.
    Anonymised,
    /// 仮名加工.
    PseudonymisedProcessed,
    /// 仮名化.
    Pseudonymised,
    /// 識別可能.
    Identifiable,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Anonymised, Self::PseudonymisedProcessed, Self::Pseudonymised, Self::Identifiable];

    /// As it is stored and written on the wire; the key of its words is `form-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Anonymised => "anonymised",
            Self::PseudonymisedProcessed => "pseudonymised-processed",
            Self::Pseudonymised => "pseudonymised",
            Self::Identifiable => "identifiable",
        }
    }

    /// The form with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }
}
