//! What was decided, as a sentence.

use crate::i18n::Locale;
use crate::text;
use domain::choice::{Decision, Scope, Stance};
use domain::purpose::{Catalogue, Purpose};
use domain::study::Study;
use leptos::prelude::*;

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
        self.parts(decision).concat()
    }

    /// The sentence in three parts, of which the middle one says which way it went. Bars mark it in the catalogue.
    #[must_use]
    pub fn parts(&self, decision: &Decision) -> [String; 3] {
        let what = self.what(&decision.scope);
        let marked = match decision.stance {
            Stance::Refuse => text!("decided-refuse", what = what),
            Stance::Allow => text!("decided-allow", what = what),
        };
        let mut parts = marked.splitn(3, '¦').map(ToOwned::to_owned);
        std::array::from_fn(|_| parts.next().unwrap_or_default())
    }
}

/// A decision's sentence, its verb in the colour of the stance.
#[component]
pub fn Sentence(
    /// What was said.
    stance: Stance,
    /// From [`Names::parts`].
    parts: [String; 3],
) -> impl IntoView {
    let class = if stance == Stance::Refuse { "refused" } else { "allowed" };
    let [before, verb, after] = parts;
    view! {
        {before}
        <span class=class>{verb}</span>
        {after}
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
