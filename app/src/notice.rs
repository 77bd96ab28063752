//! The notice: what people are told beside their choices, once and without persuasion. Every decision keeps which version of
//! it was shown, so a version always has the same words.

/// What a choice does not touch, and that it can be changed.
pub const LEAD: &str = "choices-lead";
/// When it takes effect, and what it does not recall.
pub const EFFECT: [&str; 3] = ["choices-effect-at-once", "choices-effect-24h", "choices-effect-not-back"];
/// What speaks for refusing and for allowing.
pub const WEIGH: [&str; 3] = ["choices-weigh-refuse", "choices-weigh-allow", "choices-weigh-neither"];

/// The versions there were, each with the fingerprint of its words in every language; the last is shown. Whoever changes the
/// words adds a version, here and in `config.default.toml`.
pub const VERSIONS: [(&str, &str); 2] =
    [("2026-11", "0mzNgaASVGwxx46Uz_mB7MAhoA7ST5lSim7SW-Y98JA"), ("2026-12", "AGoc93Z82SiBOnoM5mzszhWiKubh0g1WN5c9ijMnarU")];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Locale, text_in};
    use domain::log::leaf::LeafHash;

    #[test]
    fn the_words_of_a_version_of_the_notice_never_change() {
        let keys = || [LEAD].into_iter().chain(EFFECT).chain(WEIGH);
        let words = Locale::ALL.map(|locale| keys().map(|key| text_in(locale, key, &[])).collect::<Vec<_>>().join("\n"));
        let (label, fingerprint) = VERSIONS[VERSIONS.len() - 1];
        assert_eq!(
            LeafHash::of(words.join("\n").as_bytes()).to_string(),
            fingerprint,
            "other words than those of {label} need another version"
        );
    }
}
