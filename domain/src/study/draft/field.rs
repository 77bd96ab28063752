//! The fields of the form in which a study is written, and what can be wrong with them.

use crate::failure::Problem;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the field of that name; the number is that of its row, from zero")]
pub enum Field {
    TitleJa,
    TitleEn,
    SummaryJa,
    SummaryEn,
    Purposes,
    Users,
    UserJa(usize),
    UserEn(usize),
    ReviewJa,
    ReviewEn,
    ApprovalNumber,
    Categories,
    Form,
    Sources,
    SourceJa(usize),
    SourceEn(usize),
    SourceKind(usize),
    LegalBasisJa,
    LegalBasisEn,
    From,
    To,
}

impl Field {
    /// One of every kind.
    pub const ALL: [Self; 21] = [
        Self::TitleJa,
        Self::TitleEn,
        Self::SummaryJa,
        Self::SummaryEn,
        Self::Purposes,
        Self::Users,
        Self::UserJa(0),
        Self::UserEn(0),
        Self::ReviewJa,
        Self::ReviewEn,
        Self::ApprovalNumber,
        Self::Categories,
        Self::Form,
        Self::Sources,
        Self::SourceJa(0),
        Self::SourceEn(0),
        Self::SourceKind(0),
        Self::LegalBasisJa,
        Self::LegalBasisEn,
        Self::From,
        Self::To,
    ];

    /// The key of its words is `draft-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TitleJa => "title-ja",
            Self::TitleEn => "title-en",
            Self::SummaryJa => "summary-ja",
            Self::SummaryEn => "summary-en",
            Self::Purposes => "purposes",
            Self::Users => "users",
            Self::UserJa(_) => "user-ja",
            Self::UserEn(_) => "user-en",
            Self::ReviewJa => "review-ja",
            Self::ReviewEn => "review-en",
            Self::ApprovalNumber => "approval-number",
            Self::Categories => "categories",
            Self::Form => "form",
            Self::Sources => "sources",
            Self::SourceJa(_) => "source-ja",
            Self::SourceEn(_) => "source-en",
            Self::SourceKind(_) => "source-kind",
            Self::LegalBasisJa => "legal-basis-ja",
            Self::LegalBasisEn => "legal-basis-en",
            Self::From => "from",
            Self::To => "to",
        }
    }

    /// Its row, from zero, if it stands in one.
    #[must_use]
    pub const fn row(self) -> Option<usize> {
        match self {
            Self::UserJa(row) | Self::UserEn(row) | Self::SourceJa(row) | Self::SourceEn(row) | Self::SourceKind(row) => Some(row),
            _ => None,
        }
    }

    /// Names it in a document, so that a summary can link to it.
    #[must_use]
    pub fn id(self) -> String {
        self.row().map_or_else(|| self.code().to_owned(), |row| format!("{}-{row}", self.code()))
    }
}

/// What is wrong with a field. The key of its words is `flaw-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is needed and empty.
    Missing,
    /// It holds more characters than this.
    TooLong(usize),
    /// Nothing of its list was chosen.
    NothingChosen,
    /// Something was named that its list does not have.
    Unknown,
    /// There are more rows than [`super::MAX_ROWS`].
    TooMany,
    /// It is no date.
    NoDate,
    /// The end lies before the beginning.
    EndsBeforeItBegins,
}

impl Flaw {
    /// One of every kind.
    pub const ALL: [Self; 7] =
        [Self::Missing, Self::TooLong(0), Self::NothingChosen, Self::Unknown, Self::TooMany, Self::NoDate, Self::EndsBeforeItBegins];

    /// As it stands in the key of its words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong(_) => "too-long",
            Self::NothingChosen => "nothing-chosen",
            Self::Unknown => "unknown",
            Self::TooMany => "too-many",
            Self::NoDate => "no-date",
            Self::EndsBeforeItBegins => "ends-before-it-begins",
        }
    }

    /// The same, for those who are told a problem only.
    #[must_use]
    pub const fn problem(self) -> Problem {
        match self {
            Self::Missing | Self::NothingChosen => Problem::TextNeeded,
            Self::TooLong(_) => Problem::TextTooLong,
            Self::Unknown | Self::TooMany => Problem::Malformed,
            Self::NoDate | Self::EndsBeforeItBegins => Problem::InvalidDate,
        }
    }
}

/// Where, and what.
pub type FieldError = (Field, Flaw);
