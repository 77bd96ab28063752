//! A form that came back: what was typed into it, and what it met. What was typed is in the store, what it met in the address.

use crate::components::problem::problem_words;
use crate::visit::Visit;
use domain::failure::{Failure, Problem};
use domain::form_draft::{Place, Typed};

/// What a form held when it was refused; nothing for one that is new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Again {
    typed: Typed,
    met: Option<Problem>,
}

impl Again {
    /// What was typed at that place, and what that action said of it.
    ///
    /// # Errors
    /// The store cannot be reached.
    pub async fn of(visit: &Visit, place: Place, action: &str) -> Result<Self, Failure> {
        let met = visit.form_problem().filter(|(path, _)| *path == action).map(|(_, problem)| problem);
        let typed = match visit.ports.form_drafts.typed(&visit.actor, place).await {
            // Whoever may not send the form has typed nothing into it.
            Err(Failure::Refused(_)) => None,
            typed => typed?,
        };
        Ok(Self { typed: typed.unwrap_or_default(), met })
    }

    /// The same where that field says that; a new form otherwise: several forms may share one place.
    #[must_use]
    pub fn where_field(&self, name: &str, value: &str) -> Self {
        if self.typed.get(name) == value { self.clone() } else { Self::default() }
    }

    /// Whether anything was typed.
    #[must_use]
    pub fn is_some(&self) -> bool {
        !self.typed.is_empty()
    }

    /// What stood in the field of that name.
    #[must_use]
    pub fn value(&self, name: &str) -> String {
        self.typed.get(name).to_owned()
    }

    /// The words of a problem of one of these kinds, if it met one.
    #[must_use]
    pub fn wrong(&self, kinds: &[Problem]) -> Option<String> {
        self.met.filter(|met| kinds.contains(met)).map(problem_words)
    }

    /// What is wrong with its text.
    #[must_use]
    pub fn wrong_text(&self) -> Option<String> {
        self.wrong(&[Problem::ReasonNeeded, Problem::TextNeeded, Problem::TextTooLong])
    }
}
