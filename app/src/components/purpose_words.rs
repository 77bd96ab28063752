//! What a purpose is, for people.

use crate::i18n::{Locale, known_text};
use domain::purpose::Purpose;

/// The words of the program, which knows every purpose of version 1; for one that came later those that it came with.
#[must_use]
pub fn why(purpose: &Purpose) -> Option<String> {
    known_text(&format!("purpose-{}-why", purpose.code)).or_else(|| purpose.why.as_ref().map(|why| Locale::current().pick(why)))
}
