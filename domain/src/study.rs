//! Studies (研究・利用課題): approved secondary uses, versioned.

pub mod draft;
pub mod search;

use crate::category::Form;
use crate::choice::Intended;
use crate::clock::{Span, Timestamp};
use crate::holder::SourceKind;
use crate::id::StudyId;
use crate::purpose::{Catalogue, PurposeCode};
use crate::words::Words;
use serde::{Deserialize, Serialize};

/// An organisation that uses records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserOrganisation {
    /// Its name.
    pub name: Words,
    /// Whether it uses them in the course of business.
    pub commercial: bool,
}

/// Where records come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name.
    pub name: Words,
    /// What kind of source it is.
    pub kind: SourceKind,
}

/// The committee that approved a study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// 審査委員会.
    pub body: Words,
    /// 承認番号.
    pub approval_number: String,
}

/// What stands in a study's registration. Stored as one JSON document per version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Its title.
    pub title: Words,
    /// What it is about, for people who are not researchers.
    pub summary: Words,
    /// What it is for; at least one.
    pub purposes: Vec<PurposeCode>,
    /// Who uses the records.
    pub users: Vec<UserOrganisation>,
    /// Who approved it.
    pub review: Review,
    /// Which kinds of records.
    pub categories: Vec<String>,
    /// In which form.
    pub form: Form,
    /// Where the records come from. Several: they are linked per person (ライフコースデータ).
    pub sources: Vec<Source>,
    /// The law it rests on, with article.
    pub legal_basis: Words,
    /// When it begins and ends, as days in Tokyo, `YYYY-MM-DD`.
    pub period: (String, String),
    /// Where its results are published.
    pub results: Option<Words>,
}

/// Where a study stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Being written; nobody outside may know of it.
    Draft,
    /// In the public register and running.
    Published,
    /// Over: nothing more may be disclosed for it.
    Ended,
    /// Over, and the records it held are deleted.
    Deleted,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Published, Self::Ended, Self::Deleted];

    /// As it is stored; the key of its words is `study-status-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Ended => "ended",
            Self::Deleted => "deleted",
        }
    }

    /// The status with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// How long after its end a study may take to publish its results.
pub const RESULTS_DUE: Span = Span::days(548);

/// A study in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// Its id.
    pub id: StudyId,
    /// Counts up with each change of the registration.
    pub version: i32,
    /// Where it stands.
    pub status: Status,
    /// When it ended, if it did.
    pub ended_at: Option<Timestamp>,
    /// What was registered.
    pub registration: Registration,
}

impl Study {
    /// Whether a commercial user takes part.
    #[must_use]
    pub fn commercial(&self) -> bool {
        self.registration.users.iter().any(|user| user.commercial)
    }

    /// Whether it links records of several sources per person.
    #[must_use]
    pub fn links_sources(&self) -> bool {
        self.registration.sources.len() > 1
    }

    /// Whether its results should have been published by now (18 months after its end).
    #[must_use]
    pub fn results_overdue(&self, now: Timestamp) -> bool {
        self.registration.results.is_none() && self.ended_at.is_some_and(|ended| ended + RESULTS_DUE < now)
    }

    /// The use of records that it is.
    #[must_use]
    pub fn intended<'a>(&self, catalogue: &'a Catalogue) -> Intended<'a> {
        Intended {
            study: Some(self.id),
            commercial: self.commercial(),
            purposes: self.registration.purposes.iter().filter_map(|code| catalogue.find(code)).collect(),
        }
    }
}
