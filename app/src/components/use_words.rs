//! What is said of a use in a few words, wherever one is named.

use crate::components::decision_words::purpose_in_sentence;
use crate::i18n::Locale;
use crate::text;
use domain::category::Form;
use domain::disclosure::report::Changed;
use domain::disclosure::{UseDetails, UseView};
use domain::words::Words;

/// How many kinds of records a row names before it says "and others".
const CATEGORIES_IN_A_ROW: usize = 3;

/// Names one after the other, as the language does it.
#[must_use]
pub fn listed(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    match Locale::current() {
        Locale::Ja => names.join("・"),
        Locale::En => names.join(", "),
    }
}

fn picked<'a>(words: impl IntoIterator<Item = &'a Words>) -> Vec<String> {
    let locale = Locale::current();
    words.into_iter().map(|words| locale.pick(words)).collect()
}

/// The study's title; where only the purposes may be told, those make a title of their own.
#[must_use]
pub fn title(of: &UseView) -> String {
    match &of.details {
        Some(details) => Locale::current().pick(&details.study.registration.title),
        None => text!("use-generic-title", purposes = listed(of.purposes.iter().map(purpose_in_sentence))),
    }
}

/// Who handed the records over; for a protected person, until they confirm with their passkey, that it is left out.
#[must_use]
pub fn holder(of: &UseView) -> String {
    of.holder.as_ref().map_or_else(|| text!("veil-name"), |holder| Locale::current().pick(&holder.name))
}

/// From whom to whom.
#[must_use]
pub fn flow(of: &UseView) -> String {
    let Some(name) = &of.holder else { return text!("veil-name") };
    let holder = Locale::current().pick(&name.name);
    match of.details.as_ref().and_then(users) {
        Some(users) => text!("use-flow", holder = holder, users = users),
        None => text!("use-flow-from", holder = holder),
    }
}

fn users(details: &UseDetails) -> Option<String> {
    let names = picked(details.study.registration.users.iter().map(|user| &user.name));
    let first = names.first()?.clone();
    Some(if names.len() == 1 { first } else { text!("use-users-more", first = first, count = names.len() - 1) })
}

/// Which kinds of records, and how many where the holder said so.
#[must_use]
pub fn records(of: &UseView) -> Option<String> {
    let mut names = picked(of.categories.iter().map(|category| &category.name));
    let more = names.len() > CATEGORIES_IN_A_ROW;
    names.truncate(CATEGORIES_IN_A_ROW);
    let names = if more { text!("use-more-categories", categories = listed(names)) } else { listed(names) };
    match of.details.as_ref().and_then(|details| details.record_count) {
        _ if names.is_empty() => None,
        Some(count) => Some(text!("use-categories-records", categories = names, count = count)),
        None => Some(names),
    }
}

/// The key of the words for a report that no longer stands.
#[must_use]
pub const fn changed_key(changed: &Changed) -> &'static str {
    if changed.by.is_some() { "use-corrected" } else { "use-withdrawn" }
}

/// The form of the records.
#[must_use]
pub fn form(form: Form) -> String {
    text!(&format!("form-{}", form.code()))
}
