//! Whether the service works at this moment, for everybody to see.

use crate::clock::{Span, Timestamp};
use async_trait::async_trait;

/// How long an entry may wait for its signature before the log counts as late: it is published each second.
pub const LOG_LATE_AFTER: Span = Span::minutes(1);

/// How the public log stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogStatus {
    /// When the newest checkpoint was signed; `None`: there is none yet.
    pub signed_at: Option<Timestamp>,
    /// Since when the first entry waits that it does not cover; `None`: it covers everything.
    pub waiting_since: Option<Timestamp>,
}

impl LogStatus {
    /// Whether everything that was entered is published, or will be in a moment. On a quiet night nothing is entered, and the
    /// newest checkpoint grows old without a fault.
    #[must_use]
    pub fn in_time(&self, now: Timestamp) -> bool {
        self.waiting_since.is_none_or(|since| now < since + LOG_LATE_AFTER)
    }
}

/// What works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// When this was found out.
    pub at: Timestamp,
    /// Since when this process runs.
    pub running_since: Timestamp,
    /// Whether refusals and allows are taken.
    pub decisions: bool,
    /// Whether holders get answers.
    pub checks: bool,
    /// The log; `None`: it cannot be read now.
    pub log: Option<LogStatus>,
}

impl Status {
    /// Whether people and holders are served. A log that is late is told, and made up for: nobody is turned away for it.
    #[must_use]
    pub const fn serves(&self) -> bool {
        self.decisions && self.checks
    }

    /// Whether everything works.
    #[must_use]
    pub fn all_well(&self) -> bool {
        self.serves() && self.log.is_some_and(|log| log.in_time(self.at))
    }
}

/// Tells whether the service works.
#[async_trait]
pub trait StatusPort: Send + Sync {
    /// How it stands. Always an answer: what cannot be found out does not work.
    async fn status(&self) -> Status;
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    #[test]
    fn a_quiet_log_is_not_late_and_one_with_waiting_entries_is_after_a_minute() {
        let log = |waits: Option<Span>| LogStatus { signed_at: Some(NOW - Span::days(3)), waiting_since: waits.map(|waits| NOW - waits) };
        assert!(log(None).in_time(NOW));
        assert!(log(Some(Span::seconds(59))).in_time(NOW), "the first entry after a quiet night");
        assert!(!log(Some(Span::seconds(60))).in_time(NOW));
        assert!(LogStatus { signed_at: None, waiting_since: None }.in_time(NOW), "nothing was ever entered");
    }

    #[test]
    fn all_is_well_only_when_everything_works() {
        let log = Some(LogStatus { signed_at: Some(NOW), waiting_since: None });
        let well = Status { at: NOW, running_since: NOW, decisions: true, checks: true, log };
        assert!(well.all_well());
        for not in [Status { decisions: false, ..well }, Status { checks: false, ..well }, Status { log: None, ..well }] {
            assert!(!not.all_well(), "{not:?}");
        }
    }
}
