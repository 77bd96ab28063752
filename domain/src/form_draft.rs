//! What somebody typed into a form that was refused: kept sealed, for them alone, until they have mended it
//! (docs/decisions/0004-refused-text-is-a-draft.md).

use crate::actor::Operation;
use crate::clock::Span;
use crate::id::{AlarmId, DisclosureId, InquiryId, LookUpId, StudyId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Where something was typed. For each place an account has one draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The form by which the desk looks for one person.
    LookUp,
    /// What the desk does with the person of that look-up. Kept for the person, so that it is still there when they had to be
    /// looked up once more.
    Person(LookUpId),
    /// What a second member of staff is asked for about the person of that look-up; kept for the person, too.
    Approval(LookUpId),
    /// A new inquiry, or a text in one that there is.
    Inquiry(Option<InquiryId>),
    /// An e-mail address.
    Contact,
    /// A holder's answer to a conflict.
    ConflictAnswer,
    /// A note of the desk about an incident.
    IncidentNote(DisclosureId),
    /// Why an alarm is closed.
    AlarmClosing(AlarmId),
    /// What was found when somebody looked again at rows of that report.
    Review(DisclosureId),
    /// A program that is to be registered.
    Program,
    /// Keys for a program that there is.
    ProgramKeys,
    /// A list of people for whom letters are to be written.
    Letters,
    /// A study: a new one, or one that there is.
    Study(Option<StudyId>),
    /// Where a study's results are published.
    Results(StudyId),
    /// A change of the catalogue of purposes.
    Purpose,
}

impl Place {
    /// As it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LookUp => "look-up",
            Self::Person(_) => "person",
            Self::Approval(_) => "approval",
            Self::Inquiry(_) => "inquiry",
            Self::Contact => "contact",
            Self::ConflictAnswer => "conflict-answer",
            Self::IncidentNote(_) => "incident-note",
            Self::AlarmClosing(_) => "alarm-closing",
            Self::Review(_) => "review",
            Self::Program => "program",
            Self::ProgramKeys => "program-keys",
            Self::Letters => "letters",
            Self::Study(_) => "study",
            Self::Results(_) => "results",
            Self::Purpose => "purpose",
        }
    }

    /// What the form is there for: whoever may not do that has no draft.
    #[must_use]
    pub const fn operation(self) -> Operation {
        match self {
            Self::LookUp | Self::Person(_) => Operation::LookUp,
            Self::Approval(_) => Operation::RequestApproval,
            Self::Inquiry(_) => Operation::Inquire,
            Self::Contact => Operation::TendOwnData,
            Self::ConflictAnswer => Operation::AnswerConflict,
            Self::IncidentNote(_) | Self::AlarmClosing(_) => Operation::SeeIncidents,
            Self::Review(_) => Operation::Report,
            Self::Program | Self::ProgramKeys => Operation::ManageClients,
            Self::Letters => Operation::IssueActivation,
            Self::Study(_) | Self::Purpose => Operation::DraftStudy,
            Self::Results(_) => Operation::PublishStudy,
        }
    }

    /// The look-up, where it is about the person who was looked up.
    #[must_use]
    pub const fn look_up(self) -> Option<LookUpId> {
        match self {
            Self::Person(id) | Self::Approval(id) => Some(id),
            _ => None,
        }
    }

    /// What it is about; nothing but zeros where there is nothing yet.
    #[must_use]
    pub fn about(self) -> Uuid {
        match self {
            Self::Person(id) | Self::Approval(id) => id.0,
            Self::Inquiry(id) => id.map_or(Uuid::nil(), |id| id.0),
            Self::IncidentNote(id) | Self::Review(id) => id.0,
            Self::AlarmClosing(id) => id.0,
            Self::Study(id) => id.map_or(Uuid::nil(), |id| id.0),
            Self::Results(id) => id.0,
            Self::LookUp | Self::Contact | Self::ConflictAnswer | Self::Program | Self::ProgramKeys | Self::Letters | Self::Purpose => {
                Uuid::nil()
            }
        }
    }

    /// How long it is kept: what holds numbers or addresses of people for minutes, words for a day.
    #[must_use]
    pub const fn kept_for(self) -> Span {
        match self {
            Self::LookUp | Self::Contact | Self::Letters => Span::minutes(10),
            _ => Span::days(1),
        }
    }
}

/// What was typed, by the names of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed(BTreeMap<String, String>);

impl Typed {
    /// What stood in the field of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether nothing was typed at all: then there is nothing to keep.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|value| value.trim().is_empty())
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Typed {
    fn from(fields: [(&str, &str); N]) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }
}

/// What of pasted keys comes back: nothing of a private one, which was sent by mistake and is kept nowhere.
#[must_use]
pub fn without_private_key(pasted: &str) -> &str {
    if ["\"d\"", "\"k\"", "PRIVATE KEY"].iter().any(|mark| pasted.contains(mark)) { "" } else { pasted }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_found_by_the_name_of_its_field() {
        let typed = Typed::from([("text", "なぜですか。"), ("all", "")]);
        assert_eq!((typed.get("text"), typed.get("all"), typed.get("other")), ("なぜですか。", "", ""));
        assert!(!typed.is_empty());
        assert!(Typed::from([("text", " \n")]).is_empty());
    }

    #[test]
    fn a_private_key_does_not_come_back() {
        let public = r#"{"keys":[{"kty":"EC","x":"…","y":"…"}]}"#;
        assert_eq!(without_private_key(public), public);
        for private in [r#"{"kty":"EC","d":"…"}"#, r#"{"kty":"oct","k":"…"}"#, "-----BEGIN PRIVATE KEY-----"] {
            assert_eq!(without_private_key(private), "");
        }
    }

    #[test]
    fn numbers_of_people_are_kept_for_minutes() {
        assert_eq!(Place::LookUp.kept_for(), Span::minutes(10));
        assert_eq!(Place::Letters.kept_for(), Span::minutes(10));
        assert_eq!(Place::ConflictAnswer.kept_for(), Span::days(1));
    }
}
