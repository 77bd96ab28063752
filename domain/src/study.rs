//! Studies (研究・利用課題): approved secondary uses, versioned.

pub mod draft;
pub mod search;

use crate::category::Form;
use crate::choice::Intended;
use crate::clock::{Span, Timestamp, parse_date};
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

impl Registration {
    /// The last moment of its period: of the last day, in Tokyo. `None`: that is no day.
    #[must_use]
    pub fn last_moment(&self) -> Option<Timestamp> {
        let after = parse_date(&self.period.1).ok()?.next_day()?;
        Some(Timestamp::from_millis(Timestamp::start_of_day_in_tokyo(after).millis() - 1))
    }
}

/// Where a study stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Being written; nobody outside may know of it.
    Draft,
    /// In the public register; running until its period is over.
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
    /// When somebody ended it; of a study [`Study::as_of`] some time, when it was over by then, for whatever reason.
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

    /// The last moment in which something may be disclosed for it: that of the last day of its period in Tokyo, or when
    /// somebody ended it before. `None`: its period has no end that can be read, and nobody ended it.
    #[must_use]
    pub fn last_moment(&self) -> Option<Timestamp> {
        let of_period = self.registration.last_moment();
        self.ended_at.into_iter().chain(of_period).min()
    }

    /// Whether something could be disclosed for it at that moment, as far as its end goes. Where nobody can tell the end, nothing
    /// can: a period that cannot be read permits nothing.
    #[must_use]
    pub fn open_at(&self, moment: Timestamp) -> bool {
        let may = match self.status {
            Status::Draft => false,
            Status::Published => true,
            Status::Ended | Status::Deleted => self.ended_at.is_some(),
        };
        may && self.registration.last_moment().is_some() && self.last_moment().is_some_and(|last| moment <= last)
    }

    /// Whether it is over: somebody ended it, or the last day of its period has passed in Tokyo.
    #[must_use]
    pub fn over_at(&self, now: Timestamp) -> bool {
        matches!(self.status, Status::Ended | Status::Deleted) || (self.status == Status::Published && !self.open_at(now))
    }

    /// The study as it stands at that moment, for whoever shows it: one whose period has passed has ended with it, though
    /// nobody said so.
    #[must_use]
    pub fn as_of(self, now: Timestamp) -> Self {
        if !self.over_at(now) {
            return self;
        }
        let status = if self.status == Status::Published { Status::Ended } else { self.status };
        Self { status, ended_at: self.last_moment(), ..self }
    }

    /// Whether its results should have been published by now (18 months after its end).
    #[must_use]
    pub fn results_overdue(&self, now: Timestamp) -> bool {
        let overdue = |ended: Timestamp| ended + RESULTS_DUE < now;
        self.registration.results.is_none() && self.over_at(now) && self.last_moment().is_some_and(overdue)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn study(status: Status, ended_at: Option<&str>, last_day: &str) -> Study {
        let registration = serde_json::json!({
            "title": { "ja": "研究", "en": "A study" }, "summary": { "ja": "調べます", "en": "It looks" }, "purposes": ["education"],
            "users": [], "review": { "body": { "ja": "委員会", "en": "Board" }, "approval_number": "1" }, "categories": ["imaging"],
            "form": "anonymised", "sources": [], "legal_basis": { "ja": "第1条", "en": "Article 1" },
            "period": ["2026-01-01", last_day], "results": null
        });
        let registration = serde_json::from_value(registration).unwrap();
        Study { id: StudyId(uuid::Uuid::nil()), version: 1, status, ended_at: ended_at.map(at), registration }
    }

    #[test]
    fn a_study_is_over_when_the_last_day_of_its_period_has_passed_in_tokyo() {
        let study = study(Status::Published, None, "2026-12-31");
        let (last, after) = (at("2026-12-31T14:59:59.999Z"), at("2026-12-31T15:00:00.000Z"));
        assert!(study.open_at(last) && !study.over_at(last));
        assert!(!study.open_at(after) && study.over_at(after));
        assert_eq!(study.clone().as_of(last), study);
        let shown = study.as_of(after);
        assert_eq!((shown.status, shown.ended_at), (Status::Ended, Some(last)));
    }

    #[test]
    fn whichever_end_comes_first_counts() {
        let early = study(Status::Ended, Some("2026-05-01T00:00:00.000Z"), "2026-12-31");
        assert!(early.open_at(at("2026-05-01T00:00:00.000Z")) && !early.open_at(at("2026-05-01T00:00:00.001Z")));
        let late = study(Status::Ended, Some("2027-05-01T00:00:00.000Z"), "2026-12-31");
        assert!(!late.open_at(at("2027-01-02T00:00:00.000Z")));
        assert_eq!(late.as_of(at("2027-06-01T00:00:00.000Z")).ended_at, Some(at("2026-12-31T14:59:59.999Z")));
    }

    #[test]
    fn where_nobody_can_tell_the_end_nothing_is_open() {
        for (status, last_day) in [(Status::Published, "some day"), (Status::Published, "2026-02-30"), (Status::Ended, "2026-12-31")] {
            let study = study(status, None, last_day);
            assert!(!study.open_at(at("2026-01-02T00:00:00.000Z")) && study.over_at(at("2026-01-02T00:00:00.000Z")));
        }
        assert!(!study(Status::Draft, None, "2026-12-31").over_at(at("2030-01-01T00:00:00.000Z")), "a draft never began");
    }

    #[test]
    fn results_are_due_eighteen_months_after_the_end() {
        let by_its_period = study(Status::Published, None, "2026-12-31");
        assert!(!by_its_period.results_overdue(at("2026-11-01T00:00:00.000Z")));
        assert!(!by_its_period.results_overdue(at("2028-06-30T00:00:00.000Z")));
        assert!(by_its_period.results_overdue(at("2028-07-03T00:00:00.000Z")));
        let ended = study(Status::Ended, Some("2026-05-01T00:00:00.000Z"), "2026-12-31");
        assert!(ended.results_overdue(at("2027-11-02T00:00:00.000Z")));
    }
}
