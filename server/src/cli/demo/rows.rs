//! Whose records were in which release: picks the people, reports every release as a holder would, and counts what each
//! person sees of it.

use super::people::{Counts, Part, Person};
use super::register::{HolderSeat, StudySeat};
use super::releases::Release;
use super::sayings::Said;
use super::{DemoError, Stage, withheld};
use crate::store::disclosures::{Disclosure, NewUse, report as report_disclosure};
use crate::store::who_asked::{self, About, Tally, purposes_key};
use crate::store::{Tx, holder_counts, studies as kept_studies};
use domain::check::{AskedFor, Question};
use domain::choice::{Choices, Decision};
use domain::clock::{Span, Timestamp};
use domain::disclosure::{Conflict, Covering, Display};
use domain::id::DisclosureId;
use domain::link::Kin;
use domain::purpose::Catalogue;
use domain::statistics::{Month, What};
use domain::study::Study;
use std::collections::BTreeMap;

/// Everything that came before.
pub(super) struct Cast<'a> {
    pub holders: &'a [HolderSeat],
    pub studies: &'a [StudySeat],
    pub people: &'a [Person],
    pub releases: &'a [Release],
    pub said: &'a Said,
}

/// One person's part of a release.
pub(super) struct Row {
    /// Which of the people.
    pub person: usize,
    pub part: NewUse,
}

/// Reports every release with its people. Answers what each person sees, in the order of the people.
pub(super) async fn report(stage: &Stage, tx: &Tx, cast: Cast<'_>) -> Result<Vec<Counts>, DemoError> {
    let catalogue = kept_studies::catalogue(tx).await?;
    let casting = Casting { stage, cast: &cast, catalogue: &catalogue };
    let mut rows: Vec<Vec<Row>> = cast.releases.iter().map(|_| Vec::new()).collect();
    for (n, _) in cast.people.iter().enumerate() {
        casting.choose(n, &mut rows)?;
    }
    let mut counts: Vec<Counts> = cast.people.iter().map(|_| Counts::default()).collect();
    let mut asked: BTreeMap<About, Tally> = BTreeMap::new();
    let mut withheld = Vec::new();
    for (release, rows) in cast.releases.iter().zip(rows).filter(|(_, rows)| !rows.is_empty()) {
        let study = casting.study(release)?;
        let (disclosure, covering) = casting.disclosure(release, study)?;
        let rows: Vec<Row> =
            (0..).zip(rows).map(|(n, Row { person, part })| Row { person, part: NewUse { row: Some(n), ..part } }).collect();
        let parts: Vec<_> = rows.iter().map(|row| row.part).collect();
        let conflicts = report_disclosure(tx, &disclosure, covering, &parts).await?;
        withheld.extend(withheld::say(tx, &disclosure, &rows).await?);
        count(&rows, &conflicts, &mut counts);
        count_for_holder(tx, &disclosure, &parts, &conflicts).await?;
        casting.remember_who_asked(release, study, &parts, &mut asked);
    }
    who_asked::add(tx, &asked).await?;
    withheld::look_again(stage, tx, cast.holders, withheld).await?;
    Ok(counts)
}

/// What the holder did in a month, as the services count it.
async fn count_for_holder(tx: &Tx, of: &Disclosure, parts: &[NewUse], conflicts: &[Option<Conflict>]) -> Result<(), DemoError> {
    let (rows, unchecked) = (parts.len() as u64, parts.iter().filter(|part| !part.covered).count() as u64);
    let mut counts = Vec::new();
    if let Some((_, at)) = of.check {
        counts.extend([(at, What::Checks, 1), (at, What::CheckedRows, rows)]);
    }
    let study = of.study.0;
    let reported = [(What::Reports(study), 1), (What::ReportedRows(study), rows), (What::UncheckedRows(study), unchecked)];
    counts.extend(reported.map(|(what, n)| (of.reported_at, what, n)));
    for kind in Conflict::ALL {
        let n = conflicts.iter().filter(|found| **found == Some(kind)).count() as u64;
        counts.push((of.reported_at, What::AgainstChoice(kind), n));
    }
    for (at, what, n) in counts {
        holder_counts::add(tx, of.holder, Month::of(at), what, n).await?;
    }
    Ok(())
}

/// A person's two subjects in one release are one use, and stand behind each other.
fn count(rows: &[Row], conflicts: &[Option<Conflict>], counts: &mut [Counts]) {
    let mut last = None;
    for (row, conflict) in rows.iter().zip(conflicts) {
        if row.part.display != Display::Hidden && last != Some(row.person) {
            counts[row.person].uses += 1;
            counts[row.person].conflicts += usize::from(conflict.is_some() && row.part.display == Display::Full);
            last = Some(row.person);
        }
    }
}

struct Casting<'a> {
    stage: &'a Stage,
    cast: &'a Cast<'a>,
    catalogue: &'a Catalogue,
}

impl Casting<'_> {
    fn study(&self, release: &Release) -> Result<&Study, DemoError> {
        self.cast.studies[release.study].at(release.disclosed_at).ok_or(DemoError::Plan("a study's version"))
    }

    /// Puts a person into as many releases as they see uses, and into some more that they do not see.
    fn choose(&self, n: usize, rows: &mut [Vec<Row>]) -> Result<(), DemoError> {
        let person = &self.cast.people[n];
        let forced: Vec<_> = self.cast.said.forced.iter().filter(|forced| forced.person == n).collect();
        let decisions = self.cast.said.decisions.get(&person.subject).map(Vec::as_slice).unwrap_or_default();
        let mut permitted = Vec::new();
        for (at, release) in self.cast.releases.iter().enumerate() {
            let other = forced.iter().all(|forced| forced.release != at);
            if other && person.known_to[release.holder] && self.permits(decisions, release)? {
                permitted.push(at);
            }
        }
        let displays = self.displays(person, person.uses.saturating_sub(forced.len()));
        let taken = self.stage.random.sample(permitted, displays.len());
        for (at, display) in taken.into_iter().zip(displays) {
            let covered = self.cast.releases[at].checked_at.is_some() && !self.stage.random.percent(4);
            self.put(n, at, display, covered, rows);
        }
        for forced in forced {
            self.put(n, forced.release, Display::Full, forced.covered, rows);
        }
        Ok(())
    }

    /// How the person may see each of their uses; the hidden ones come on top of those they see.
    fn displays(&self, person: &Person, seen: usize) -> Vec<Display> {
        if person.part == Part::Passer {
            let by_chance = |_| match self.stage.random.below(100) {
                0..3 => Display::Generic,
                3..5 => Display::Hidden,
                _ => Display::Full,
            };
            return (0..seen).map(by_chance).collect();
        }
        let (generic, hidden) = match person.part {
            Part::Undisclosed => (3, 3),
            Part::Plain if person.number % 3 == 1 => (1, 1),
            _ => (0, 0),
        };
        let full = std::iter::repeat_n(Display::Full, seen - generic);
        full.chain(std::iter::repeat_n(Display::Generic, generic)).chain(std::iter::repeat_n(Display::Hidden, hidden)).collect()
    }

    /// Whether a holder that asks and heeds the answer would disclose: nothing was refused at the check, nor at the
    /// disclosure as we know today.
    fn permits(&self, decisions: &[Decision], release: &Release) -> Result<bool, DemoError> {
        if decisions.is_empty() {
            return Ok(true);
        }
        let study = self.study(release)?;
        let intended = study.intended(self.catalogue);
        let permits = |choices: Choices| choices.verdict(&intended, self.catalogue).permits();
        let today = permits(Choices::fold_at(decisions, Kin::default(), release.disclosed_at));
        let asked_at = release.checked_at.unwrap_or(release.disclosed_at);
        let known_then = decisions.iter().filter(|decision| decision.recorded <= asked_at);
        Ok(today && permits(Choices::fold_at(known_then, Kin::default(), asked_at)))
    }

    fn put(&self, n: usize, at: usize, display: Display, covered: bool, rows: &mut [Vec<Row>]) {
        let person = &self.cast.people[n];
        let random = &self.stage.random;
        // Records under the old number and under the new one; now and then under both.
        let subjects = match person.former {
            Some(former) if at.is_multiple_of(3) => vec![person.subject, former],
            Some(former) if at % 3 == 1 => vec![former],
            _ => vec![person.subject],
        };
        for subject in subjects {
            let record_count = u32::try_from(random.between(1, 160)).ok().filter(|_| random.percent(85));
            rows[at].push(Row { person: n, part: NewUse { subject, display, covered, record_count, row: None } });
        }
    }

    /// The report that the holder writes.
    fn disclosure(&self, release: &Release, study: &Study) -> Result<(Disclosure, Option<Covering>), DemoError> {
        let holder = &self.cast.holders[release.holder].holder;
        let log_size = release.checked_at.map(|at| self.cast.said.log_size(at));
        let covering = match (release.checked_at, release.valid_until(), log_size) {
            (Some(checked_at), Some(valid_until), Some(log_size)) => Some(Covering { checked_at, valid_until, log_size }),
            _ => None,
        };
        let question = Question { asked_for: AskedFor::Study(study.id), rows: Vec::new() };
        let check_id = |check: Covering| self.stage.core.keys.check_id(holder.id, &question, check.checked_at, check.log_size);
        let users = &study.registration.users;
        let disclosure = Disclosure {
            id: DisclosureId::new(release.disclosed_at, &*self.stage.random),
            holder: holder.id,
            study: (study.id, study.version),
            disclosed_at: release.disclosed_at,
            reported_at: release.reported_at,
            recipient: users.first().map(|user| user.name.ja.clone()).ok_or(DemoError::Plan("a user"))?,
            form: study.registration.form,
            categories: study.registration.categories.clone(),
            records: Some(self.period(release.disclosed_at)),
            check: covering.map(|check| (check_id(check), check.checked_at)),
            historic: release.historic,
        };
        Ok((disclosure, covering))
    }

    fn period(&self, disclosed_at: Timestamp) -> (domain::clock::Date, domain::clock::Date) {
        let last = disclosed_at - Span::days(self.stage.random.between(20, 60));
        let first = last - Span::days(self.stage.random.between(300, 1_400));
        (first.in_tokyo().0, last.in_tokyo().0)
    }

    /// Whoever is covered by a check was asked about. Not told of uses that are hidden, and not for longer than three years.
    fn remember_who_asked(&self, release: &Release, study: &Study, parts: &[NewUse], asked: &mut BTreeMap<About, Tally>) {
        let Some(at) = release.checked_at.filter(|at| *at > self.stage.days_ago(3 * 365)) else { return };
        let holder = self.cast.holders[release.holder].holder.id;
        for part in parts.iter().filter(|part| part.covered && part.display != Display::Hidden) {
            let about = (part.subject, holder, purposes_key(&study.registration.purposes));
            let tally = Tally::once(at, true);
            asked.entry(about).and_modify(|before| *before = before.and(tally)).or_insert(tally);
        }
    }
}
