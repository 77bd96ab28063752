//! What the people of the demo said over the years, and who was found to be one person: the log, in order.

use super::people::{Part, Person};
use super::register::StudySeat;
use super::releases::{Release, office_hours};
use super::{DemoError, Stage};
use crate::service::choices::entry::enter as enter_decision;
use crate::service::links::link;
use crate::store::audit::{self, Line};
use crate::store::links::Cause;
use crate::store::{Tx, log};
use domain::actor::{Actor, Operation};
use domain::choice::{Channel, DecidedBy, Decision, NewDecision, Scope, Stance};
use domain::clock::{Date, Span, Timestamp};
use domain::id::SubjectId;
use domain::log::Position;
use domain::study::Study;
use std::collections::BTreeMap;

/// Something that came into the log.
struct Deed {
    at: Timestamp,
    /// Which of the people.
    person: usize,
    what: What,
}

enum What {
    Said { scope: Scope, stance: Stance, channel: Channel, received: Option<Date> },
    Joined,
}

/// A use that was disclosed against somebody's choice.
#[derive(Clone, Copy)]
pub(super) struct Forced {
    /// Which of the people.
    pub person: usize,
    /// Which of the releases.
    pub release: usize,
    /// Whether the release's check covers it.
    pub covered: bool,
}

/// The story still to be told.
#[derive(Default)]
pub(super) struct Plan {
    deeds: Vec<Deed>,
    forced: Vec<Forced>,
}

/// What stands in the log.
pub(super) struct Said {
    /// By whom it was said.
    pub decisions: BTreeMap<SubjectId, Vec<Decision>>,
    /// When each entry came in, in order.
    entered_at: Vec<Timestamp>,
    /// The uses that go against it.
    pub forced: Vec<Forced>,
}

impl Said {
    /// How many entries the log had at that moment.
    pub(super) fn log_size(&self, at: Timestamp) -> Position {
        Position(self.entered_at.partition_point(|entered| *entered <= at) as u64)
    }
}

/// Makes up who says what.
pub(super) fn plan(stage: &Stage, people: &[Person], releases: &[Release], studies: &[StudySeat]) -> Result<Plan, DemoError> {
    let mut plotter = Plotter { stage, people, releases, studies, plan: Plan::default() };
    for (n, person) in people.iter().enumerate() {
        let part = if person.part == Part::Passer { plotter.part_of_passer() } else { person.part };
        plotter.plot(n, part)?;
    }
    plotter.plan.deeds.sort_by_key(|deed| deed.at);
    Ok(plotter.plan)
}

struct Plotter<'a> {
    stage: &'a Stage,
    people: &'a [Person],
    releases: &'a [Release],
    studies: &'a [StudySeat],
    plan: Plan,
}

/// Every channel a passer may have taken. Who wrote online had an account and left: choices stand.
const CHANNELS: [Channel; 5] = [Channel::Online, Channel::Online, Channel::Paper, Channel::Phone, Channel::Counter];

impl Plotter<'_> {
    /// About two passers in five said something, some of them with a conflict.
    fn part_of_passer(&self) -> Part {
        match self.stage.random.below(100) {
            0..4 => Part::Against,
            4..8 => Part::CheckedBefore,
            8..12 => Part::LateEntry,
            12..15 => Part::TakenBack,
            15..40 => Part::Passer,
            _ => Part::Plain,
        }
    }

    fn plot(&mut self, n: usize, part: Part) -> Result<(), DemoError> {
        match part {
            Part::Plain | Part::Undisclosed | Part::Child | Part::PublicPayer => {}
            Part::Against => self.against(n)?,
            Part::CheckedBefore => self.checked_before(n)?,
            Part::LateEntry => self.late_entry(n)?,
            Part::TakenBack => self.taken_back(n)?,
            Part::OneStudy => {
                let scope = self.some_study()?;
                self.refuse(n, self.on_some_day(30, 700), scope, Channel::Counter);
            }
            Part::AllButOneStudy => {
                self.refuse(n, self.on_some_day(400, 900), Scope::All, Channel::Phone);
                let scope = self.some_study()?;
                self.allow(n, self.on_some_day(20, 200), scope);
            }
            Part::Joined => {
                let at = self.on_some_day(100, 500);
                self.plan.deeds.push(Deed { at, person: n, what: What::Joined });
            }
            Part::Passer => self.in_passing(n)?,
        }
        Ok(())
    }

    /// A holder did not ask, or did not heed the answer.
    fn against(&mut self, n: usize) -> Result<(), DemoError> {
        let Some(release) = self.release(n, |release, study| !release.historic && study.commercial()) else { return Ok(()) };
        let before = self.days_ago_of(release) + self.stage.random.between(30, 200);
        self.refuse(n, office_hours(self.stage, before), Scope::Commercial, Channel::Paper);
        self.plan.forced.push(Forced { person: n, release, covered: false });
        Ok(())
    }

    /// The refusal came while a check's answer could still be used.
    fn checked_before(&mut self, n: usize) -> Result<(), DemoError> {
        let Some(release) = self.release(n, |release, _| release.checked_at.is_some()) else { return Ok(()) };
        let checked_at = self.releases[release].checked_at.ok_or(DemoError::Plan("a check"))?;
        let scope = self.purpose_of(release)?;
        self.refuse(n, checked_at + Span::hours(1), scope, Channel::Phone);
        self.plan.forced.push(Forced { person: n, release, covered: true });
        Ok(())
    }

    /// The paper came before the disclosure, and was entered after it.
    fn late_entry(&mut self, n: usize) -> Result<(), DemoError> {
        let Some(release) = self.release(n, |release, _| !release.historic) else { return Ok(()) };
        let days_ago = self.days_ago_of(release);
        let (received, _) = self.stage.days_ago(days_ago + self.stage.random.between(1, 4)).in_tokyo();
        let entered = office_hours(self.stage, days_ago - self.stage.random.between(4, 9));
        let what = What::Said { scope: Scope::All, stance: Stance::Refuse, channel: Channel::Paper, received: Some(received) };
        self.plan.deeds.push(Deed { at: entered, person: n, what });
        let covered = self.releases[release].checked_at.is_some();
        self.plan.forced.push(Forced { person: n, release, covered });
        Ok(())
    }

    /// Refused, disclosed all the same, allowed again.
    fn taken_back(&mut self, n: usize) -> Result<(), DemoError> {
        let Some(release) = self.release(n, |release, _| !release.historic) else { return Ok(()) };
        let scope = self.purpose_of(release)?;
        let days_ago = self.days_ago_of(release);
        let before = office_hours(self.stage, days_ago + self.stage.random.between(20, 90));
        self.refuse(n, before, scope.clone(), Channel::Paper);
        let after = office_hours(self.stage, days_ago - self.stage.random.between(5, 12));
        self.allow(n, after, scope);
        self.plan.forced.push(Forced { person: n, release, covered: false });
        Ok(())
    }

    /// A refusal of any scope, by any way; some say it twice.
    fn in_passing(&mut self, n: usize) -> Result<(), DemoError> {
        let random = &self.stage.random;
        let scope = match random.below(10) {
            0..3 => Scope::All,
            3..5 => Scope::Commercial,
            5..8 => self.some_purpose()?,
            _ => self.some_study()?,
        };
        let channel = random.pick(&CHANNELS).copied().unwrap_or(Channel::Paper);
        self.refuse(n, self.on_some_day(200, 1_700), scope.clone(), channel);
        if self.stage.random.percent(15) {
            self.refuse(n, self.on_some_day(5, 190), scope, channel);
        }
        Ok(())
    }

    fn refuse(&mut self, person: usize, at: Timestamp, scope: Scope, channel: Channel) {
        // A letter is entered the day after it came.
        let received = (channel == Channel::Paper).then(|| (at - Span::days(1)).in_tokyo().0);
        let what = What::Said { scope, stance: Stance::Refuse, channel, received };
        self.plan.deeds.push(Deed { at, person, what });
    }

    fn allow(&mut self, person: usize, at: Timestamp, scope: Scope) {
        let what = What::Said { scope, stance: Stance::Allow, channel: Channel::Counter, received: None };
        self.plan.deeds.push(Deed { at, person, what });
    }

    /// A release of the last two years by a holder that knows the person, of a study that can be refused. There need be none
    /// for a passer, to whom then nothing happens.
    fn release(&self, n: usize, fits: impl Fn(&Release, &Study) -> bool) -> Option<usize> {
        let person = &self.people[n];
        let (oldest, newest) = (self.stage.days_ago(700), self.stage.days_ago(15));
        let fitting: Vec<usize> = (0..self.releases.len())
            .filter(|&at| {
                let release = &self.releases[at];
                let study = self.studies[release.study].at(release.disclosed_at);
                person.known_to[release.holder]
                    && (oldest..newest).contains(&release.disclosed_at)
                    && study.is_some_and(|study| is_refusable(study) && fits(release, study))
            })
            .collect();
        self.stage.random.pick(&fitting).copied()
    }

    fn purpose_of(&self, release: usize) -> Result<Scope, DemoError> {
        let release = &self.releases[release];
        let study = self.studies[release.study].at(release.disclosed_at);
        let purpose = study.and_then(|study| study.registration.purposes.first());
        purpose.cloned().map(Scope::Purpose).ok_or(DemoError::Plan("a purpose"))
    }

    fn some_study(&self) -> Result<Scope, DemoError> {
        let studies: Vec<_> = self.studies.iter().filter_map(StudySeat::now).filter(|study| is_refusable(study)).collect();
        self.stage.random.pick(&studies).map(|study| Scope::Study(study.id)).ok_or(DemoError::Plan("a study"))
    }

    fn some_purpose(&self) -> Result<Scope, DemoError> {
        let studies: Vec<_> = self.studies.iter().filter_map(StudySeat::now).filter(|study| is_refusable(study)).collect();
        let purpose = self.stage.random.pick(&studies).and_then(|study| study.registration.purposes.first());
        purpose.cloned().map(Scope::Purpose).ok_or(DemoError::Plan("a purpose"))
    }

    fn on_some_day(&self, from_days_ago: i64, to_days_ago: i64) -> Timestamp {
        office_hours(self.stage, self.stage.random.between(from_days_ago, to_days_ago))
    }

    /// How many days ago the day of a release began.
    fn days_ago_of(&self, release: usize) -> i64 {
        let since = self.stage.today.millis() - self.releases[release].disclosed_at.millis();
        since.div_euclid(Span::days(1).millis()) + 1
    }
}

/// The law exempts the control of infections from refusal.
fn is_refusable(study: &Study) -> bool {
    study.registration.purposes.iter().any(|purpose| purpose.as_str() != "infectious-disease-control")
}

/// Tells the story: everything is entered at its own time, in order, as the services enter it.
pub(super) async fn enter(stage: &Stage, tx: &Tx, people: &[Person], plan: Plan) -> Result<Said, DemoError> {
    let mut said = Said { decisions: BTreeMap::new(), entered_at: Vec::new(), forced: plan.forced };
    let mut lines = Vec::new();
    for deed in plan.deeds {
        stage.clock.set(deed.at);
        let person = &people[deed.person];
        match deed.what {
            What::Said { scope, stance, channel, received } => {
                let notice = stage.core.config.notice.clone();
                let new = NewDecision { subject: person.subject, scope, stance, channel, received, notice };
                let by = if channel == Channel::Online { DecidedBy::Patient } else { DecidedBy::Staff };
                let mut head = log::lock(tx).await?;
                let entered = enter_decision(&stage.core, tx, &mut head, &new, by, None).await?;
                let operation = if stance == Stance::Refuse { Operation::Refuse } else { Operation::Allow };
                lines.push(Line::of(&Actor::System, operation, deed.at).to(entered.decision.position));
                said.decisions.entry(person.subject).or_default().push(entered.decision);
            }
            What::Joined => {
                let former = person.former.ok_or(DemoError::Plan("who was joined"))?;
                link(&stage.core, tx, person.subject, former, Cause::Activation, deed.at).await?;
                lines.push(Line::of(&Actor::System, Operation::Activate, deed.at).to(person.subject));
            }
        }
        said.entered_at.push(deed.at);
    }
    audit::append(tx, &stage.core.config.node, lines).await?;
    Ok(said)
}
