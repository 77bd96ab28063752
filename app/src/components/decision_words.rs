//! What was decided, as a sentence.

use crate::i18n::Locale;
use crate::text;
use domain::choice::{Decision, Scope, Stance};
use domain::purpose::{Catalogue, Purpose};
use domain::study::Study;

/// What is needed to name a scope.
pub struct Names<'a> {
    /// The purposes there are.
    pub catalogue: &'a Catalogue,
    /// The studies that may be named.
    pub studies: &'a [Study],
}

impl Names<'_> {
    /// The scope inside a sentence: "use for AI and software development".
    #[must_use]
    pub fn what(&self, scope: &Scope) -> String {
        match scope {
            Scope::All => text!("scope-all"),
            Scope::Commercial => text!("scope-commercial"),
            Scope::Purpose(code) => match self.catalogue.find(code) {
                Some(purpose) => text!("scope-purpose", name = purpose_in_sentence(purpose)),
                None => text!("scope-purpose", name = code.as_str()),
            },
            Scope::Study(id) => match self.studies.iter().find(|study| study.id == *id) {
                Some(study) => text!("scope-study", title = Locale::current().pick(&study.registration.title)),
                None => text!("scope-study-unnamed"),
            },
        }
    }

    /// The whole sentence: "You refused use for AI and software development".
    #[must_use]
    pub fn sentence(&self, decision: &Decision) -> String {
        let what = self.what(&decision.scope);
        match decision.stance {
            Stance::Refuse => text!("decided-refuse", what = what),
            Stance::Allow => text!("decided-allow", what = what),
        }
    }
}

/// The name of a purpose inside a sentence. English takes the capital off, unless the word is an abbreviation.
#[must_use]
pub fn purpose_in_sentence(purpose: &Purpose) -> String {
    let name = Locale::current().pick(&purpose.name);
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_ascii_uppercase() && second.is_ascii_lowercase() => {
            format!("{}{}", first.to_ascii_lowercase(), &name[1..])
        }
        _ => name,
    }
}

/// By whom and how: "yourself, on this site".
#[must_use]
pub fn by_whom(decision: &Decision) -> String {
    text!(
        "decisions-how",
        by = text!(&format!("decided-by-{}", decision.by.code())),
        channel = text!(&format!("channel-{}", decision.channel.code()))
    )
}
