//! Decisions: the events that choices are folded from.

use super::{Scope, Stance};
use crate::clock::{Date, Span, Timestamp};
use crate::failure::Problem;
use crate::id::SubjectId;
use crate::log::Position;
use serde::{Deserialize, Serialize};

/// How far before its entry a refusal may take effect: from 00:00 in Tokyo of the day the paper or call was received.
pub const MAX_BACKDATING: Span = Span::days(90);

/// How a decision reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// On this site.
    Online,
    /// By telephone.
    Phone,
    /// On paper.
    Paper,
    /// At a counter.
    Counter,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::Online, Self::Phone, Self::Paper, Self::Counter];

    /// As it is stored and logged; the key of its words is `channel-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Phone => "phone",
            Self::Paper => "paper",
            Self::Counter => "counter",
        }
    }

    /// The channel with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// Who entered a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecidedBy {
    /// The person.
    Patient,
    /// Someone who acts for the person.
    Proxy,
    /// Support staff, on the person's word.
    Staff,
}

impl DecidedBy {
    /// Everyone who can.
    pub const ALL: [Self; 3] = [Self::Patient, Self::Proxy, Self::Staff];

    /// As it is stored and logged; the key of the words is `decided-by-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Proxy => "proxy",
            Self::Staff => "staff",
        }
    }

    /// The one with that code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|who| who.code() == code)
    }
}

/// A decision that stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its place in the log.
    pub position: Position,
    /// Whose it is.
    pub subject: SubjectId,
    /// About what.
    pub scope: Scope,
    /// What was said.
    pub stance: Stance,
    /// Since when it holds.
    pub effective: Timestamp,
    /// When it was entered.
    pub recorded: Timestamp,
    /// How it reached us.
    pub channel: Channel,
    /// Who entered it.
    pub by: DecidedBy,
    /// The version of the notice text that was shown.
    pub notice: String,
}

/// A decision that someone wants to enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDecision {
    /// Whose it is.
    pub subject: SubjectId,
    /// About what.
    pub scope: Scope,
    /// What was said.
    pub stance: Stance,
    /// How it reached us.
    pub channel: Channel,
    /// The day on which the paper or call was received; `None`: now.
    pub received: Option<Date>,
    /// The version of the notice text that was shown.
    pub notice: String,
}

/// Why a decision cannot be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionRefused {
    /// It would take effect in the future.
    #[error("received in the future")]
    InFuture,
    /// It was received too long ago.
    #[error("received more than 90 days ago")]
    TooLongAgo,
    /// An allow takes effect on entry.
    #[error("only a refusal may take effect before its entry")]
    OnlyRefusalBackdated,
}

impl From<DecisionRefused> for Problem {
    fn from(refused: DecisionRefused) -> Self {
        match refused {
            DecisionRefused::InFuture => Self::InFuture,
            DecisionRefused::TooLongAgo => Self::TooLongAgo,
            DecisionRefused::OnlyRefusalBackdated => Self::OnlyRefusalBackdated,
        }
    }
}

impl NewDecision {
    /// Since when it would hold if it were entered now.
    ///
    /// # Errors
    /// A day in the future, a day more than [`MAX_BACKDATING`] back, or any day for an allow.
    pub fn effective(&self, now: Timestamp) -> Result<Timestamp, DecisionRefused> {
        let Some(day) = self.received else { return Ok(now) };
        let (today, _) = now.in_tokyo();
        if day > today {
            return Err(DecisionRefused::InFuture);
        }
        if self.stance == Stance::Allow {
            return Err(DecisionRefused::OnlyRefusalBackdated);
        }
        let (earliest, _) = (now - MAX_BACKDATING).in_tokyo();
        if day < earliest {
            return Err(DecisionRefused::TooLongAgo);
        }
        Ok(Timestamp::start_of_day_in_tokyo(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::parse_date;
    use uuid::Uuid;

    fn received(day: &str, stance: Stance) -> Result<Timestamp, DecisionRefused> {
        let new = NewDecision {
            subject: SubjectId(Uuid::from_u128(1)),
            scope: Scope::All,
            stance,
            channel: Channel::Paper,
            received: Some(parse_date(day).unwrap()),
            notice: "2026-11".into(),
        };
        new.effective("2026-11-21T16:00:00.000Z".parse().unwrap())
    }

    #[test]
    fn a_refusal_on_paper_holds_from_midnight_in_tokyo_of_the_day_it_came() {
        // It is 01:00 on the 22nd in Tokyo.
        assert_eq!(received("2026-11-22", Stance::Refuse).unwrap().to_string(), "2026-11-21T15:00:00.000Z");
        assert_eq!(received("2026-11-01", Stance::Refuse).unwrap().to_string(), "2026-10-31T15:00:00.000Z");
    }

    #[test]
    fn nothing_is_received_tomorrow() {
        assert_eq!(received("2026-11-23", Stance::Refuse), Err(DecisionRefused::InFuture));
        assert_eq!(received("2026-11-23", Stance::Allow), Err(DecisionRefused::InFuture));
    }

    #[test]
    fn ninety_days_back_and_no_further() {
        assert!(received("2026-08-24", Stance::Refuse).is_ok());
        assert_eq!(received("2026-08-23", Stance::Refuse), Err(DecisionRefused::TooLongAgo));
    }

    #[test]
    fn an_allow_takes_effect_on_entry_only() {
        assert_eq!(received("2026-11-21", Stance::Allow), Err(DecisionRefused::OnlyRefusalBackdated));
    }
}
