//! When which holder disclosed for which study: the releases of five years, still without people.

use super::Stage;
use super::register::{HolderSeat, StudySeat};
use domain::check::VALIDITY;
use domain::clock::{Span, Timestamp};

/// One release.
pub(super) struct Release {
    /// Which of the studies.
    pub study: usize,
    /// Which of the holders.
    pub holder: usize,
    pub disclosed_at: Timestamp,
    pub reported_at: Timestamp,
    /// When the holder asked what people chose, if it did.
    pub checked_at: Option<Timestamp>,
    /// Before the holder joined.
    pub historic: bool,
}

impl Release {
    /// The moment until which the answer to the check could be used.
    pub(super) fn valid_until(&self) -> Option<Timestamp> {
        self.checked_at.map(|at| at + VALIDITY)
    }
}

/// All releases, oldest first.
pub(super) fn plan(stage: &Stage, studies: &[StudySeat], holders: &[HolderSeat]) -> Vec<Release> {
    let mut releases = Vec::new();
    for (study, seat) in studies.iter().enumerate() {
        for &holder in seat.plan.sources {
            let mut days_ago = seat.plan.began_days_ago - stage.random.between(5, 30);
            while days_ago > (-seat.plan.ends_in_days).max(2) {
                releases.push(release(stage, study, holder, holders[holder].joined_at, days_ago));
                days_ago -= seat.plan.release_every_days + stage.random.between(-8, 8);
            }
        }
    }
    releases.sort_by_key(|release| release.disclosed_at);
    releases
}

fn release(stage: &Stage, study: usize, holder: usize, joined_at: Timestamp, days_ago: i64) -> Release {
    let disclosed_at = office_hours(stage, days_ago);
    let historic = disclosed_at < joined_at;
    // Most holders ask before they disclose.
    let asks = !historic && stage.random.percent(88);
    let asked_before = Span::minutes(stage.random.between(150, 1_200));
    let reported_at = (disclosed_at + Span::minutes(stage.random.between(120, 2_400))).min(stage.today);
    // What lies before the holder joined was reported when it did.
    let reported_at = if historic { joined_at + Span::hours(30) } else { reported_at };
    Release { study, holder, disclosed_at, reported_at, checked_at: asks.then(|| disclosed_at - asked_before), historic }
}

/// Some time between 9:00 and 17:00 in Tokyo, on that day or the working day before it.
pub(super) fn office_hours(stage: &Stage, days_ago: i64) -> Timestamp {
    let mut day = stage.days_ago(days_ago);
    while day.in_tokyo().0.weekday().number_days_from_monday() > 4 {
        day = day - Span::days(1);
    }
    day + Span::hours(9) + Span::seconds(stage.random.between(0, 8 * 3_600))
}
