//! Inquiries: what a person asks the desk, and how the desk answers.
//!
//! An inquiry waits in the queue until one member of staff takes it. From then on that one alone reads it, and the person
//! sees that they looked. What the person writes after the answer puts it back into the queue.

use crate::clock::{Span, Timestamp};
use crate::disclosure::UseView;
use crate::failure::Problem;
use crate::id::{DisclosureId, InquiryId, LookUpId};
use std::ops::RangeInclusive;

/// How many characters a text has at most.
pub const TEXT_LENGTH: usize = 4_000;
/// How many inquiries of one person may wait for the desk.
pub const WAITING_AT_MOST: usize = 10;
/// How many texts a person may write into one inquiry before the desk has answered.
pub const UNANSWERED_AT_MOST: usize = 10;
/// How long an inquiry stays with whoever took it and did not answer; then it waits for anybody again.
pub const TAKEN_AT_MOST: Span = Span::days(3);

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$each])* $variant),+ }

        impl $name {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// As it is stored and as keys of words end.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The one with that code, if there is one.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

codes!(
    /// Where an inquiry stands.
    Status {
        /// It waits for somebody at the desk.
        Open = "open",
        /// Somebody works on it.
        Taken = "taken",
        /// It was answered; the person may ask on.
        Answered = "answered",
        /// It is over; it can be read, not continued.
        Closed = "closed",
    }
);

codes!(
    /// What an inquiry is about: all that the queue tells of it, besides its age and language.
    Kind {
        /// Nothing that is registered.
        General = "general",
        /// A use of the person's records.
        Use = "use",
        /// A use that went against the person's choice.
        Conflict = "conflict",
    }
);

codes!(
    /// In which language somebody wrote, and wants to be answered.
    Language {
        /// 日本語.
        Ja = "ja",
        /// English.
        En = "en",
    }
);

codes!(
    /// Who wrote a text.
    Author {
        /// The person.
        Person = "person",
        /// The desk. Which member of staff it was stands in the audit chain.
        Desk = "desk",
    }
);

impl Status {
    /// Whether the desk owes an answer.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Open | Self::Taken)
    }
}

/// Reads a text as somebody typed it: line ends become `\n`, what nobody can see is taken out, blank ends go.
///
/// Taken out are control characters and the marks that turn the direction of writing. They carry nothing that a person
/// means to say: Arabic and Hebrew letters bring their direction along and are shown in it. What the marks can do is make a
/// sentence read as another one than was written, in a text that somebody may later have to prove. To show them instead
/// would put signs into the text that its author never saw.
///
/// # Errors
/// [`Problem::TextNeeded`] when nothing is left, [`Problem::TextTooLong`] over [`TEXT_LENGTH`] characters.
pub fn text(typed: &str) -> Result<String, Problem> {
    let lines = typed.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let plain: String = lines.chars().filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || is_unseen(*c))).collect();
    let plain = plain.trim();
    if plain.is_empty() {
        return Err(Problem::TextNeeded);
    }
    if plain.chars().count() > TEXT_LENGTH {
        return Err(Problem::TextTooLong);
    }
    Ok(plain.to_owned())
}

/// Marks of direction, blanks of no width and tags. The joiners (200C, 200D) stay: scripts and emoji are spelled with them.
fn is_unseen(c: char) -> bool {
    UNSEEN.iter().any(|range| range.contains(&c))
}

const UNSEEN: [RangeInclusive<char>; 9] = [
    '\u{ad}'..='\u{ad}',
    '\u{61c}'..='\u{61c}',
    '\u{200b}'..='\u{200b}',
    '\u{200e}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{feff}'..='\u{feff}',
    '\u{fff9}'..='\u{fffb}',
    '\u{e0000}'..='\u{e007f}',
];

/// What a form asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// As it was typed.
    pub text: String,
    /// The use that it is about.
    pub about: Option<DisclosureId>,
    /// In which language.
    pub language: Language,
    /// The form's idempotency key; `None`: a new inquiry each time.
    pub key: Option<String>,
}

/// One text of an inquiry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who wrote it.
    pub author: Author,
    /// What.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// An inquiry in its person's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Names it in addresses.
    pub id: InquiryId,
    /// What it is about.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// How it begins, cut after some words; `None`: it is from before a recovery, and closed with the history.
    pub begins: Option<String>,
}

/// An inquiry as its person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    /// Names it in addresses.
    pub id: InquiryId,
    /// What it is about.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// The use that it is about, while the person may see it.
    pub about: Option<UseView>,
    /// Every text that may be read now, oldest first.
    pub messages: Vec<Message>,
    /// Until when texts from before a recovery are closed, where there are some.
    pub closed_until: Option<Timestamp>,
    /// What the person wrote here and was refused.
    pub draft: Option<String>,
}

/// An inquiry in the queue of the desk: no text, and nothing that tells who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Names it in addresses.
    pub id: InquiryId,
    /// What it is about.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// In which language it was written.
    pub language: Language,
    /// When it was asked.
    pub asked_at: Timestamp,
}

/// An inquiry as whoever took it reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What the queue tells.
    pub queued: Queued,
    /// The use that it is about, as the person sees it.
    pub about: Option<UseView>,
    /// Every text, oldest first.
    pub messages: Vec<Message>,
    /// The view of the person that taking it opened, while it lasts.
    pub look_up: Option<LookUpId>,
    /// What was written here and was refused.
    pub draft: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_kept_as_it_was_meant() {
        assert_eq!(
            text("  なぜ\u{3000}使われましたか。\r\n教えてください。\r\n\u{3000}"),
            Ok("なぜ\u{3000}使われましたか。\n教えてください。".into())
        );
        assert_eq!(text("</textarea><script>alert(1)</script>"), Ok("</textarea><script>alert(1)</script>".into()));
        assert_eq!(
            text("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} مرحبا"),
            Ok("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} مرحبا".into())
        );
    }

    #[test]
    fn what_nobody_sees_is_taken_out() {
        assert_eq!(text("not\u{202e}gnorw\u{202c}\u{200f}\u{2067}\u{0}\u{1b}[2J"), Ok("notgnorw[2J".into()));
        for nothing in ["", " \u{3000}\r\n\t", "\u{202e}\u{0}\u{feff}"] {
            assert_eq!(text(nothing), Err(Problem::TextNeeded), "{nothing:?}");
        }
    }

    #[test]
    fn four_thousand_characters_are_kept_and_one_more_is_not() {
        assert_eq!(text(&"あ".repeat(TEXT_LENGTH)).map(|text| text.chars().count()), Ok(TEXT_LENGTH));
        assert_eq!(text(&format!(" {}\r\n", "あ".repeat(TEXT_LENGTH))).map(|text| text.chars().count()), Ok(TEXT_LENGTH));
        assert_eq!(text(&"あ".repeat(TEXT_LENGTH + 1)), Err(Problem::TextTooLong));
        assert_eq!(text(&"あ".repeat(100_000)), Err(Problem::TextTooLong));
    }

    #[test]
    fn a_code_reads_back() {
        assert!(Status::ALL.iter().all(|status| Status::from_code(status.code()) == Some(*status)));
        assert!(Kind::ALL.iter().all(|kind| Kind::from_code(kind.code()) == Some(*kind)));
        assert!(Language::ALL.iter().all(|language| Language::from_code(language.code()) == Some(*language)));
        assert!(Author::ALL.iter().all(|author| Author::from_code(author.code()) == Some(*author)));
        assert_eq!(Status::from_code("Open"), None);
    }

    proptest! {
        #[test]
        fn a_text_that_was_read_reads_the_same_again(typed in "\\PC{0,60}|.{0,60}") {
            if let Ok(once) = text(&typed) {
                prop_assert_eq!(text(&once), Ok(once.clone()));
                prop_assert!(once.chars().all(|c| matches!(c, '\n' | '\t') || !c.is_control()));
            }
        }
    }
}
