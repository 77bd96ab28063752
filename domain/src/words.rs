//! Text that is stored in both languages of the product.

use serde::{Deserialize, Serialize};

/// The same words in Japanese and English, for data that people read (titles, names, summaries).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// 日本語.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both texts.
    #[must_use]
    pub fn new(ja: &str, en: &str) -> Self {
        Self { ja: ja.to_owned(), en: en.to_owned() }
    }
}
