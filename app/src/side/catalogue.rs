//! The words of `locales/`, built into the server.

use crate::i18n::{Locale, Value};
use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue};
use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

fluent_templates::static_loader! {
    static CATALOGUE = {
        locales: "./locales",
        fallback_language: "ja",
        // The isolating marks are for texts that mix directions of writing; ours do not.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static LANGUAGES: LazyLock<[LanguageIdentifier; 2]> = LazyLock::new(|| Locale::ALL.map(|locale| locale.code().parse().unwrap_or_default()));

fn language(locale: Locale) -> &'static LanguageIdentifier {
    match locale {
        Locale::Ja => &LANGUAGES[0],
        Locale::En => &LANGUAGES[1],
    }
}

/// The words of that key, or a mark that the tests look for on every page.
pub(crate) fn words(locale: Locale, key: &str, values: &[(&'static str, Value)]) -> String {
    let args: HashMap<Cow<'static, str>, FluentValue<'_>> =
        values.iter().map(|(name, value)| (Cow::Borrowed(*name), fluent(value))).collect();
    CATALOGUE.try_lookup_with_args(language(locale), key, &args).unwrap_or_else(|| format!("⟦{key}⟧"))
}

/// The words of that key, if there are any.
pub(crate) fn known_words(locale: Locale, key: &str) -> Option<String> {
    CATALOGUE.try_lookup(language(locale), key)
}

fn fluent(value: &Value) -> FluentValue<'_> {
    match value {
        Value::Text(text) => FluentValue::from(text.as_str()),
        Value::Number(number) => FluentValue::from(*number),
    }
}

/// Whether that language itself has words for the key.
#[cfg(test)]
pub(crate) fn has_words(locale: Locale, key: &str) -> bool {
    let found = CATALOGUE.lookup_single_language::<String>(language(locale), key, None);
    // Values that are not given here are no matter; the type of the error is private to its crate.
    found.map_or_else(|error| error.to_string().starts_with("Fluent errors"), |_| true)
}
