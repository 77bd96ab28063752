//! Looking for studies in the public register.

use super::{Status, Study};
use crate::clock::Timestamp;
use crate::id::{InvalidId, StudyId};
use crate::purpose::PurposeCode;
use unicode_normalization::UnicodeNormalization;

/// How many characters of what somebody looks for are read.
pub const MAX_WORDS: usize = 200;

/// Where a study stands, for those who look for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is running.
    Running,
    /// It is over.
    Ended,
    /// It is over, and its results should have been published by now.
    ResultsOverdue,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 3] = [Self::Running, Self::Ended, Self::ResultsOverdue];

    /// As it stands in addresses; the key of its words is `studies-stage-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Ended => "ended",
            Self::ResultsOverdue => "overdue",
        }
    }

    /// The stage with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

/// What somebody looks for; what is not said is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Words that all stand in title, summary or names of the users, in either language.
    pub words: String,
    /// A purpose it has.
    pub purpose: Option<PurposeCode>,
    /// Whether a commercial user takes part.
    pub commercial: Option<bool>,
    /// Where it stands.
    pub stage: Option<Stage>,
}

impl Search {
    /// Whether everything is asked for.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether this study is one that is looked for. A draft never is.
    #[must_use]
    pub fn finds(&self, study: &Study, now: Timestamp) -> bool {
        if study.status == Status::Draft {
            return false;
        }
        let over = study.over_at(now);
        self.commercial.is_none_or(|commercial| commercial == study.commercial())
            && self.purpose.as_ref().is_none_or(|purpose| study.registration.purposes.contains(purpose))
            && self.stage.is_none_or(|stage| match stage {
                Stage::Running => !over,
                Stage::Ended => over,
                Stage::ResultsOverdue => study.results_overdue(now),
            })
            && self.finds_words(study)
    }

    fn finds_words(&self, study: &Study) -> bool {
        let wanted = plain(&self.words.chars().take(MAX_WORDS).collect::<String>());
        let mut wanted = wanted.split_whitespace().peekable();
        if wanted.peek().is_none() {
            return true;
        }
        let of = &study.registration;
        let all = [&of.title, &of.summary].into_iter().chain(of.users.iter().map(|user| &user.name));
        // A line between two texts, so that nothing is found that spans them.
        let text = plain(&all.flat_map(|words| [words.ja.as_str(), "\n", words.en.as_str(), "\n"]).collect::<String>());
        wanted.all(|word| text.contains(word))
    }
}

/// Full-width and half-width, capital and small: all the same to whoever looks for something.
fn plain(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// The place in the register after which the next page begins: newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegisterCursor {
    /// When the last study of the page was published.
    pub published_at: Timestamp,
    /// Which it was.
    pub study: StudyId,
}

impl std::fmt::Display for RegisterCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.published_at.millis(), self.study)
    }
}

impl std::str::FromStr for RegisterCursor {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (millis, id) = text.split_once('.').ok_or(InvalidId)?;
        let millis = millis.parse().map_err(|_| InvalidId)?;
        Ok(Self { published_at: Timestamp::from_millis(millis), study: id.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study(status: Status) -> Study {
        let registration = serde_json::json!({
            "title": { "ja": "胸部画像のＡＩ", "en": "Chest X-ray AI" }, "summary": { "ja": "肺の影", "en": "Shadows" },
            "purposes": ["ai-development"],
            "users": [{ "name": { "ja": "ヒカリ画像診断", "en": "Hikari Imaging" }, "commercial": true }],
            "review": { "body": { "ja": "委員会", "en": "Board" }, "approval_number": "1" }, "categories": ["imaging"],
            "form": "anonymised", "sources": [{ "name": { "ja": "病院", "en": "Hospital" }, "kind": "provider" }],
            "legal_basis": { "ja": "第1条", "en": "Article 1" }, "period": ["2026-01-01", "2026-12-31"], "results": null
        });
        let ended_at = (status == Status::Ended).then(|| Timestamp::from_millis(0));
        Study { id: StudyId(uuid::Uuid::nil()), version: 1, status, ended_at, registration: serde_json::from_value(registration).unwrap() }
    }

    fn finds(words: &str) -> bool {
        Search { words: words.into(), ..Search::default() }.finds(&study(Status::Published), Timestamp::from_millis(0))
    }

    #[test]
    fn words_are_found_in_either_language_and_any_width() {
        for words in ["", "  ", "AI", "ａｉ", "chest", "胸部", "ﾋｶﾘ", "imaging 影", "x-ray\u{3000}hikari"] {
            assert!(finds(words), "{words}");
        }
        for words in ["糖尿病", "chest 糖尿病", "Board", "AIChest"] {
            assert!(!finds(words), "{words}");
        }
    }

    #[test]
    fn a_study_whose_period_has_passed_is_found_among_those_that_ended() {
        let (study, passed) = (study(Status::Published), "2026-12-31T15:00:00.000Z".parse().unwrap());
        let found = |stage, now| Search { stage: Some(stage), ..Search::default() }.finds(&study, now);
        assert!(found(Stage::Ended, passed) && !found(Stage::Running, passed) && !found(Stage::ResultsOverdue, passed));
        assert!(found(Stage::ResultsOverdue, passed + crate::study::RESULTS_DUE));
    }

    #[test]
    fn filters_narrow_and_a_draft_is_never_found() {
        let now = "2026-11-22T00:00:00Z".parse().unwrap();
        let (running, over) = (study(Status::Published), study(Status::Ended));
        let stage = |stage| Search { stage: Some(stage), ..Search::default() };
        assert!(stage(Stage::Running).finds(&running, now) && !stage(Stage::Running).finds(&over, now));
        assert!(stage(Stage::Ended).finds(&over, now) && stage(Stage::ResultsOverdue).finds(&over, now));
        assert!(!stage(Stage::ResultsOverdue).finds(&running, now));
        assert!(Search { purpose: "ai-development".parse().ok(), ..Search::default() }.finds(&running, now));
        assert!(!Search { purpose: "education".parse().ok(), ..Search::default() }.finds(&running, now));
        assert!(!Search { commercial: Some(false), ..Search::default() }.finds(&running, now));
        assert!(!Search::default().finds(&study(Status::Draft), now));
    }

    #[test]
    fn a_place_in_the_register_reads_back_as_it_was_written() {
        let cursor = RegisterCursor { published_at: Timestamp::from_millis(1_700_000_000_000), study: StudyId(uuid::Uuid::from_u128(9)) };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in ["", ".", "1", "x.01J00000000000000000000000", "1.not-an-id"] {
            assert_eq!(text.parse::<RegisterCursor>(), Err(InvalidId), "{text}");
        }
    }
}
